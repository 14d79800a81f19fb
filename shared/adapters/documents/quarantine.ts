/** The Quarantine and NowPlaying ports over any document store. */
import { userKey } from '#shared/adapters/documents/keys.ts';
import type { DocumentStore } from '#shared/ports/document-store.ts';
import type { NowPlayingStore } from '#shared/ports/now-playing.ts';
import type { Quarantine } from '#shared/ports/quarantine.ts';
import { limits } from '#shared/schemas/limits.ts';

const keptSeconds = 30 * 86_400;
/** Refusals of one user after which the oldest are looked for: a page, so that the look costs little beside the writes. */
const addedBetweenLooks = 200;
const usersCountedMax = 10_000;

export function createQuarantine(store: DocumentStore): Quarantine {
  /** Refusals added since the last look, by user, in this process. */
  const added = new Map<string, number>();
  const isTimeToLook = (userId: string, more: number): boolean => {
    const count = (added.get(userId) ?? addedBetweenLooks) + more;
    if (added.size >= usersCountedMax) added.clear();
    added.set(userId, count > addedBetweenLooks ? 0 : count);
    return count > addedBetweenLooks;
  };
  /** The newest stay: what a user is looking for is what went wrong just now. */
  const removeOldest = async (userId: string): Promise<void> => {
    const query = {
      where: { userId },
      orderBy: { field: 'receivedAt', direction: 'descending' },
    } as const;
    const [last] = (await store.query('quarantine', { ...query, limit: limits.quarantinePerUserMax })).slice(
      limits.quarantinePerUserMax - 1,
    );
    if (last === undefined) return;
    for (;;) {
      const after = { value: last.body.receivedAt, id: last.id };
      const old = await store.query('quarantine', { ...query, after, limit: 500 });
      if (old.length === 0) return;
      await store.write(old.map(({ id }) => ({ op: 'delete', collection: 'quarantine', id })));
    }
  };

  return {
    add: async (refused) => {
      await store.write(
        refused.map((body) => ({
          op: 'set',
          collection: 'quarantine',
          id: body.quarantineId,
          body,
          expiresAt: body.receivedAt + keptSeconds,
        })),
      );
      for (const [userId, some = []] of Object.entries(Object.groupBy(refused, (one) => one.userId))) {
        if (isTimeToLook(userId, some.length)) await removeOldest(userId);
      }
    },
    latest: async (userId, limit) => {
      const rows = await store.query('quarantine', {
        where: { userId },
        orderBy: { field: 'receivedAt', direction: 'descending' },
        limit,
      });
      return rows.map(({ body }) => body);
    },
  };
}

export function createNowPlaying(store: DocumentStore): NowPlayingStore {
  return {
    read: async (userId, now) => {
      const [playing] = await store.read('nowPlaying', [userKey(userId)]);
      return playing !== undefined && playing.expiresAt > now ? playing : undefined;
    },
    set: (playing) =>
      store.write([
        {
          op: 'set',
          collection: 'nowPlaying',
          id: userKey(playing.userId),
          body: playing,
          expiresAt: playing.expiresAt,
        },
      ]),
    clear: (userId) => store.write([{ op: 'delete', collection: 'nowPlaying', id: userKey(userId) }]),
  };
}
