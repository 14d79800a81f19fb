/** The Catalogue port over any document store, with a bounded cache of items. */

import { addressKey, tellingKey } from '#shared/adapters/documents/keys.ts';
import { addressedBy } from '#shared/domain/identity/addresses.ts';
import { pagesOf } from '#shared/domain/pages.ts';
import { ownerOf, viewOf, withClaim, withTelling } from '#shared/domain/tellings.ts';
import type { Catalogue } from '#shared/ports/catalogue.ts';
import type { DocumentStore } from '#shared/ports/document-store.ts';
import type { UserId } from '#shared/schemas/ids.ts';
import type { Item, StoredItem } from '#shared/schemas/item.ts';
import { limits } from '#shared/schemas/limits.ts';

/** Seconds for which another instance's change to an item may go unnoticed. */
const cacheSeconds = 60;
const cachedItemsMax = 20_000;
/** Updates under way at a time, when many items that others told of are told of again. */
const updatesAtOnce = 25;

/** `now`: Unix seconds, for the age of cached items. */
export function createCatalogue(store: DocumentStore, now: () => number): Catalogue {
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

  /** Items nobody told of are made together; those that others told of are changed one by one, each under its own lock. */
  const keep = async (teller: UserId, told: readonly Item[], known: readonly (StoredItem | undefined)[]) => {
    const made: StoredItem[] = [];
    const changed: Item[] = [];
    for (const [index, item] of told.entries()) {
      if (known[index] === undefined) made.push(withTelling(undefined, item, teller) as StoredItem);
      else changed.push(item);
    }
    for (const page of pagesOf(made, limits.itemsPerRequestMax)) {
      await store.write(page.map((body) => ({ op: 'create', collection: 'items', id: body.itemId, body })));
      for (const item of page) remember(item);
    }
    const update = (item: Item): Promise<void> =>
      store
        .update('items', item.itemId, (stored) => {
          const next = withTelling(stored, item, teller);
          return next === undefined ? { result: stored } : { next, result: next };
        })
        .then((stored) => stored && remember(stored));
    for (const page of pagesOf(changed, updatesAtOnce)) await Promise.all(page.map(update));
  };

  const claim = async (teller: UserId, told: readonly Item[]): Promise<void> => {
    const claims = new Map(told.flatMap(addressedBy).map((addressed) => [addressed.address, addressed]));
    for (const page of pagesOf([...claims.values()], limits.itemsPerRequestMax)) {
      const stored = await store.read(
        'addresses',
        page.map(({ address }) => addressKey(address)),
      );
      const open = page.filter((each, nth) => withClaim(stored[nth], each, teller) !== undefined);
      const fresh = open.filter((each) => stored[page.indexOf(each)] === undefined);
      await store.write(
        fresh.flatMap((each) => {
          const body = withClaim(undefined, each, teller);
          return body === undefined
            ? []
            : [{ op: 'create', collection: 'addresses', id: addressKey(each.address), body }];
        }),
      );
      const disputed = open.filter((each) => !fresh.includes(each));
      for (const some of pagesOf(disputed, updatesAtOnce)) {
        await Promise.all(
          some.map((each) =>
            store.update('addresses', addressKey(each.address), (before) => ({
              ...nextOf(withClaim(before, each, teller)),
              result: undefined,
            })),
          ),
        );
      }
    }
  };

  return {
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
      const isNew = (item: Item, nth: number): boolean => withTelling(known[nth], item, teller) !== undefined;
      const told = items.filter(isNew);
      if (told.length > 0) {
        const itemIds = told.map(({ itemId }) => itemId);
        const body = { userId: teller, itemIds };
        // First the way back: an erasure finds what was told, wherever the process dies.
        await store.write([{ op: 'set', collection: 'tellings', id: tellingKey(teller, itemIds), body }]);
        await keep(
          teller,
          told,
          known.filter((_, nth) => isNew(items[nth] as Item, nth)),
        );
        await claim(teller, told);
      }
      return items.map((item) => {
        const stored = cached(item.itemId);
        return stored === undefined ? item : viewOf(stored, teller);
      });
    },

    byAddress: async (address, reader) => {
      const [stored] = await store.read('addresses', [addressKey(address)]);
      return stored === undefined ? undefined : ownerOf(stored, reader);
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

const nextOf = <B>(next: B | undefined): { next?: B } => (next === undefined ? {} : { next });
