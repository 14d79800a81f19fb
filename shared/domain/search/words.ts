/** Words of a name as search knows them: folded, in the order of the name. */
import { fold } from '#shared/domain/identity/fold.ts';
import { tuning } from '#shared/domain/tuning.ts';

const word = /[\p{L}\p{N}\p{M}]+/gu;
/** Scripts that write no spaces: what is looked for may begin anywhere in a run of them. */
const unspaced = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}]/u;

export function wordsOf(name: string | undefined): string[] {
  if (name === undefined) return [];
  return (fold(name).match(word) ?? []).slice(0, tuning.search.wordsMax);
}

/** Under which beginnings a word is found: its own, and in a script without spaces every one within it. */
export function entrancesOf(text: string): string[] {
  const letters = [...text].slice(0, tuning.search.lettersMax);
  if (!unspaced.test(text)) return [letters.join('')];
  return letters.map((_, at) => letters.slice(at).join(''));
}
