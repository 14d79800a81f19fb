/** What a verb's code can reach: the files it imports, and the stores, topics, tables and variables they name. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { tableNames } from '#shared/schemas/tables.ts';
import { root } from '#test/infra/checker.ts';

export type Reach = {
  /** Folders of shared/adapters that are wired; undefined while the verb has no entry point. */
  readonly adapters: ReadonlySet<string> | undefined;
  readonly publishes: ReadonlySet<string>;
  readonly reads: ReadonlySet<string>;
  readonly writes: ReadonlySet<string>;
  readonly variables: ReadonlySet<string>;
};

export function reachOf(verb: string): Reach {
  const entry = `functions/${verb}/index.ts`;
  const wired = existsSync(join(root, entry));
  const files = filesFrom(wired ? [entry] : [`functions/${verb}/handler.ts`]);
  const core = [...files].filter(([path]) => !path.startsWith('shared/adapters/')).map(([, text]) => text);
  const statements = core
    .filter((text) => text.includes('#shared/sql/'))
    .flatMap(literals)
    .map(sqlOf)
    .join('\n');
  const writing = core.filter((text) => /\.(materialise|load)\(/.test(text)).flatMap(literals);
  const removed = matches(statements, /\bDELETE FROM (\w+)/g);
  const writes = new Set([...writing, ...removed].filter(isTable));
  return {
    adapters: wired
      ? new Set([...files.keys()].flatMap((path) => matches(path, /^shared\/adapters\/([^/]+)\//g)))
      : undefined,
    publishes: new Set(core.flatMap((text) => matches(text, /\.publish\(\s*'(\w+)'/g))),
    reads: new Set([...matches(statements, /\b(?:FROM|JOIN) (\w+)/g).filter(isTable), ...writes]),
    writes,
    variables: new Set([...files.values()].flatMap((text) => matches(text, /process\.env\.([A-Z_]+)/g))),
  };
}

/** The files reached by imports that survive the compiler, from path to text. */
function filesFrom(entries: readonly string[]): Map<string, string> {
  const files = new Map<string, string>();
  const visit = (path: string) => {
    if (files.has(path) || !existsSync(join(root, path))) return;
    const text = readFileSync(join(root, path), 'utf8');
    files.set(path, text);
    for (const imported of matches(text, /^(?:import|export) (?!type )[^;]*?from '#((?:shared|functions)\/[^']+)'/gm))
      visit(imported);
    for (const imported of matches(text, /import\('#((?:shared|functions)\/[^']+)'\)/g)) visit(imported);
  };
  for (const entry of entries) visit(entry);
  return files;
}

const literals = (text: string): string[] => matches(text, /'([a-z_/]+)'/g);
const isTable = (name: string): boolean => (tableNames as readonly string[]).includes(name);

function sqlOf(statement: string): string {
  const path = join(root, 'shared/sql', `${statement}.sql`);
  return existsSync(path) ? readFileSync(path, 'utf8').replaceAll(/--.*$/gm, '') : '';
}

function matches(text: string, pattern: RegExp): string[] {
  return [...text.matchAll(pattern)].map(([, found]) => found ?? '');
}
