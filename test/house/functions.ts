/** Lengths of functions, read from the layout that the formatter gives: a block ends where its first line's indentation ends it. */
import { textOf } from '#test/house/sources.ts';

export type MeasuredFunction = { readonly file: string; readonly name: string; readonly lines: number };

const opening =
  /^(\s*)(?:export\s+)?(?:async\s+)?(?:function\*?\s+(\w+)|(?:const|let)\s+(\w+)[^=]*=\s*(?:async\s*)?\(|(\w+):\s*(?:async\s*)?\()/;

export function longestFunctions(files: readonly string[], count: number): MeasuredFunction[] {
  return files
    .flatMap(functionsIn)
    .sort((a, b) => b.lines - a.lines)
    .slice(0, count);
}

function functionsIn(file: string): MeasuredFunction[] {
  const lines = textOf(file).split('\n');
  return lines.flatMap((line, at) => {
    const [, indent = '', declared, constant, property] = opening.exec(line) ?? [];
    const name = declared ?? constant ?? property;
    // What opens nothing on its first line is an expression, and as long as that.
    if (name === undefined || !/[{(]$/.test(line)) return [];
    const end = lines.findIndex(
      (other, nth) => nth > at && other.startsWith(`${indent}}`) && !other.startsWith(`${indent}} `),
    );
    return end < 0 ? [] : [{ file, name, lines: end - at + 1 }];
  });
}
