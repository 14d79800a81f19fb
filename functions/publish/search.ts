/** The index of search as lists of the model: "search:<beginning>", and one that says which beginnings there are. */
import { type Shard, searchItems } from '#functions/publish/documents.ts';
import { beginningsOf, entriesOf } from '#shared/domain/search/build.ts';
import { beginningsList, listNameOf } from '#shared/domain/search/entries.ts';
import type { ItemId } from '#shared/schemas/ids.ts';
import type { ItemCard, ItemList } from '#shared/schemas/model.ts';

/** By one shard, in its memory: `tuning.search.itemsMax` items at most, whatever the size of the catalogue. */
export async function* searchDocuments(shard: Shard): AsyncGenerator<ItemList> {
  const { modelVersion } = shard;
  if (!shard.search) return;
  const items: { item: ItemCard; popularity: number }[] = [];
  for await (const row of searchItems(shard)) items.push(row);
  const beginnings: string[] = [];
  for (const { beginning, entries } of beginningsOf(entriesOf(items))) {
    beginnings.push(beginning);
    yield { modelVersion, name: listNameOf(beginning), items: [...entries] };
  }
  const item: ItemCard = { itemId: 'beginnings\t' as ItemId, kind: 'track', tags: beginnings };
  yield { modelVersion, name: beginningsList, items: [{ item, score: 0 }] };
}
