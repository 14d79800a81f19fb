/**
 * Ranks what the lists of a query hold: by how well it matches, how much the user likes it, and how many play it.
 *
 *   score = match² · (1 + likingShare · liking + popularShare · popularity)     match: the mean over the words of the query
 */
import { songOf } from '#shared/domain/identity/keys.ts';
import type { Entry } from '#shared/domain/search/build.ts';
import { entryName, findableOf, type SearchKind } from '#shared/domain/search/entries.ts';
import {
  isFarFrom,
  lettersMask,
  openTypoTable,
  type TypoTable,
  typosBetween,
  typosIn,
} from '#shared/domain/search/typos.ts';
import { entrancesOf, wordsOf } from '#shared/domain/search/words.ts';
import { tuning } from '#shared/domain/tuning.ts';
import type { ItemCard } from '#shared/schemas/model.ts';

export type How = 'whole' | 'beginning' | 'typo';
export type MatchedField = 'title' | 'artist' | 'release' | 'name';
export type Hit = {
  readonly of: SearchKind;
  readonly item: ItemCard;
  readonly score: number;
  readonly liking: number;
  /** Where the best word of the query was found, and how well the worst one. */
  readonly field: MatchedField;
  readonly how: How;
};

type Ranking = {
  readonly entries: Iterable<Entry>;
  readonly query: string;
  readonly allowed: (card: ItemCard) => boolean;
  /** 0 to 1. */
  readonly liking: (card: ItemCard) => number;
  readonly limit: number;
};

const dials = tuning.search;

export function rankEntries({ entries, query, allowed, liking, limit }: Ranking): Hit[] {
  const words = wordsOf(query).map(openTyped);
  if (words.length === 0) return [];
  const whole = words.map(({ text }) => text).join(' ');
  const hits = new Map<string, Hit>();
  for (const { item, score: popularity } of entries) {
    if (!allowed(item)) continue;
    const match = matchOf(words, whole, item);
    if (match === undefined) continue;
    const liked = liking(item);
    const score = match.value ** 2 * (1 + dials.likingShare * liked + dials.popularShare * popularity);
    const { of } = namesOf(item);
    const hit = { of, item, score, liking: liked, field: match.field, how: match.how };
    // One song comes once, in its best version (I13).
    const key = of === 'item' ? songOf(item) : item.itemId;
    if ((hits.get(key)?.score ?? 0) < score) hits.set(key, hit);
  }
  return [...hits.values()]
    .sort((a, b) => b.score - a.score || (a.item.itemId < b.item.itemId ? -1 : 1))
    .slice(0, limit);
}

type Match = { readonly value: number; readonly field: MatchedField; readonly how: How };
type WordMatch = { readonly value: number; readonly how: How };
type Word = {
  readonly text: string;
  readonly letters: readonly string[];
  readonly entrances: readonly string[];
  readonly mask: number;
};
type Typed = Word & { readonly typosMax: number; readonly table: TypoTable };
type Names = {
  readonly of: SearchKind;
  readonly whole: string;
  readonly fields: readonly {
    readonly field: MatchedField;
    readonly words: readonly Word[];
    readonly weight: number;
  }[];
};

/** Cards of lists that are remembered come again with the next letter that is typed. */
const namesByCard = new WeakMap<ItemCard, Names>();

function namesOf(item: ItemCard): Names {
  const known = namesByCard.get(item);
  if (known !== undefined) return known;
  const of = findableOf(item);
  const name = wordsOf(entryName(item)).map(openWord);
  const names: Names = {
    of,
    whole: name.map(({ text }) => text).join(' '),
    fields:
      of === 'item'
        ? [
            { field: 'title', words: name, weight: 1 },
            { field: 'artist', words: wordsOf(item.artistName).map(openWord), weight: dials.artistWeight },
            { field: 'release', words: wordsOf(item.releaseName).map(openWord), weight: dials.releaseWeight },
          ]
        : [{ field: 'name', words: name, weight: 1 }],
  };
  namesByCard.set(item, names);
  return names;
}

function openWord(text: string): Word {
  const letters = [...text];
  return { text, letters, entrances: entrancesOf(text), mask: lettersMask(letters) };
}

function openTyped(text: string): Typed {
  const word = openWord(text);
  return { ...word, typosMax: typosIn(word.letters.length), table: openTypoTable(word.letters) };
}

function matchOf(query: readonly Typed[], whole: string, item: ItemCard): Match | undefined {
  const { fields, whole: name } = namesOf(item);
  let sum = 0;
  let best: Match | undefined;
  let how: How = 'whole';
  for (const [nth, typed] of query.entries()) {
    let found: Match | undefined;
    for (const { field, words, weight } of fields) {
      for (const word of words) {
        if (weight <= (found?.value ?? 0)) break;
        const match = wordMatch(typed, word, nth === query.length - 1);
        if (match !== undefined && weight * match.value > (found?.value ?? 0)) {
          found = { value: weight * match.value, field, how: match.how };
        }
      }
    }
    if (found === undefined) {
      how = 'typo';
      continue;
    }
    sum += found.value;
    if (order.indexOf(found.how) > order.indexOf(how)) how = found.how;
    if (found.value > (best?.value ?? 0)) best = found;
  }
  if (best === undefined) return undefined;
  const mean = sum / query.length;
  const covered = Math.min(1, whole.length / Math.max(1, name.length));
  const starts = name.startsWith(whole) ? dials.startBonus : 0;
  return { value: mean + starts + dials.coverBonus * covered * mean, field: best.field, how };
}

const order: readonly How[] = ['whole', 'beginning', 'typo'];

/** The last word is being typed: a beginning is as good as all of it can be said to be. */
function wordMatch(typed: Typed, word: Word, last: boolean): WordMatch | undefined {
  if (typed.text === word.text) return { value: 1, how: 'whole' };
  if (word.entrances.some((entrance) => entrance.startsWith(typed.text))) {
    return { value: last ? dials.beginningValue : dials.beginningValue - dials.typoCost, how: 'beginning' };
  }
  const max = typed.typosMax;
  if (max === 0 || isFarFrom(typed.mask, word.mask, max)) return undefined;
  const whole = typosBetween(typed.table, word.letters, { whole: true, max });
  if (whole !== undefined) return { value: 1 - dials.typoCost * whole, how: 'typo' };
  const part = last ? typosBetween(typed.table, word.letters, { whole: false, max }) : undefined;
  return part === undefined ? undefined : { value: dials.beginningValue - dials.typoCost * part, how: 'typo' };
}
