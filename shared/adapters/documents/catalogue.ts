/** The Catalogue port over any document store, with a bounded cache of items. */

import { addressKey } from '#shared/adapters/documents/keys.ts';
import { addressedBy, withAddresses } from '#shared/domain/identity/addresses.ts';
import type { Catalogue } from '#shared/ports/catalogue.ts';
import type { DocumentStore } from '#shared/ports/document-store.ts';
import type { Item } from '#shared/schemas/item.ts';
import { limits } from '#shared/schemas/limits.ts';

/** Seconds for which another instance's change to an item may go unnoticed. */
const cacheSeconds = 60;
const cachedItemsMax = 20_000;

/** `now`: Unix seconds, for the age of cached items. */
export function createCatalogue(store: DocumentStore, now: () => number): Catalogue {
  const cache = new Map<string, { readonly item: Item; readonly until: number }>();
  const remember = (item: Item): void => {
    if (cache.size >= cachedItemsMax)
      for (const id of [...cache.keys()].slice(0, cachedItemsMax / 10)) cache.delete(id);
    cache.set(item.itemId, { item, until: now() + cacheSeconds });
  };
  const cached = (itemId: string): Item | undefined => {
    const entry = cache.get(itemId);
    return entry !== undefined && entry.until >= now() ? entry.item : undefined;
  };

  /** The first that was told with an address has it. */
  const noteAddresses = async (items: readonly Item[]): Promise<void> => {
    const noted = new Map(items.flatMap(addressedBy).map((addressed) => [addressed.address, addressed]));
    for (const page of pagesOf([...noted.values()], limits.itemsPerRequestMax)) {
      await store.write(
        page.map((body) => ({ op: 'create', collection: 'addresses', id: addressKey(body.address), body })),
      );
    }
  };
  /** Rare: another source tells of an item that is known. */
  const addAddresses = async (items: readonly Item[]): Promise<void> => {
    for (const told of items) {
      const known = cached(told.itemId);
      if (known === undefined || withAddresses(known, told) === undefined) continue;
      const item = await store.update('items', told.itemId, (stored) => {
        const next = stored === undefined ? undefined : withAddresses(stored, told);
        return next === undefined ? { result: stored } : { next, result: next };
      });
      if (item === undefined) continue;
      await noteAddresses([{ ...item, addresses: told.addresses, artistAddresses: told.artistAddresses } as Item]);
      remember(item);
    }
  };

  return {
    read: async (itemIds) => {
      const found = itemIds.map(cached);
      const missing = [...new Set(itemIds.filter((_, index) => found[index] === undefined))];
      if (missing.length === 0) return found;
      const read = new Map<string, Item>();
      for (const item of await store.read('items', missing)) {
        if (item === undefined) continue;
        remember(item);
        read.set(item.itemId, item);
      }
      return itemIds.map((itemId, index) => found[index] ?? read.get(itemId));
    },

    put: async (items) => {
      await store.write(items.map((item) => ({ op: 'set', collection: 'items', id: item.itemId, body: item })));
      await noteAddresses(items);
      for (const item of items) remember(item);
    },

    ensure: async (items) => {
      const found = items.map(({ itemId }) => cached(itemId));
      const unknown = new Map<string, Item>();
      for (const [index, item] of items.entries()) if (found[index] === undefined) unknown.set(item.itemId, item);
      if (unknown.size === 0) {
        await addAddresses(items);
        return items.map((item, index) => cached(item.itemId) ?? (found[index] as Item));
      }
      for (const page of pagesOf([...unknown.values()], limits.itemsPerRequestMax)) {
        const stored = await store.read(
          'items',
          page.map(({ itemId }) => itemId),
        );
        const missing = page.filter((_, index) => stored[index] === undefined);
        if (missing.length > 0) {
          await store.write(
            missing.map((item) => ({ op: 'create', collection: 'items', id: item.itemId, body: item })),
          );
        }
        await noteAddresses(missing);
        for (const [index, item] of page.entries()) remember(stored[index] ?? item);
      }
      await addAddresses(items);
      return items.map((item) => cached(item.itemId) ?? item);
    },

    byAddress: async (address) => (await store.read('addresses', [addressKey(address)]))[0],

    byArtist: async (artistId, limit) => {
      const rows = await store.query('items', {
        where: { artistId },
        orderBy: { field: 'publishedAt', direction: 'descending' },
        limit,
      });
      return rows.map(({ body }) => body);
    },
  };
}

function* pagesOf<T>(all: readonly T[], size: number): Iterable<readonly T[]> {
  for (let start = 0; start < all.length; start += size) yield all.slice(start, start + size);
}
