/** The Catalogue port over any document store, with a bounded cache of items. */

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
      for (const item of items) remember(item);
    },

    ensure: async (items) => {
      const found = items.map(({ itemId }) => cached(itemId));
      const unknown = new Map<string, Item>();
      for (const [index, item] of items.entries()) if (found[index] === undefined) unknown.set(item.itemId, item);
      if (unknown.size === 0) return found as Item[];
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
        for (const [index, item] of page.entries()) remember(stored[index] ?? item);
      }
      return items.map((item) => cached(item.itemId) ?? item);
    },

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
