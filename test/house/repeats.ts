/** Runs of lines that stand in two places: where one piece of code could serve both. */
import { textOf, withoutComments } from '#test/house/sources.ts';

export type Repeat = { readonly places: readonly string[] };

/** Runs of `least` lines and more of which at least one letter each differs from nothing: imports and lone punctuation do not count. */
export function repeatsAmong(files: readonly string[], least: number): Repeat[] {
  const runs = new Map<string, string[]>();
  for (const file of files) {
    const lines = linesOf(file);
    for (let start = 0; start + least <= lines.length; start++) {
      const run = lines.slice(start, start + least);
      const key = run.map(({ text }) => text).join('\n');
      runs.set(key, [...(runs.get(key) ?? []), `${file}:${run[0]?.at}`]);
    }
  }
  const pairs = new Map<string, string[]>();
  for (const places of runs.values()) {
    if (places.length < 2) continue;
    const key = places.map((place) => place.split(':')[0]).join();
    if (!pairs.has(key)) pairs.set(key, places);
  }
  return [...pairs.values()].map((places) => ({ places }));
}

function linesOf(file: string): { readonly text: string; readonly at: number }[] {
  const bare = withoutComments(textOf(file)).replace(/^import[\s\S]*?;$/gm, (found) => found.replace(/[^\n]/g, ''));
  return bare
    .split('\n')
    .map((text, nth) => ({ text: text.trim(), at: nth + 1 }))
    .filter(({ text }) => /\w{2}/.test(text));
}
