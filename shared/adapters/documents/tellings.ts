/** Keeps what a listener tells of items: the way back first, then the items, then their addresses. */
import { addressKey, tellingKey } from '#shared/adapters/documents/keys.ts';
import { addressedBy } from '#shared/domain/identity/addresses.ts';
import { pagesOf } from '#shared/domain/pages.ts';
import { withClaim, withTelling } from '#shared/domain/tellings.ts';
import type { DocumentStore } from '#shared/ports/document-store.ts';
import type { UserId } from '#shared/schemas/ids.ts';
import type { Item, StoredItem } from '#shared/schemas/item.ts';
import { limits } from '#shared/schemas/limits.ts';

/** Updates under way at a time, when many items that others told of are told of again. */
const updatesAtOnce = 25;

/** `known`: the item as it was read, undefined where nobody told of it. Resolves with the items as they are kept now. */
export async function keepTellings(
  store: DocumentStore,
  teller: UserId,
  told: readonly { readonly item: Item; readonly known: StoredItem | undefined }[],
): Promise<StoredItem[]> {
  const items = told.map(({ item }) => item);
  const itemIds = items.map(({ itemId }) => itemId);
  // An erasure finds what was told by this, wherever the process dies.
  await store.write([
    { op: 'set', collection: 'tellings', id: tellingKey(teller, itemIds), body: { userId: teller, itemIds } },
  ]);
  const made = await makeItems(
    store,
    told.flatMap(({ item, known }) => (known === undefined ? (withTelling(undefined, item, teller) ?? []) : [])),
  );
  const changed = await changeItems(
    store,
    teller,
    told.flatMap(({ item, known }) => (known === undefined ? [] : [item])),
  );
  await claimAddresses(store, teller, items);
  return [...made, ...changed];
}

/** Items nobody told of are made together. */
async function makeItems(store: DocumentStore, items: readonly StoredItem[]): Promise<readonly StoredItem[]> {
  for (const page of pagesOf(items, limits.itemsPerRequestMax)) {
    await store.write(page.map((body) => ({ op: 'create', collection: 'items', id: body.itemId, body })));
  }
  return items;
}

/** Items that others told of are changed one by one, each under its own lock. */
async function changeItems(store: DocumentStore, teller: UserId, items: readonly Item[]): Promise<StoredItem[]> {
  const update = (item: Item): Promise<StoredItem | undefined> =>
    store.update('items', item.itemId, (stored) => {
      const next = withTelling(stored, item, teller);
      return next === undefined ? { result: stored } : { next, result: next };
    });
  const changed: StoredItem[] = [];
  for (const page of pagesOf(items, updatesAtOnce)) {
    changed.push(...(await Promise.all(page.map(update))).filter((item) => item !== undefined));
  }
  return changed;
}

async function claimAddresses(store: DocumentStore, teller: UserId, items: readonly Item[]): Promise<void> {
  const claims = new Map(items.flatMap(addressedBy).map((addressed) => [addressed.address, addressed]));
  for (const page of pagesOf([...claims.values()], limits.itemsPerRequestMax)) {
    const stored = await store.read(
      'addresses',
      page.map(({ address }) => addressKey(address)),
    );
    await store.write(
      page.flatMap((claim, nth) => {
        const body = stored[nth] === undefined ? withClaim(undefined, claim, teller) : undefined;
        return body === undefined
          ? []
          : [{ op: 'create', collection: 'addresses', id: addressKey(claim.address), body }];
      }),
    );
    const open = page.filter((claim, nth) => stored[nth] !== undefined && withClaim(stored[nth], claim, teller));
    for (const some of pagesOf(open, updatesAtOnce)) {
      await Promise.all(
        some.map((claim) =>
          store.update('addresses', addressKey(claim.address), (before) => {
            const next = withClaim(before, claim, teller);
            return next === undefined ? { result: undefined } : { next, result: undefined };
          }),
        ),
      );
    }
  }
}
