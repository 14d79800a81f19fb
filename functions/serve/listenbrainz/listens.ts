/** GET /1/user/{userName}/listens: listens read back, newest first. */
import { createNextListens } from '#functions/serve/listenbrainz/next-listens.ts';
import { createOldest } from '#functions/serve/listenbrainz/oldest.ts';
import { readListener } from '#functions/serve/listenbrainz/read-listener.ts';
import { pagesOf } from '#shared/domain/pages.ts';
import type { Answer, Call } from '#shared/edge/http/operation.ts';
import type { ListenBrainz } from '#shared/edge/listenbrainz/routes.ts';
import { apiListen } from '#shared/edge/listenbrainz/views.ts';
import type { Catalogue } from '#shared/ports/catalogue.ts';
import type { Clock } from '#shared/ports/clock.ts';
import type { History, PastListen } from '#shared/ports/history.ts';
import type { Profiles } from '#shared/ports/profiles.ts';
import type { Users } from '#shared/ports/users.ts';
import type { Warehouse } from '#shared/ports/warehouse.ts';
import type { UserId } from '#shared/schemas/ids.ts';
import type { Item } from '#shared/schemas/item.ts';
import { limits } from '#shared/schemas/limits.ts';
import { Rejection } from '#shared/schemas/problem.ts';

export type UserListensPorts = {
  readonly users: Users;
  readonly profiles: Profiles;
  readonly catalogue: Catalogue;
  readonly history: History;
  readonly warehouse: Warehouse;
  readonly clock: Clock;
};

export function createUserListens(ports: UserListensPorts) {
  const { users, profiles, catalogue, history, warehouse, clock } = ports;
  const nextListens = createNextListens(ports);
  const oldestOf = createOldest(warehouse, clock);
  return async ({ params: { userName }, query }: Call<ListenBrainz['getUserListens']>): Promise<Answer> => {
    const { count, min_ts: after, max_ts: before } = query;
    if (after !== undefined && before !== undefined && before <= after) {
      throw new Rejection('invalid-request', 'max_ts should be greater than min_ts');
    }
    const [, profile, page] = await Promise.all([
      readListener(users, userName),
      profiles.read(userName),
      before === undefined && after !== undefined
        ? nextListens(userName, { after, count })
        : history.page(userName, { ...(before === undefined ? {} : upTo(before)), after: after ?? 0, limit: count }),
    ]);
    const listens = await withWholeSeconds(history, userName, page, {
      count,
      forward: before === undefined && after !== undefined,
    });
    const known = await unnamedItems(catalogue, listens, userName);
    const all = after === undefined && before === undefined && listens.length < count;
    const oldest = all ? (listens.at(-1)?.listenedAt ?? 0) : await oldestOf(userName, listens.at(-1)?.listenedAt);
    return {
      status: 200,
      json: {
        payload: {
          count: listens.length,
          user_id: userName,
          listens: listens.map((listen) => apiListen(listen, known.get(listen.itemId))),
          latest_listen_ts: Math.max(profile?.watermark ?? 0, listens[0]?.listenedAt ?? 0),
          oldest_listen_ts: oldest,
        },
      },
    };
  };
}

type Page = { readonly count: number; readonly forward: boolean };

/**
 * Clients go on behind the second of a page's last listen, so a page that ends within a second holds the rest of it too:
 * sixty listens that share one are on one page, or else most of them on none.
 */
async function withWholeSeconds(
  history: History,
  userId: UserId,
  page: readonly PastListen[],
  { count, forward }: Page,
): Promise<readonly PastListen[]> {
  const edge = forward ? page[0] : page.at(-1);
  if (edge === undefined || page.length < count) return page;
  const { listenedAt } = edge;
  const whole = await history.page(userId, {
    before: { listenedAt, id: '' },
    after: listenedAt - 1,
    limit: limits.listensPageSizeMax,
  });
  const others = page.filter((listen) => listen.listenedAt !== listenedAt);
  return forward ? [...whole, ...others] : [...others, ...whole];
}

/** Listens before an instant, which itself is left out: behind no listen of the second before it. */
const upTo = (instant: number) => ({ before: { listenedAt: instant - 1, id: '' } });

/** A listen of `/v1` may name its item only. */
async function unnamedItems(
  catalogue: Catalogue,
  listens: readonly PastListen[],
  reader: UserId,
): Promise<Map<string, Item>> {
  const unnamed = listens.filter(({ title, artistName }) => title === undefined || artistName === undefined);
  const ids = [...new Set(unnamed.map(({ itemId }) => itemId))];
  const known = new Map<string, Item>();
  for (const page of pagesOf(ids, limits.itemsPerRequestMax)) {
    const items = await catalogue.read(page, reader);
    for (const item of items) if (item !== undefined) known.set(item.itemId, item);
  }
  return known;
}
