/** The Users and Tokens ports over any document store. */
import { userKey } from '#shared/adapters/documents/keys.ts';
import type { DocumentStore } from '#shared/ports/document-store.ts';
import type { Tokens, UserRecord, Users } from '#shared/ports/users.ts';
import { limits } from '#shared/schemas/limits.ts';
import type { Tombstone } from '#shared/schemas/receipt.ts';
import type { User } from '#shared/schemas/user.ts';

export function createUsers(store: DocumentStore): Users {
  return {
    read: async (userId) => recordOf((await store.read('users', [userKey(userId)]))[0]),

    update: (userId, evolve) =>
      store.update<'users', UserRecord>('users', userKey(userId), (stored) => {
        const record = recordOf(stored);
        if (record.state === 'forgotten') return { result: record };
        const next = evolve(record.state === 'known' ? record.user : undefined);
        return next === undefined ? { result: record } : { next, result: { state: 'known', user: next } };
      }),

    forget: (userId, tombstone) =>
      store.update('users', userKey(userId), (stored) =>
        recordOf(stored).state === 'forgotten' ? { result: false } : { next: tombstone, result: true },
      ),

    revive: (receiptId, user) =>
      store.update('users', userKey(user.userId), (stored) => {
        const record = recordOf(stored);
        const isIts = record.state === 'forgotten' && record.receiptId === receiptId;
        return isIts ? { next: user, result: true } : { result: false };
      }),

    page: async (after, limit) => {
      const rows = await store.query('users', {
        where: {},
        orderBy: { field: 'createdAt', direction: 'ascending' },
        ...(after === undefined ? {} : { after: { value: after.createdAt, id: after.id } }),
        limit,
      });
      return rows.flatMap(({ id, body }) => ('userId' in body ? [{ ...body, id }] : []));
    },
  };
}

function recordOf(stored: User | Tombstone | undefined): UserRecord {
  if (stored === undefined) return { state: 'unknown' };
  return 'userId' in stored ? { state: 'known', user: stored } : { state: 'forgotten', ...stored };
}

/** Calls that race may make more than the limit for a moment, and each of them must be found again. */
const tokensRead = 10 * limits.tokensPerUserMax;

export function createTokens(store: DocumentStore): Tokens {
  return {
    find: async (hash) => (await store.read('tokens', [hash]))[0],
    create: (token) => store.write([{ op: 'set', collection: 'tokens', id: token.hash, body: token }]),
    ofUser: async (userId) => {
      const rows = await store.query('tokens', { where: { userId }, limit: tokensRead });
      return rows.map(({ body }) => body);
    },
    revoke: async (userId, tokenId) => {
      const rows = await store.query('tokens', { where: { userId }, limit: tokensRead });
      const found = rows.find(({ body }) => body.tokenId === tokenId);
      if (found === undefined) return false;
      await store.write([{ op: 'delete', collection: 'tokens', id: found.id }]);
      return true;
    },
  };
}
