/** The Editions and Schedules ports over any document store. */
import { scheduleKey } from '#shared/adapters/documents/keys.ts';
import type { DocumentStore } from '#shared/ports/document-store.ts';
import type { Editions, Schedules } from '#shared/ports/editions.ts';
import { patches } from '#shared/schemas/edition.ts';

export function createEditions(store: DocumentStore): Editions {
  return {
    read: async (playlistId) => (await store.read('editions', [playlistId]))[0],

    store: (stored) =>
      store.write([
        {
          op: 'create',
          collection: 'editions',
          id: stored.edition.playlistId,
          body: stored,
          expiresAt: stored.edition.expiresAt,
        },
      ]),

    latest: async (userId, { patch, before, limit }) => {
      const rows = await store.query('editions', {
        where: patch === undefined ? { userId } : { userId, patch },
        orderBy: { field: 'dueAt', direction: 'descending' },
        ...(before === undefined ? {} : { atMost: before - 1 }),
        limit,
      });
      return rows.map(({ body }) => body);
    },
  };
}

export function createSchedules(store: DocumentStore): Schedules {
  return {
    read: async (userId, patch) => (await store.read('schedules', [scheduleKey(userId, patch)]))[0],

    ofUser: async (userId) => {
      const rows = await store.query('schedules', { where: { userId }, limit: patches.length });
      return rows.map(({ body }) => body);
    },

    due: async (shard, now, { after, limit }) => {
      const rows = await store.query('schedules', {
        where: { shard },
        orderBy: { field: 'nextDueAt', direction: 'ascending' },
        atMost: now,
        ...(after === undefined ? {} : { after: { value: after.nextDueAt, id: after.id } }),
        limit,
      });
      return rows.map(({ id, body }) => ({ ...body, id }));
    },

    update: (userId, patch, evolve) =>
      store.update('schedules', scheduleKey(userId, patch), (schedule) => {
        const next = evolve(schedule);
        return next === undefined ? { result: undefined } : { next, result: undefined };
      }),

    remove: async (userId) => {
      const rows = await store.query('schedules', { where: { userId }, limit: patches.length });
      await store.write(rows.map(({ id }) => ({ op: 'delete', collection: 'schedules', id })));
      return rows.length;
    },
  };
}
