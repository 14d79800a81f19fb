/** PUT /v1/items: the operator describes the catalogue. */

import { batchIdOf } from '#shared/domain/identity/ids.ts';
import { keysOf } from '#shared/domain/identity/keys.ts';
import type { Answer, Call } from '#shared/edge/http/operation.ts';
import type { V1 } from '#shared/edge/http/v1.ts';
import type { Catalogue } from '#shared/ports/catalogue.ts';
import type { Topics } from '#shared/ports/topics.ts';
import { type Item, ItemInput } from '#shared/schemas/item.ts';
import { verdictOf } from '#shared/schemas/problem.ts';
import { readUntrusted } from '#shared/schemas/read-untrusted.ts';

/** Good items replace what was known, at once; the warehouse hears of them through topic `listens`. */
export function createItemsHandler({ catalogue, topics }: { readonly catalogue: Catalogue; readonly topics: Topics }) {
  return async ({ body, now }: Call<V1['putItems']>): Promise<Answer> => {
    const items: Item[] = [];
    const rejected: { index: number; code: string; detail: string }[] = [];
    body.items.forEach((sent, index) => {
      const parsed = readUntrusted(ItemInput, sent);
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
