/** The Quarantine and NowPlaying ports over any document store. */
import { userKey } from '#shared/adapters/documents/keys.ts';
import type { DocumentStore } from '#shared/ports/document-store.ts';
import type { NowPlayingStore } from '#shared/ports/now-playing.ts';
import type { Quarantine } from '#shared/ports/quarantine.ts';

const keptSeconds = 30 * 86_400;

export function createQuarantine(store: DocumentStore): Quarantine {
  return {
    add: (refused) =>
      store.write(
        refused.map((body) => ({
          op: 'set',
          collection: 'quarantine',
          id: body.quarantineId,
          body,
          expiresAt: body.receivedAt + keptSeconds,
        })),
      ),
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
