/** The Catalogue port over any document store, with a bounded cache of items. */
import { addressKey } from '#shared/adapters/documents/keys.ts';
import { addressedBy, withAddresses } from '#shared/domain/identity/addresses.ts';
import { pagesOf } from '#shared/domain/pages.ts';
import type { Catalogue } from '#shared/ports/catalogue.ts';
import type { DocumentStore } from '#shared/ports/document-store.ts';
import type { Item } from '#shared/schemas/item.ts';
import { limits } from '#shared/schemas/limits.ts';

/** Seconds for which another instance's change to an item may go unnoticed. */
const cacheSeconds = 60;
const cachedItemsMax = 20_000;

/** `now`: Unix seconds, for the age of cached items. */
export function createCatalogue(store: DocumentStore, now: () => number): Catalogue {
  const cache = createItemCache(now);
  return {
    read: async (itemIds) => {
      const found = itemIds.map(cache.get);
      const missing = [...new Set(itemIds.filter((_, index) => found[index] === undefined))];
      if (missing.length === 0) return found;
      const read = new Map<string, Item>();
      for (const item of await store.read('items', missing)) {
        if (item === undefined) continue;
        cache.set(item);
        read.set(item.itemId, item);
      }
      return itemIds.map((itemId, index) => found[index] ?? read.get(itemId));
    },

    put: async (items) => {
      await store.write(items.map((item) => ({ op: 'set', collection: 'items', id: item.itemId, body: item })));
      await noteAddresses(store, items);
      for (const item of items) cache.set(item);
    },

    ensure: async (items) => {
      const found = items.map(({ itemId }) => cache.get(itemId));
      const unknown = new Map<string, Item>();
      for (const [index, item] of items.entries()) if (found[index] === undefined) unknown.set(item.itemId, item);
      for (const page of pagesOf([...unknown.values()], limits.itemsPerRequestMax)) {
        for (const item of await storedOrCreated(store, page)) cache.set(item);
      }
      await addAddresses(store, cache, items);
      return items.map((item, index) => cache.get(item.itemId) ?? found[index] ?? item);
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

type ItemCache = ReturnType<typeof createItemCache>;

function createItemCache(now: () => number) {
  const entries = new Map<string, { readonly item: Item; readonly until: number }>();
  return {
    get: (itemId: string): Item | undefined => {
      const entry = entries.get(itemId);
      return entry !== undefined && entry.until >= now() ? entry.item : undefined;
    },
    set: (item: Item): void => {
      if (entries.size >= cachedItemsMax)
        for (const id of [...entries.keys()].slice(0, cachedItemsMax / 10)) entries.delete(id);
      entries.set(item.itemId, { item, until: now() + cacheSeconds });
    },
  };
}

/** Each item as it is stored, those that nobody has told of yet as they are told now. */
async function storedOrCreated(store: DocumentStore, items: readonly Item[]): Promise<Item[]> {
  const stored = await store.read(
    'items',
    items.map(({ itemId }) => itemId),
  );
  const missing = items.filter((_, index) => stored[index] === undefined);
  if (missing.length > 0) {
    await store.write(missing.map((item) => ({ op: 'create', collection: 'items', id: item.itemId, body: item })));
  }
  await noteAddresses(store, missing);
  return items.map((item, index) => stored[index] ?? item);
}

/** The first that was told with an address has it. */
async function noteAddresses(store: DocumentStore, items: readonly Item[]): Promise<void> {
  const noted = new Map(items.flatMap(addressedBy).map((addressed) => [addressed.address, addressed]));
  for (const page of pagesOf([...noted.values()], limits.itemsPerRequestMax)) {
    await store.write(
      page.map((body) => ({ op: 'create', collection: 'addresses', id: addressKey(body.address), body })),
    );
  }
}

/** Rare: another source tells of an item that is known. */
async function addAddresses(store: DocumentStore, cache: ItemCache, items: readonly Item[]): Promise<void> {
  for (const told of items) {
    const known = cache.get(told.itemId);
    if (known === undefined || withAddresses(known, told) === undefined) continue;
    const item = await store.update('items', told.itemId, (stored) => {
      const next = stored === undefined ? undefined : withAddresses(stored, told);
      return next === undefined ? { result: stored } : { next, result: next };
    });
    if (item === undefined) continue;
    await noteAddresses(store, [{ ...item, addresses: told.addresses, artistAddresses: told.artistAddresses } as Item]);
    cache.set(item);
  }
}
