/**
 * The listens that follow an instant. With `min_ts` alone ListenBrainz gives these, and not the newest of all, so that a
 * client can page forward:
 *
 *   min_ts ─── warehouse, oldest first ───▶ horizon ─── documents, all of them: a month at most ───▶ now
 */
import { recentHorizon } from '#shared/domain/listens/recent.ts';
import type { Clock } from '#shared/ports/clock.ts';
import type { History, PastListen } from '#shared/ports/history.ts';
import { int64, rowsOf, type Warehouse } from '#shared/ports/warehouse.ts';
import type { UserId } from '#shared/schemas/ids.ts';
import { limits } from '#shared/schemas/limits.ts';
import type { Listen } from '#shared/schemas/listen.ts';
import { Rejection } from '#shared/schemas/problem.ts';
import { statement, statementParameters } from '#shared/sql/engine/statement.ts';

export type NextListensPorts = { readonly history: History; readonly warehouse: Warehouse; readonly clock: Clock };
/** `after` is exclusive, Unix seconds. */
export type NextListensQuery = { readonly after: number; readonly count: number };

/** Newest first, like every page. Throws a Rejection when more follow in documents than one request looks through. */
export function createNextListens({ history, warehouse, clock }: NextListensPorts) {
  return async (userId: UserId, { after, count }: NextListensQuery): Promise<readonly PastListen[]> => {
    const horizon = recentHorizon(clock());
    const old = after < horizon ? await nextOld(warehouse, userId, { after, before: horizon, count }) : [];
    if (old.length >= count) return old.reverse();
    const recent = await allBehind(history, userId, Math.max(after, horizon - 1));
    return [...recent.slice(-(count - old.length)), ...old.reverse()];
  };
}

type Row = { readonly listen: string; readonly received_at: Date };
type Old = NextListensQuery & { readonly before: number };

async function nextOld(warehouse: Warehouse, userId: UserId, { after, before, count }: Old): Promise<PastListen[]> {
  const asked = statement('serve/next_listens_of_user');
  const given = {
    user_id: userId,
    after: new Date(after * 1_000),
    before: new Date(before * 1_000),
    limit: int64(count),
  };
  const rows = await rowsOf<Row>(warehouse, asked, statementParameters(asked, given));
  return rows.map(({ listen, received_at }) => ({
    ...(JSON.parse(listen) as Listen),
    receivedAt: Math.floor(received_at.getTime() / 1_000),
  }));
}

/** Every listen of the last month behind an instant, newest first: documents are read from the newest back. */
async function allBehind(history: History, userId: UserId, after: number): Promise<PastListen[]> {
  const found: PastListen[] = [];
  while (found.length < limits.listensScannedMax) {
    const last = found.at(-1);
    const cursor = last === undefined ? {} : { before: { listenedAt: last.listenedAt, id: last.id } };
    const page = await history.page(userId, { ...cursor, after, limit: limits.listensPageSizeMax });
    found.push(...page);
    if (page.length < limits.listensPageSizeMax) return found;
  }
  const detail = `More than ${limits.listensScannedMax} listens follow min_ts; ask with max_ts as well`;
  throw new Rejection('invalid-request', detail);
}
