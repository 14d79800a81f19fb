/**
 * Reads listens back over both stores with one cursor.
 *
 *   now ─── documents: complete, because what was listened to lately was received lately ─── horizon ─── warehouse ───▶ past
 */
import { type Play, reachMax, withoutEchoes } from '#shared/domain/listens/echo.ts';
import { playOf, recentHorizon } from '#shared/domain/listens/recent.ts';
import type { Clock } from '#shared/ports/clock.ts';
import type { History, ListenPage, PastListen, RecentListensStore } from '#shared/ports/history.ts';
import { int64, rowsOf, type Warehouse } from '#shared/ports/warehouse.ts';
import type { UserId } from '#shared/schemas/ids.ts';
import type { Listen } from '#shared/schemas/listen.ts';
import { statement, statementParameters } from '#shared/sql/engine/statement.ts';

export type HistoryPorts = {
  readonly recent: RecentListensStore;
  readonly warehouse: Warehouse;
  readonly clock: Clock;
};

const batchesPerRead = 50;
const readsMax = 40;

export function createHistory({ recent, warehouse, clock }: HistoryPorts): History {
  return {
    page: async (userId, page) => {
      const horizon = recentHorizon(clock());
      const late = await recentPage(recent, userId, page, horizon);
      if (late.length >= page.limit || (page.after ?? 0) >= horizon) return late.slice(0, page.limit);
      // What was listened to at the horizon itself is in the documents.
      const edge = { listenedAt: horizon - 1, id: '' };
      const before = page.before !== undefined && page.before.listenedAt < horizon ? page.before : edge;
      const older = await warehousePage(warehouse, userId, { ...page, before, limit: page.limit - late.length });
      return [...late, ...older];
    },
  };
}

/**
 * Listens after the horizon. A batch is final once every batch still unread is older than it, and so is what is no echo of
 * anything in them.
 */
async function recentPage(
  recent: RecentListensStore,
  userId: UserId,
  page: ListenPage,
  horizon: number,
): Promise<PastListen[]> {
  const after = Math.max(page.after ?? 0, horizon - 1);
  const told = new Map<string, PastListen>();
  const retracted = new Set<string>();
  const gone: Play[] = [];
  const standing = (since: number): PastListen[] =>
    countedOf([...told.values()], { retracted, gone }).filter(
      (listen) => listen.listenedAt > since && isBehind(listen, page.before),
    );
  let atMost: number | undefined;
  for (let reads = 0; reads < readsMax; reads++) {
    const batches = await recent.batches(userId, {
      ...(atMost === undefined ? {} : { atMost }),
      limit: batchesPerRead,
    });
    for (const batch of batches) {
      for (const id of batch.retracted ?? []) retracted.add(id);
      gone.push(...(batch.gone ?? []));
      for (const listen of batch.listens) {
        if (isNear(listen, { before: page.before, after }))
          told.set(listen.id, { ...listen, receivedAt: batch.receivedAt });
      }
    }
    const oldest = batches.at(-1)?.newestAt;
    if (oldest === undefined || batches.length < batchesPerRead || oldest <= after - reachMax || oldest === atMost)
      break;
    if (standing(Math.max(after, oldest + reachMax)).length >= page.limit) break;
    atMost = oldest;
  }
  return standing(after).sort(newestFirst).slice(0, page.limit);
}

/** Whether a listen is on the page, or may be of one play with one that is. */
function isNear(
  { listenedAt }: Listen,
  { before, after }: { before: ListenPage['before'] | undefined; after: number },
): boolean {
  return listenedAt > after - reachMax && (before === undefined || listenedAt < before.listenedAt + reachMax);
}

type TakenBack = { readonly retracted: ReadonlySet<string>; readonly gone: readonly Play[] };

function countedOf(all: readonly PastListen[], { retracted, gone }: TakenBack): PastListen[] {
  const plays = all.map((listen) => ({ listen, id: listen.id, play: playOf(listen) }));
  const taken = plays.filter(({ id }) => retracted.has(id)).map(({ play }) => play);
  return withoutEchoes(plays, [...gone, ...taken]);
}

function isBehind(listen: Listen, before: ListenPage['before']): boolean {
  if (before === undefined) return true;
  return listen.listenedAt < before.listenedAt || (listen.listenedAt === before.listenedAt && listen.id > before.id);
}

function newestFirst(a: Listen, b: Listen): number {
  return b.listenedAt - a.listenedAt || (a.id < b.id ? -1 : 1);
}

type Row = { readonly listen: string; readonly received_at: Date };

async function warehousePage(
  warehouse: Warehouse,
  userId: UserId,
  { before, after, limit }: ListenPage,
): Promise<PastListen[]> {
  const asked = statement('serve/listens_of_user');
  const rows = await rowsOf<Row>(
    warehouse,
    asked,
    statementParameters(asked, {
      user_id: userId,
      after: new Date((after ?? 0) * 1_000),
      before: new Date((before?.listenedAt ?? 0) * 1_000),
      before_listen_id: before?.id ?? '',
      limit: int64(limit),
    }),
  );
  return rows.map(({ listen, received_at }) => ({
    ...(JSON.parse(listen) as Listen),
    receivedAt: Math.floor(received_at.getTime() / 1_000),
  }));
}
