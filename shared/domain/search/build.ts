/**
 * The index: for every beginning of a word the most popular entries that have such a word. Where they are more than a list
 * takes, the lists of longer beginnings have the rest:
 *
 *   "s" 120 of 9,000 ──▶ "st" 120 of 700 ──▶ "sta" 96, all there are          "sx" 3, all there are
 *
 * One word of a query is answered by one list, that of the longest beginning there is.
 */
import { artistEntry, entryName, findableOf, tagEntry } from '#shared/domain/search/entries.ts';
import { entrancesOf, wordsOf } from '#shared/domain/search/words.ts';
import { tuning } from '#shared/domain/tuning.ts';
import type { ItemCard } from '#shared/schemas/model.ts';

export type Entry = { readonly item: ItemCard; readonly score: number };
export type Beginning = { readonly beginning: string; readonly entries: readonly Entry[] };

const { artistItems, entriesPerList, releaseItems, lettersMax } = tuning.search;

/** Items with their artists, shows and tags, the most popular first; scores 0 to 1, by the logarithm within their kind. */
export function entriesOf(items: readonly { readonly item: ItemCard; readonly popularity: number }[]): Entry[] {
  const others = new Map<string, { readonly item: ItemCard; popularity: number }>();
  const count = (entry: ItemCard | undefined, popularity: number): void => {
    if (entry === undefined) return;
    const known = others.get(entry.itemId);
    if (known === undefined) others.set(entry.itemId, { item: entry, popularity });
    else known.popularity += popularity;
  };
  for (const { item, popularity } of items) {
    count(artistEntry(item), popularity);
    for (const tag of item.tags) count(tagEntry(tag), popularity);
  }
  const all = [...items.filter(({ item }) => item.title !== undefined), ...others.values()];
  const most = new Map<string, number>();
  for (const { item, popularity } of all)
    most.set(findableOf(item), Math.max(most.get(findableOf(item)) ?? 0, popularity));
  return all
    .map(({ item, popularity }) => {
      const best = Math.log1p(most.get(findableOf(item)) as number);
      return { item, score: best === 0 ? 0 : Math.round((1e4 * Math.log1p(popularity)) / best) / 1e4 };
    })
    .sort((a, b) => b.score - a.score || (a.item.itemId < b.item.itemId ? -1 : 1));
}

/** Every list of the index, shorter beginnings before longer ones. `entries`: the most popular first. */
export function* beginningsOf(entries: readonly Entry[]): Generator<Beginning> {
  const found = new Map<string, number[]>();
  const first = createFirsts();
  for (const [nth, { item }] of entries.entries()) {
    const words = new Set(wordsOf(entryName(item)));
    // By its release and its artist an item is found if it is among the first of them; all of them are the artist's.
    if (item.title !== undefined) {
      const { artistId, artistName, releaseName } = item;
      if (first(`release ${artistId} ${releaseName}`, releaseItems))
        for (const word of wordsOf(releaseName)) words.add(word);
      if (first(`artist ${artistId ?? artistName}`, artistItems))
        for (const word of wordsOf(artistName)) words.add(word);
    }
    for (const entrance of new Set([...words].flatMap(entrancesOf))) {
      const known = found.get(entrance);
      if (known === undefined) found.set(entrance, [nth]);
      else known.push(nth);
    }
  }
  yield* split(
    '',
    [...found].map(([word, at]) => ({ letters: [...word], at })),
    entries,
  );
}

/** Whether an entry is among the first `max` of its kind. */
function createFirsts(): (kind: string, max: number) => boolean {
  const counts = new Map<string, number>();
  return (kind, max) => {
    const count = (counts.get(kind) ?? 0) + 1;
    counts.set(kind, count);
    return count <= max;
  };
}

type Word = { readonly letters: readonly string[]; readonly at: readonly number[] };

function* split(beginning: string, words: readonly Word[], entries: readonly Entry[]): Generator<Beginning> {
  const depth = [...beginning].length;
  const within = new Set(words.flatMap(({ at }) => at));
  const whole = depth > 0 && within.size <= entriesPerList;
  if (depth > 0) {
    const exact = words.find(({ letters }) => letters.length === depth)?.at ?? [];
    const first = [...within].sort((a, b) => a - b);
    // A word that is written out has half of its list to itself.
    const chosen = whole ? first : [...exact.slice(0, entriesPerList / 2), ...first];
    const listed = [...new Set(chosen)].slice(0, entriesPerList).sort((a, b) => a - b);
    yield { beginning, entries: listed.map((nth) => entries[nth] as Entry) };
  }
  if (whole || depth >= lettersMax) return;
  const longer = Map.groupBy(
    words.filter(({ letters }) => letters.length > depth),
    ({ letters }) => letters[depth] as string,
  );
  for (const [letter, next] of longer) yield* split(beginning + letter, next, entries);
}
