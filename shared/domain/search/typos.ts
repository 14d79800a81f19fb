/** Distances of what was typed: insertions, deletions, changes and swaps of neighbours (optimal string alignment). */
import { tuning } from '#shared/domain/tuning.ts';

/** The most that any word may have. */
const typosMax = 2;

/** How many typos a word of so many letters may have. */
export function typosIn(letters: number): number {
  const { oneTypoFrom, twoTyposFrom } = tuning.search;
  return letters >= twoTyposFrom ? typosMax : letters >= oneTypoFrom ? 1 : 0;
}

/**
 * Distances between beginnings of what was typed, a column each, and of a word, a row each. One table serves every word that is
 * compared with the same letters: a query meets thousands.
 */
export type TypoTable = {
  readonly typed: readonly string[];
  /** Fills the row of the word's first `count` letters, after that of one letter fewer; returns the least of it. */
  fill(word: readonly string[], count: number): number;
  /** Typos between all that was typed and so many letters of the word. */
  atEnd(count: number): number;
  /** The last column of a row that has this distance: how much of what was typed the word accounts for. */
  explained(count: number, typos: number): number;
};

export function openTypoTable(typed: readonly string[]): TypoTable {
  const width = typed.length + 1;
  const rows = 1 + Math.max(tuning.search.lettersMax, typed.length + typosMax);
  const table = new Uint16Array(width * rows);
  for (let at = 0; at < width; at++) table[at] = at;
  return {
    typed,
    fill: (word, count) => {
      const row = count * width;
      const [above, before] = [row - width, row - 2 * width];
      const [letter, last] = [word[count - 1], word[count - 2]];
      table[row] = count;
      let least = count;
      for (let at = 1; at < width; at++) {
        let best = Math.min(
          (table[above + at - 1] as number) + (typed[at - 1] === letter ? 0 : 1),
          (table[above + at] as number) + 1,
          (table[row + at - 1] as number) + 1,
        );
        if (count > 1 && at > 1 && typed[at - 2] === letter && typed[at - 1] === last)
          best = Math.min(best, (table[before + at - 2] as number) + 1);
        table[row + at] = best;
        if (best < least) least = best;
      }
      return least;
    },
    atEnd: (count) => table[count * width + width - 1] as number,
    explained: (count, typos) => table.subarray(count * width, (count + 1) * width).lastIndexOf(typos),
  };
}

/** Typos between what was typed and a word: all of it, or its best beginning. More than `max` is no match. */
export function typosBetween(
  table: TypoTable,
  word: readonly string[],
  { whole, max }: { readonly whole: boolean; readonly max: number },
): number | undefined {
  const { length } = table.typed;
  if (word.length < length - max || (whole && word.length > length + max)) return undefined;
  let best = length;
  for (let count = 1; count <= word.length && count <= length + max; count++) {
    const least = table.fill(word, count);
    best = Math.min(best, table.atEnd(count));
    if (least > max) return best <= max && !whole ? best : undefined;
  }
  const found = whole ? table.atEnd(word.length) : best;
  return found <= max ? found : undefined;
}

/** A bit for every letter there is, some of them shared. */
export function lettersMask(letters: readonly string[]): number {
  let mask = 0;
  for (const letter of letters) mask |= 1 << ((letter.codePointAt(0) as number) & 31);
  return mask;
}

/** Whether more than `max` letters of the first are nowhere in the second: every one of them is a typo. */
export function isFarFrom(typed: number, word: number, max: number): boolean {
  let missing = typed & ~word;
  for (let typos = 0; missing !== 0; typos++) {
    if (typos === max) return true;
    missing &= missing - 1;
  }
  return false;
}
