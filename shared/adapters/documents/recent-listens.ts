/** The RecentListens port over any document store. */
import { userKey } from '#shared/adapters/documents/keys.ts';
import type { DocumentStore } from '#shared/ports/document-store.ts';
import type { RecentListens } from '#shared/ports/history.ts';
import type { UserId } from '#shared/schemas/ids.ts';
import { limits } from '#shared/schemas/limits.ts';

const keptSeconds = (limits.recentDays + 1) * 86_400;
const batchesPerPage = 100;

export function createRecentListens(store: DocumentStore): RecentListens {
  const batches = async (userId: UserId, { atMost, limit }: { atMost?: number; limit: number }) =>
    store.query('recentListens', {
      where: { userId },
      orderBy: { field: 'newestAt', direction: 'descending' },
      ...(atMost === undefined ? {} : { atMost }),
      limit,
    });

  return {
    keep: (batch) =>
      store.write([
        {
          op: 'set',
          collection: 'recentListens',
          id: `${userKey(batch.userId)}:${batch.batchId}`,
          body: batch,
          expiresAt: batch.receivedAt + keptSeconds,
        },
      ]),

    batches: async (userId, page) => (await batches(userId, page)).map(({ body }) => body),

    remove: async (userId, listens) => {
      const gone = new Set(listens.map(({ id }) => id));
      for (const { id, body } of await batches(userId, { limit: batchesPerPage * 10 })) {
        if (!body.listens.some((listen) => gone.has(listen.id))) continue;
        await store.update('recentListens', id, (batch) => {
          if (batch === undefined) return { result: undefined };
          const left = batch.listens.filter((listen) => !gone.has(listen.id));
          const next = left.length === 0 ? null : { ...batch, listens: left };
          return { next, expiresAt: batch.receivedAt + keptSeconds, result: undefined };
        });
      }
    },
  };
}
