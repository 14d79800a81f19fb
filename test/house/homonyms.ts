/** Homonyms: names that more than one file exports, so that a reader cannot tell from the word which thing is meant. */
import { exportsOf } from '#test/house/sources.ts';

export type Homonym = { readonly name: string; readonly files: readonly string[] };

export function homonymsAmong(files: readonly string[]): Homonym[] {
  const homes = new Map<string, string[]>();
  for (const file of files) for (const name of exportsOf(file)) homes.set(name, [...(homes.get(name) ?? []), file]);
  return [...homes].filter(([, at]) => at.length > 1).map(([name, at]) => ({ name, files: at }));
}
