/** What somebody types who knows what they look for: the beginning of its title, all of it, or all of it with typos. */
import type { Named, Script } from '#functions/evaluation/search/names.ts';
import type { Dice } from '#functions/generator/dice.ts';

export type KnownItem = { readonly kind: string; readonly query: string; readonly wanted: Named };

const lengths = [1, 2, 3, 4, 5, 6, 8] as const;

/** The popular are looked for more often. */
export function queriesFor(
  names: readonly Named[],
  { dice, each }: { readonly dice: Dice; readonly each: number },
): KnownItem[] {
  const pick = pickerOf(names);
  const queries: KnownItem[] = [];
  const add = (kind: string, queryOf: (wanted: Named) => string | undefined): void => {
    for (let found = 0; found < each; ) {
      const wanted = pick(dice.next());
      const query = queryOf(wanted);
      if (query === undefined) continue;
      queries.push({ kind, query, wanted });
      found += 1;
    }
  };
  for (const length of lengths) {
    add(`first ${length} letters`, ({ item: { title = '' } }) =>
      [...title].length > length ? [...title].slice(0, length).join('').trimEnd() : undefined,
    );
  }
  add('whole title', ({ item }) => item.title);
  add('title and artist', ({ item }) => `${item.title} ${item.artistName}`);
  add('one typo', ({ item: { title = '' } }) => (title.length < 6 ? undefined : misspelt(title, 1, dice)));
  add('two typos', ({ item: { title = '' } }) => (/[^ ]{9}/.test(title) ? misspelt(title, 2, dice) : undefined));
  for (const script of ['latin', 'accented', 'cyrillic', 'greek', 'arabic', 'japanese'] satisfies Script[]) {
    add(`${script}, five letters`, ({ script: of, item: { title = '' } }) =>
      of === script && [...title].length > 5 ? [...title].slice(0, 5).join('').trimEnd() : undefined,
    );
  }
  return queries;
}

/** By popularity: a number from 0 to 1 picks a name. */
function pickerOf(names: readonly Named[]): (chance: number) => Named {
  const sums: number[] = [];
  let sum = 0;
  for (const { popularity } of names) {
    sum += popularity + 0.5;
    sums.push(sum);
  }
  return (chance) => {
    let [low, high] = [0, sums.length - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((sums[middle] as number) < chance * sum) low = middle + 1;
      else high = middle;
    }
    return names[low] as Named;
  };
}

/** Letters left out, doubled, changed or swapped, in its longest word, as far apart as may be. */
function misspelt(name: string, typos: number, dice: Dice): string {
  const words = name.split(' ');
  const longest = words.reduce((a, b) => (b.length > a.length ? b : a));
  const letters = [...longest];
  for (let nth = 0; nth < typos; nth++) {
    const half = Math.floor(letters.length / typos);
    const at = Math.min(letters.length - 2, nth * half + dice.below(half));
    const how = dice.below(4);
    if (how === 0) letters.splice(at, 1);
    else if (how === 1) letters.splice(at, 0, letters[at] as string);
    else if (how === 2) letters[at] = letters[(at + 2) % letters.length] as string;
    else [letters[at], letters[at + 1]] = [letters[at + 1] as string, letters[at] as string];
  }
  return words.map((word) => (word === longest ? letters.join('') : word)).join(' ');
}
