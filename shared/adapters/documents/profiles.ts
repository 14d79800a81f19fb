/** The Profiles port over any document store. */
import { userKey } from '#shared/adapters/documents/keys.ts';
import type { DocumentStore } from '#shared/ports/document-store.ts';
import type { Profiles } from '#shared/ports/profiles.ts';
import type { UserId } from '#shared/schemas/ids.ts';
import type { Profile } from '#shared/schemas/profile.ts';

export function createProfiles(store: DocumentStore): Profiles {
  return {
    read: async (userId) => {
      const [stored] = await store.read('profiles', [userKey(userId)]);
      return stored !== undefined && 'userId' in stored ? stored : undefined;
    },

    update: <R>(userId: UserId, evolve: (profile: Profile | undefined) => { next?: Profile; result: R }) =>
      store.update<'profiles', R | 'forgotten'>('profiles', userKey(userId), (stored) => {
        if (stored !== undefined && !('userId' in stored)) return { result: 'forgotten' };
        const { next, result } = evolve(stored);
        return next === undefined ? { result } : { next, result };
      }),

    forget: (userId, tombstone) =>
      store.update('profiles', userKey(userId), (stored) => ({
        next: tombstone,
        result: stored !== undefined && 'userId' in stored,
      })),

    revive: (receiptId, profile) =>
      store.update('profiles', userKey(profile.userId), (stored) =>
        stored !== undefined && 'receiptId' in stored && stored.receiptId === receiptId
          ? { next: profile, result: true }
          : { result: false },
      ),

    marked: async (before, limit) => {
      const rows = await store.query('profiles', {
        where: {},
        orderBy: { field: 'rebuildSince', direction: 'ascending' },
        atMost: before,
        limit,
      });
      return rows.flatMap(({ body }) => ('userId' in body ? [body.userId] : []));
    },
  };
}
