/** The house's files and what each imports and exports, read from the text: the ground of tidy's rules and of `npm run house`. */
import { readdirSync, readFileSync } from 'node:fs';

const root = new URL('../../', import.meta.url);

export const textOf = (file: string): string => readFileSync(new URL(file, root), 'utf8');

/** Paths from the root of the files below `folder` whose names end so, in order. */
export function filesOf(folder: string, ending: string): string[] {
  return readdirSync(new URL(folder, root), { recursive: true })
    .map((file) => `${folder}/${String(file)}`)
    .filter((file) => file.endsWith(ending) && !file.includes('node_modules'))
    .sort();
}

/** Code that ships, and its tests. */
export const shippedFiles = (): string[] =>
  [...filesOf('shared', '.ts'), ...filesOf('functions', '.ts'), ...filesOf('functions', '.tsx')].sort();
export const testFiles = (): string[] => filesOf('test', '.ts');

/** What a file imports, as it is written: static, re-exported and lazy. */
export function importsOf(file: string): string[] {
  const matches = textOf(file).matchAll(
    /^\s*(?:import|export)\s[^'"]*?from\s+['"]([^'"]+)['"]|import\(\s*['"]([^'"]+)['"]\s*\)/gms,
  );
  return [...matches].map(([, from, lazy]) => (from ?? lazy) as string);
}

/** The path from the root of what is imported from this repository. */
export const ownPath = (specifier: string): string | undefined =>
  specifier.startsWith('#') ? specifier.slice(1) : undefined;

/** Names that a file exports, each once: a schema and its type share one. */
export function exportsOf(file: string): string[] {
  const matches = textOf(file).matchAll(
    /^export (?:async )?(?:abstract )?(?:function\*?|const|let|type|interface|class) (\w+)/gm,
  );
  return [...new Set([...matches].map(([, name]) => name as string))];
}

export function withoutComments(text: string): string {
  return text.replace(/\/\*[\s\S]*?\*\//g, (comment) => comment.replace(/[^\n]/g, '')).replace(/(^|\s)\/\/.*$/gm, '');
}

/** What a platform or a command line starts, and what the bundler puts in place of Node's own: nothing imports it. */
export const isEntry = (file: string): boolean =>
  /^functions\/(cli\/[^/]+|[^/]+|[^/]+\/index)\.ts$/.test(file) ||
  /worker|thread/.test(file) ||
  file === 'shared/edge/cloud/web.ts';
