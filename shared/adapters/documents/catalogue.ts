/** The Catalogue port over any document store, with a bounded cache of items. */
import { createItemEraser } from '#shared/adapters/documents/item-eraser.ts';
import { addressKey } from '#shared/adapters/documents/keys.ts';
import type { Rereading } from '#shared/adapters/documents/models.ts';
import { keepTellings } from '#shared/adapters/documents/tellings.ts';
import { addressedBy } from '#shared/domain/identity/addresses.ts';
import { pagesOf } from '#shared/domain/pages.ts';
import { ownerOf, viewOf, withTelling } from '#shared/domain/tellings.ts';
import type { Catalogue } from '#shared/ports/catalogue.ts';
import type { DocumentStore } from '#shared/ports/document-store.ts';
import type { StoredItem } from '#shared/schemas/item.ts';
import { limits } from '#shared/schemas/limits.ts';

/** Seconds for which another instance's change to an item may go unnoticed. */
const cacheSeconds = 60;
const cachedItemsMax = 20_000;

/** `now`: Unix seconds, for the age of cached items. */
export function createCatalogue(store: DocumentStore, now: () => number): Catalogue & Rereading {
  const { cache, cached, remember, find } = createItemCache(store, now);
  return {
    reread: () => cache.clear(),

    read: async (itemIds, reader) =>
      (await find(itemIds)).map((item) => (item === undefined ? undefined : viewOf(item, reader))),

    put: async (items) => {
      await store.write(items.map((item) => ({ op: 'set', collection: 'items', id: item.itemId, body: item })));
      const noted = new Map(items.flatMap(addressedBy).map((addressed) => [addressed.address, addressed]));
      for (const page of pagesOf([...noted.values()], limits.itemsPerRequestMax)) {
        await store.write(
          page.map((body) => ({ op: 'set', collection: 'addresses', id: addressKey(body.address), body })),
        );
      }
      for (const item of items) remember(item);
    },

    tell: async (teller, items) => {
      const known = await find(items.map(({ itemId }) => itemId));
      const told = items.flatMap((item, nth) =>
        withTelling(known[nth], item, teller) === undefined ? [] : [{ item, known: known[nth] }],
      );
      if (told.length > 0) for (const item of await keepTellings(store, teller, told)) remember(item);
      return items.map((item, nth) => {
        const stored = cached(item.itemId) ?? known[nth];
        return stored === undefined ? item : viewOf(stored, teller);
      });
    },

    byAddresses: async (addresses, reader) => {
      const stored = await store.read('addresses', addresses.map(addressKey));
      return stored.map((each) => each && ownerOf(each, reader));
    },

    untell: async (teller, itemIds) => {
      const eraser = createItemEraser(store);
      for (const page of pagesOf(itemIds, limits.itemsPerRequestMax)) await eraser.eraseItems(teller, page);
      await eraser.erase(teller, { forgottenAt: now(), receiptId: '' });
      for (const itemId of itemIds) cache.delete(itemId);
    },

    byAddress: async (address, reader) => {
      const [stored] = await store.read('addresses', [addressKey(address)]);
      return stored === undefined ? undefined : ownerOf(stored, reader);
    },

    releases: async (artistIds, { since, until, limit, reader }) => {
      if (artistIds.length === 0) return [];
      const rows = await store.query('items', {
        where: { artistId: artistIds },
        orderBy: { field: 'publishedAt', direction: 'descending' },
        atLeast: since,
        atMost: until,
        limit,
      });
      return rows.map(({ body }) => viewOf(body, reader));
    },

    byArtist: async (artistId, limit, reader) => {
      const rows = await store.query('items', {
        where: { artistId },
        orderBy: { field: 'publishedAt', direction: 'descending' },
        limit,
      });
      return rows.map(({ body }) => viewOf(body, reader));
    },
  };
}

function createItemCache(store: DocumentStore, now: () => number) {
  const cache = new Map<string, { readonly item: StoredItem; readonly until: number }>();
  const remember = (item: StoredItem): void => {
    if (cache.size >= cachedItemsMax)
      for (const id of [...cache.keys()].slice(0, cachedItemsMax / 10)) cache.delete(id);
    cache.set(item.itemId, { item, until: now() + cacheSeconds });
  };
  const cached = (itemId: string): StoredItem | undefined => {
    const entry = cache.get(itemId);
    return entry !== undefined && entry.until >= now() ? entry.item : undefined;
  };
  /** Items in the order asked, from the cache where they are there. */
  const find = async (itemIds: readonly string[]): Promise<(StoredItem | undefined)[]> => {
    const found = itemIds.map(cached);
    const missing = [...new Set(itemIds.filter((_, index) => found[index] === undefined))];
    const read = new Map<string, StoredItem>();
    for (const page of pagesOf(missing, limits.itemsPerRequestMax)) {
      for (const item of await store.read('items', page)) {
        if (item === undefined) continue;
        remember(item);
        read.set(item.itemId, item);
      }
    }
    return itemIds.map((itemId, index) => found[index] ?? read.get(itemId));
  };
  return { cache, cached, remember, find };
}
