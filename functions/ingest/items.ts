/** PUT /v1/items: the operator describes the catalogue. */

import { batchIdOf } from '#shared/domain/identity/ids.ts';
import { keysOf } from '#shared/domain/identity/keys.ts';
import type { Answer, Call } from '#shared/edge/http/operation.ts';
import type { V1 } from '#shared/edge/http/v1.ts';
import type { Catalogue } from '#shared/ports/catalogue.ts';
import type { Topics } from '#shared/ports/topics.ts';
import { ItemId } from '#shared/schemas/ids.ts';
import { type Item, ItemInput } from '#shared/schemas/item.ts';
import { verdictOf } from '#shared/schemas/problem.ts';
import { readUntrusted } from '#shared/schemas/read-untrusted.ts';

/** Good items change what was known, at once; the warehouse hears of them through topic `listens`. */
export function createItemsHandler({ catalogue, topics }: { readonly catalogue: Catalogue; readonly topics: Topics }) {
  return async ({ body, now }: Call<V1['putItems']>): Promise<Answer> => {
    const known = await knownAmong(catalogue, body.items);
    const items: Item[] = [];
    const rejected: { index: number; code: string; detail: string }[] = [];
    body.items.forEach((sent, index) => {
      const parsed = readUntrusted(ItemInput, changed(known, sent));
      if (parsed.success) items.push({ ...parsed.data, ...keysOf(parsed.data), source: 'operator' } as Item);
      else rejected.push({ index, code: 'invalid-item', detail: verdictOf(parsed.error, 'the item') });
    });
    if (items.length > 0) {
      await catalogue.put(items);
      const batchId = batchIdOf(undefined, [String(now), ...items.map(({ itemId }) => itemId)]);
      await topics.publish('listens', [{ message: { type: 'catalogued', batchId, receivedAt: now, items } }]);
    }
    return { status: 200, json: { accepted: items.length, rejected } };
  };
}

/** What the catalogue holds of the items that are spoken of. */
async function knownAmong(catalogue: Catalogue, sent: readonly unknown[]): Promise<ReadonlyMap<string, Item>> {
  const ids = sent.flatMap((item) => ItemId.safeParse((item as { itemId?: unknown } | null)?.itemId).data ?? []);
  const found = await catalogue.read([...new Set(ids)]);
  return new Map(found.flatMap((item) => (item === undefined ? [] : [[item.itemId, item] as const])));
}

/** The item with what was said of it put in: nothing is wiped by silence, and null takes a field away. */
function changed(known: ReadonlyMap<string, Item>, sent: unknown): unknown {
  if (typeof sent !== 'object' || sent === null || Array.isArray(sent)) return sent;
  const before = known.get(String((sent as { itemId?: unknown }).itemId));
  const kept = Object.entries(before ?? {}).filter(([name]) => name in ItemInput.shape);
  const all = Object.entries({ ...Object.fromEntries(kept), ...sent });
  return Object.fromEntries(all.filter(([, value]) => value !== null));
}
