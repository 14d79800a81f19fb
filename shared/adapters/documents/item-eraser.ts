/** Takes a user's words out of the catalogue: what others say of an item stays, and an item that nobody else told of goes. */
import { addressKey } from '#shared/adapters/documents/keys.ts';
import { addressedBy } from '#shared/domain/identity/addresses.ts';
import { withoutClaim, withoutTelling } from '#shared/domain/tellings.ts';
import type { DocumentStore, Evolution } from '#shared/ports/document-store.ts';
import type { Eraser } from '#shared/ports/eraser.ts';
import type { BodyOf } from '#shared/schemas/collections.ts';
import type { StoredItem } from '#shared/schemas/item.ts';
import { limits } from '#shared/schemas/limits.ts';

/** Documents of what a user told that are looked at together: a thousand items each. */
const pageSize = 10;

/** Takes items out of what others were proposed; resolves with the number of documents changed. */
export type Withdraw = (itemIds: readonly string[]) => Promise<number>;

/** What a user told is found by what was noted before it was told, so that no erasure misses any of it. */
export function createItemEraser(
  store: DocumentStore,
  withdraw: Withdraw = async () => 0,
): Eraser & { readonly eraseItems: (userId: string, itemIds: readonly string[]) => Promise<number> } {
  const eraseItems = async (userId: string, itemIds: readonly string[]): Promise<number> => {
    const stored = await store.read('items', itemIds);
    const told = stored.filter((item) => item !== undefined && withoutTelling(item, userId) !== undefined);
    const alone = told.filter((item) => item !== undefined && withoutTelling(item, userId) === null);
    if (alone.length > 0) await withdraw(alone.map((item) => (item as StoredItem).itemId));
    for (const item of told) await eraseTelling(store, userId, item as StoredItem);
    return told.length;
  };
  return {
    store: 'items',
    eraseItems,
    erase: async (userId) => {
      let removed = 0;
      for (;;) {
        const page = await store.query('tellings', { where: { userId }, limit: pageSize });
        if (page.length === 0) return removed;
        const itemIds = [...new Set(page.flatMap(({ body }) => body.itemIds))];
        for (let start = 0; start < itemIds.length; start += limits.itemsPerRequestMax) {
          removed += await eraseItems(userId, itemIds.slice(start, start + limits.itemsPerRequestMax));
        }
        await store.write(page.map(({ id }) => ({ op: 'delete', collection: 'tellings', id })));
      }
    },
  };
}

/** Addresses first: the item says which they are. */
async function eraseTelling(store: DocumentStore, userId: string, item: StoredItem): Promise<void> {
  const own = item.told?.find(({ by }) => by === userId);
  for (const { address } of addressedBy({ ...own, itemId: item.itemId })) {
    await store.update('addresses', addressKey(address), (stored) => without(stored, withoutClaim, userId));
  }
  await store.update('items', item.itemId, (stored) => without(stored, withoutTelling, userId));
}

type Kept = BodyOf<'items'> | BodyOf<'addresses'>;

function without<B extends Kept>(
  stored: B | undefined,
  taking: (stored: B, userId: string) => B | null | undefined,
  userId: string,
): Evolution<B, undefined> {
  const next = stored === undefined ? undefined : taking(stored, userId);
  return next === undefined ? { result: undefined } : { next, result: undefined };
}
