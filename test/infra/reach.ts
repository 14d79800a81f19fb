/** What a verb's code can reach: the files it imports, and the stores, topics, tables and variables they name. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { tableNames } from '#shared/schemas/tables.ts';
import { root } from '#test/infra/checker.ts';

export type Reach = {
  /** What the entry point registers the verb for: "http", a topic, or "schedule". */
  readonly trigger: string | undefined;
  readonly stores: Readonly<Record<'Firestore' | 'Pub/Sub' | 'BigQuery', boolean>>;
  readonly publishes: ReadonlySet<string>;
  readonly reads: ReadonlySet<string>;
  readonly writes: ReadonlySet<string>;
  /** Environment variables it looks at, and those it does not start without. */
  readonly variables: ReadonlySet<string>;
  readonly required: ReadonlySet<string>;
};

export function reachOf(verb: string): Reach {
  const entry = `functions/${verb}/index.ts`;
  const files = filesFrom(entry);
  const wiring = files.get(entry) ?? '';
  const core = [...files].filter(([path]) => !path.startsWith('shared/adapters/')).map(([, text]) => text);
  const statements = core
    .filter((text) => text.includes('#shared/sql/'))
    .flatMap(statementsNamed)
    .map(sqlOf)
    .join('\n');
  const writing = core.filter((text) => /\.(materialise|load)\(/.test(text)).flatMap(literals);
  const removed = matches(statements, /\bDELETE FROM (\w+)/g);
  const writes = new Set([...writing, ...removed].filter(isTable));
  const [, registered, how] = wiring.match(/\bon(Http|Message|Schedule)\(\{ verb: '(\w+)'/) ?? [];
  const topic = matches(wiring, /\bonMessage\(\{ verb: '\w+', topic: '(\w+)'/g)[0];
  return {
    trigger: how === verb ? (topic ?? registered?.toLowerCase()) : undefined,
    stores: {
      Firestore: /\w+Documents\(config/.test(wiring),
      'Pub/Sub': /\w+Topics\(config/.test(wiring),
      BigQuery: /\w+Warehouse\(config/.test(wiring),
    },
    publishes: new Set(core.flatMap((text) => matches(text, /\.publish\(\s*'(\w+)'/g))),
    reads: new Set([...matches(statements, /\b(?:FROM|JOIN) (\w+)/g).filter(isTable), ...writes]),
    writes,
    variables: new Set([...files.values()].flatMap((text) => matches(text, /process\.env\.([A-Z_]+)/g))),
    required: new Set([...files.values()].flatMap((text) => matches(text, /required\('([A-Z_]+)'/g))),
  };
}

/** The files reached by imports that survive the compiler, from path to text. */
function filesFrom(entry: string): Map<string, string> {
  const files = new Map<string, string>();
  const visit = (path: string) => {
    if (files.has(path) || !existsSync(join(root, path))) return;
    const text = readFileSync(join(root, path), 'utf8');
    files.set(path, text);
    for (const imported of matches(text, /^(?:import|export) (?!type )[^;]*?from '#((?:shared|functions)\/[^']+)'/gm))
      visit(imported);
    for (const imported of matches(text, /import\('#((?:shared|functions)\/[^']+)'\)/g)) visit(imported);
  };
  visit(entry);
  return files;
}

const literals = (text: string): string[] => matches(text, /'([a-z_/]+)'/g);
/** Names of statements a file may ask for: its literals, behind the prefix that a template gives them. */
function statementsNamed(text: string): string[] {
  const prefixes = ['', ...matches(text, /`([a-z_]+\/)\$\{/g)];
  return literals(text).flatMap((name) => prefixes.map((prefix) => `${prefix}${name}`));
}

const isTable = (name: string): boolean => (tableNames as readonly string[]).includes(name);

function sqlOf(statement: string): string {
  const path = join(root, 'shared/sql', `${statement}.sql`);
  return existsSync(path) ? readFileSync(path, 'utf8').replaceAll(/--.*$/gm, '') : '';
}

function matches(text: string, pattern: RegExp): string[] {
  return [...text.matchAll(pattern)].map(([, found]) => found ?? '');
}
