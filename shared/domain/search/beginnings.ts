/** Which lists of the index to read for a word: that of its longest beginning, and those of beginnings a typo away. */
import { openTypoTable, typosIn } from '#shared/domain/search/typos.ts';

type Node = { readonly below: Map<string, Node>; readonly rank: number };
export type Beginnings = {
  /** The longest beginning of the word that has a list; undefined where not even its first letter has one. */
  longest(word: string): string | undefined;
  /** Others that the word may have meant, the nearest and most popular first. */
  near(word: string): readonly string[];
};

/** `all`: every beginning that has a list, the most popular first; of each, all shorter ones have one too. */
export function openBeginnings(all: readonly string[]): Beginnings {
  const root: Node = { below: new Map(), rank: 0 };
  const ranked = all.map((beginning, rank) => ({ letters: [...beginning], rank }));
  for (const { letters, rank } of ranked.sort((a, b) => a.letters.length - b.letters.length)) {
    let node = root;
    for (const letter of letters.slice(0, -1)) node = node.below.get(letter) ?? node;
    node.below.set(letters.at(-1) as string, { below: new Map(), rank });
  }

  const longest = (word: string): string | undefined => {
    let node = root;
    let found = '';
    for (const letter of word) {
      const next = node.below.get(letter);
      if (next === undefined) break;
      found += letter;
      node = next;
    }
    return found === '' ? undefined : found;
  };

  const near = (word: string): readonly string[] => {
    const typed = [...word];
    const max = typosIn(typed.length);
    if (max === 0) return [];
    const exact = longest(word);
    const found: { beginning: string; typos: number; explained: number; rank: number }[] = [];
    const table = openTypoTable(typed);
    const path: string[] = [];
    const walk = (node: Node, beginning: string): void => {
      const count = path.length + 1;
      for (const [letter, next] of node.below) {
        path.push(letter);
        const typos = table.fill(path, count);
        const here = beginning + letter;
        if (typos <= max && next.below.size > 0) walk(next, here);
        // Of two as near, the one that accounts for more of what was typed.
        else if (typos <= max && here !== exact)
          found.push({ beginning: here, typos, explained: table.explained(count, typos), rank: next.rank });
        path.pop();
      }
    };
    walk(root, '');
    return found
      .sort((a, b) => a.typos - b.typos || b.explained - a.explained || a.rank - b.rank)
      .map(({ beginning }) => beginning);
  };
  return { longest, near };
}
