/** The index of search as a model publishes it, by the names of its lists. */
import { beginningsOf, entriesOf } from '#shared/domain/search/build.ts';
import { beginningsList, listNameOf } from '#shared/domain/search/entries.ts';
import type { ItemId } from '#shared/schemas/ids.ts';
import type { ItemCard, ItemList } from '#shared/schemas/model.ts';
import { modelVersion } from '#test/support/wire-edition.ts';

export function publishedLists(
  items: readonly { readonly item: ItemCard; readonly popularity: number }[],
): Map<string, ItemList> {
  const lists = new Map<string, ItemList>();
  const beginnings: string[] = [];
  for (const { beginning, entries } of beginningsOf(entriesOf(items))) {
    beginnings.push(beginning);
    lists.set(listNameOf(beginning), { modelVersion, name: listNameOf(beginning), items: [...entries] });
  }
  const item: ItemCard = { itemId: 'beginnings\t' as ItemId, kind: 'track', tags: beginnings };
  return lists.set(beginningsList, { modelVersion, name: beginningsList, items: [{ item, score: 0 }] });
}
