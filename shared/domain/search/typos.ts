/** Distances of what was typed: insertions, deletions, changes and swaps of neighbours (optimal string alignment). */
import { tuning } from '#shared/domain/tuning.ts';

/** How many typos a word of so many letters may have. */
export function typosIn(letters: number): number {
  const { oneTypoFrom, twoTyposFrom } = tuning.search;
  return letters >= twoTyposFrom ? 2 : letters >= oneTypoFrom ? 1 : 0;
}

/** One row of the table after another: `before` is of the letter before the last one. */
export function nextRow(
  typed: readonly string[],
  {
    letter,
    last,
    rows,
  }: { readonly letter: string; readonly last: string | undefined; readonly rows: readonly (readonly number[])[] },
): number[] {
  const row = rows.at(-1) as readonly number[];
  const before = rows.at(-2);
  const next = [(row[0] as number) + 1];
  for (let at = 1; at <= typed.length; at++) {
    const same = typed[at - 1] === letter;
    let best = Math.min(
      (row[at - 1] as number) + (same ? 0 : 1),
      (row[at] as number) + 1,
      (next[at - 1] as number) + 1,
    );
    if (before !== undefined && at > 1 && typed[at - 2] === letter && typed[at - 1] === last)
      best = Math.min(best, (before[at - 2] as number) + 1);
    next.push(best);
  }
  return next;
}

export const firstRow = (typed: readonly string[]): number[] => Array.from({ length: typed.length + 1 }, (_, at) => at);

/** Typos between what was typed and a word: all of it, or its best beginning. More than `max` is no match. */
export function typosBetween(
  typed: readonly string[],
  word: readonly string[],
  { whole, max }: { readonly whole: boolean; readonly max: number },
): number | undefined {
  if (word.length < typed.length - max || (whole && word.length > typed.length + max)) return undefined;
  let before: readonly number[] | undefined;
  let row: readonly number[] = firstRow(typed);
  let best = Number.POSITIVE_INFINITY;
  for (let at = 0; at < word.length && at < typed.length + max; at++) {
    const next = nextRow(typed, {
      letter: word[at] as string,
      last: word[at - 1],
      rows: before === undefined ? [row] : [before, row],
    });
    [before, row] = [row, next];
    const reached = next[typed.length] as number;
    if (reached < best) best = reached;
    let least = reached;
    for (let nth = 0; nth < typed.length; nth++) if ((next[nth] as number) < least) least = next[nth] as number;
    if (least > max) return best <= max && !whole ? best : undefined;
  }
  const found = whole ? (row[typed.length] as number) : best;
  return found <= max ? found : undefined;
}
