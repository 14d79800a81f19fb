/** The RecentListens port over any document store. */
import { userKey } from '#shared/adapters/documents/keys.ts';
import { withoutListens } from '#shared/domain/listens/recent.ts';
import type { DocumentStore } from '#shared/ports/document-store.ts';
import type { RecentListensStore } from '#shared/ports/history.ts';
import type { UserId } from '#shared/schemas/ids.ts';
import { limits } from '#shared/schemas/limits.ts';
import type { RecentListens as RecentBatch } from '#shared/schemas/recent-listens.ts';

const keptSeconds = (limits.recentDays + 1) * 86_400;
const batchesPerPage = 100;

export function createRecentListens(store: DocumentStore): RecentListensStore {
  const batches = async (userId: UserId, { atMost, limit }: { atMost?: number; limit: number }) =>
    store.query('recentListens', {
      where: { userId },
      orderBy: { field: 'newestAt', direction: 'descending' },
      ...(atMost === undefined ? {} : { atMost }),
      limit,
    });

  const keep = (batch: RecentBatch): Promise<void> =>
    store.write([
      {
        op: 'set',
        collection: 'recentListens',
        id: `${userKey(batch.userId)}:${batch.batchId}`,
        body: batch,
        expiresAt: batch.receivedAt + keptSeconds,
      },
    ]);

  return {
    keep,

    batches: async (userId, page) => (await batches(userId, page)).map(({ body }) => body),

    retract: async ({ retracted, ...batch }) => {
      // Read newest first, the note comes before whatever it is about: no listen is accepted from further ahead.
      const newestAt = batch.receivedAt + limits.listenFutureSecondsMax;
      await keep({ ...batch, newestAt, listens: [], retracted: [...retracted] });
      const gone = new Set<string>(retracted);
      for (const { id, body } of await batches(batch.userId, { limit: batchesPerPage * 10 })) {
        if (!body.listens.some((listen) => gone.has(listen.id))) continue;
        await store.update('recentListens', id, (held) => {
          if (held === undefined) return { result: undefined };
          const expiresAt = held.receivedAt + keptSeconds;
          return { next: withoutListens(held, gone), expiresAt, result: undefined };
        });
      }
    },
  };
}
