/** Reads what a query may mean: the lists of its longest words, and those a typo away, `listsMax` and one at most. */

import { type Beginnings, openBeginnings } from '#shared/domain/search/beginnings.ts';
import type { Entry } from '#shared/domain/search/build.ts';
import { beginningsList, listNameOf } from '#shared/domain/search/entries.ts';
import { wordsOf } from '#shared/domain/search/words.ts';
import { tuning } from '#shared/domain/tuning.ts';
import type { ItemList } from '#shared/schemas/model.ts';

export type ReadLists = (names: readonly string[]) => Promise<readonly (ItemList | undefined)[]>;

/** One that is opened serves every query until its model is another. */
const opened = new WeakMap<ItemList, Beginnings>();

/** Entries of the exact lists first. `enough` says after those whether what was found will do. */
export async function readEntries(
  read: ReadLists,
  query: string,
  enough: (entries: readonly Entry[]) => boolean,
): Promise<Entry[]> {
  const { wordsRead, listsMax } = tuning.search;
  const [list] = await read([beginningsList]);
  if (list === undefined) return [];
  const beginnings = opened.get(list) ?? openBeginnings(list.items[0]?.item.tags ?? []);
  opened.set(list, beginnings);
  const words = [...new Set(wordsOf(query))].sort((a, b) => b.length - a.length).slice(0, wordsRead);
  const exact = [...new Set(words.flatMap((word) => beginnings.longest(word) ?? []))];
  const found = entriesIn(await read(exact.map(listNameOf)));
  if (enough(found)) return found;
  const near = interleaved(words.map((word) => beginnings.near(word))).filter((each) => !exact.includes(each));
  const further = await read(near.slice(0, listsMax - exact.length).map(listNameOf));
  return [...found, ...entriesIn(further)];
}

const entriesIn = (lists: readonly (ItemList | undefined)[]): Entry[] => lists.flatMap((list) => list?.items ?? []);

/** The first of each, then the second of each; none twice. */
function interleaved(lists: readonly (readonly string[])[]): string[] {
  const longest = Math.max(0, ...lists.map(({ length }) => length));
  const all = Array.from({ length: longest }, (_, nth) => lists.flatMap((list) => list[nth] ?? [])).flat();
  return [...new Set(all)];
}
