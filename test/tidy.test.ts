/** Style as tests: what a rule can hold, a rule holds here. Each failure names the file and what would be right. */
import { readdirSync } from 'node:fs';
import { dirname } from 'node:path/posix';
import { describe, expect, it } from 'vitest';
import { verbNames } from '#shared/edge/cloud/verb-names.ts';
import { problems } from '#shared/schemas/problem.ts';
import { arrowsAmong, circlesIn } from '#test/house/arrows.ts';
import { deadExportsAmong } from '#test/house/exports.ts';
import { longestFunctions } from '#test/house/functions.ts';
import { homonymsAmong } from '#test/house/homonyms.ts';
import {
  filesOf,
  importsOf,
  isEntry,
  ownPath,
  shippedFiles,
  testFiles,
  textOf,
  withoutComments,
} from '#test/house/sources.ts';

const root = new URL('../', import.meta.url);
const code = shippedFiles();
const tests = testFiles();

type Layer = { readonly name: string; readonly of: RegExp; readonly sees: readonly RegExp[] };

/** Imports point toward meaning: what a layer may see of ours. Packages are judged below. */
const layers: readonly Layer[] = [
  { name: 'schemas', of: /^shared\/schemas\//, sees: [/^shared\/schemas\//] },
  { name: 'ports', of: /^shared\/ports\//, sees: [/^shared\/(schemas|ports)\//] },
  { name: 'domain', of: /^shared\/domain\//, sees: [/^shared\/(schemas|domain)\//] },
  { name: 'formats', of: /^shared\/formats\//, sees: [/^shared\/(schemas|domain|formats)\//] },
  { name: 'sql', of: /^shared\/sql\//, sees: [/^shared\/(schemas|domain|ports|sql)\//] },
  { name: 'edge', of: /^shared\/edge\//, sees: [/^shared\/(schemas|domain|ports|formats|edge)\//] },
  {
    name: 'adapters',
    of: /^shared\/adapters\//,
    sees: [/^shared\/(schemas|domain|ports|formats|sql)\//, /^shared\/adapters\//],
  },
];

/** The folder of an adapter and the only package it may import: its technology. */
const technologies: Readonly<Record<string, readonly string[]>> = {
  documents: [],
  memory: [],
  sqlite: [],
  duckdb: ['@duckdb/node-api'],
  firestore: ['@google-cloud/firestore', 'google-auth-library'],
  pubsub: ['@google-cloud/pubsub', 'google-auth-library'],
  bigquery: ['@google-cloud/bigquery', 'google-auth-library'],
  google: ['google-auth-library'],
  opentelemetry: [
    '@opentelemetry/api',
    '@opentelemetry/exporter-metrics-otlp-http',
    '@opentelemetry/exporter-trace-otlp-http',
    '@opentelemetry/resources',
    '@opentelemetry/sdk-metrics',
    '@opentelemetry/sdk-trace',
  ],
  subsonic: [],
  jellyfin: [],
  threads: [],
  webhook: [],
};

/** The domain's rooms from the ground up: each sees those before it, and the files on the ground floor. */
const domainRooms = [
  'identity',
  'listens',
  'profile',
  'model',
  'wishes',
  'experiment',
  'recommend',
  'edition',
  'library',
];

/** Folders with more files than a reader takes in at once, and why that is well: each file is one shape. */
const wideFolders = ['shared/schemas'];
const filesPerFolderMax = 30;
/** What runs in the browser. */
const isOfPage = (file: string): boolean => file.startsWith('functions/page/client/');

describe('tidy', () => {
  it.each(layers)('imports of $name point toward meaning', ({ of, sees }) => {
    const wrong = code
      .filter((file) => of.test(file))
      .flatMap((file) => importsOf(file).map((specifier) => ({ file, path: ownPath(specifier) })))
      .filter(({ path }) => path !== undefined && !sees.some((allowed) => allowed.test(path)))
      .map(({ file, path }) => `${file} imports ${path}`);
    expect(wrong).toEqual([]);
  });

  it('shipped code never imports a test', () => {
    const wrong = code.flatMap((file) =>
      importsOf(file)
        .filter((specifier) => specifier.startsWith('#test/'))
        .map((specifier) => `${file} imports ${specifier}`),
    );
    expect(wrong).toEqual([]);
  });

  it('imports are by name from the root, never relative, and say their ending', () => {
    const wrong = [...code, ...tests].flatMap((file) =>
      importsOf(file)
        .filter(
          (specifier) =>
            specifier.startsWith('.') || (specifier.startsWith('#') && !/\.(tsx?|sql|json)$/.test(specifier)),
        )
        .map((specifier) => `${file} imports ${specifier}`),
    );
    expect(wrong).toEqual([]);
  });

  it('rooms of the domain stand in order, and no rooms run in a circle but a room with its own inner rooms', () => {
    const wrong = code.flatMap((file) => {
      const room = domainRooms.indexOf(file.split('/')[2] ?? '');
      if (!file.startsWith('shared/domain/') || room < 0) return [];
      return importsOf(file)
        .filter((specifier) => domainRooms.indexOf(specifier.split('/')[2] ?? '') > room)
        .map((specifier) => `${file} imports ${specifier}`);
    });
    const circles = circlesIn(arrowsAmong(code)).filter(
      ([outer = '', ...inner]) => !inner.every((room) => room.startsWith(`${outer}/`)),
    );
    // A program that runs at once in one place has no need of any.
    expect([...wrong, ...circles, ...circlesIn(arrowsAmong(code.filter(isOfPage)))]).toEqual([]);
  });

  it('a folder holds what a reader takes in at once', () => {
    const folders = Map.groupBy(code, (file) => dirname(file));
    const wrong = [...folders]
      .filter(([folder, files]) => files.length > filesPerFolderMax && !wideFolders.includes(folder))
      .map(([folder, files]) => `${folder} has ${files.length} files`);
    expect(wrong).toEqual([]);
  });

  it('nothing is exported that nobody imports', () => {
    expect(deadExportsAmong(code, [...code, ...tests], isEntry).map(({ file, name }) => `${file} ${name}`)).toEqual([]);
  });

  it('an adapter imports its own technology and no other', () => {
    const wrong = code.flatMap((file) => {
      const folder = /^shared\/adapters\/([^/]+)\//.exec(file)?.[1];
      if (folder === undefined) return [];
      const allowed = technologies[folder];
      if (allowed === undefined) return [`${file}: unknown technology "${folder}"`];
      return importsOf(file)
        .filter((specifier) => !specifier.startsWith('#') && !specifier.startsWith('node:'))
        .filter((specifier) => !allowed.some((name) => specifier === name || specifier.startsWith(`${name}/`)))
        .map((specifier) => `${file} imports ${specifier}`);
    });
    expect(wrong).toEqual([]);
  });

  it('handlers know ports and never adapters, and verbs never import each other', () => {
    const wrong = code.flatMap((file) => {
      const verb = verbNames.find((name) => file.startsWith(`functions/${name}/`));
      if (verb === undefined || file.endsWith('/index.ts')) return [];
      return importsOf(file)
        .map(ownPath)
        .filter((path) => path !== undefined)
        .filter(
          (path) =>
            path.startsWith('shared/adapters/') ||
            (path.startsWith('functions/') && !path.startsWith(`functions/${verb}/`)),
        )
        .map((path) => `${file} imports ${path}`);
    });
    expect(wrong).toEqual([]);
  });

  it('the domain is pure: no await, no clock, no chance, no process', () => {
    const banned = /\bawait\b|Date\.now|new Date\(\)|Math\.random|\bprocess\.|randomUUID|setTimeout|performance\.now/;
    const wrong = code
      .filter((file) => file.startsWith('shared/domain/'))
      .flatMap((file) =>
        withoutComments(textOf(file))
          .split('\n')
          .map((line, at) => ({ file, line, at: at + 1 })),
      )
      .filter(({ line }) => banned.test(line))
      .map(({ file, line, at }) => `${file}:${at} ${line.trim()}`);
    expect(wrong).toEqual([]);
  });

  it('a file is at most 250 lines and opens with a sentence', () => {
    // A table is read by its rows: every dial, every route, every answer's shape, every column, every line of the bill.
    const tables = [
      'shared/domain/tuning.ts',
      'shared/edge/http/v1.ts',
      'shared/schemas/api.ts',
      'shared/schemas/tables.ts',
      'functions/cost/bill.ts',
    ];
    const wrong = code.flatMap((file) => {
      const lines = textOf(file).trimEnd().split('\n');
      return [
        ...(lines.length > (tables.includes(file) ? 450 : 250) ? [`${file} has ${lines.length} lines`] : []),
        ...(lines[0]?.startsWith('/**') ? [] : [`${file} does not say what it is`]),
      ];
    });
    expect(wrong).toEqual([]);
  });

  it('a function of the page is at most 70 lines, markup and all', () => {
    const long = longestFunctions(code.filter(isOfPage), 5).filter(({ lines }) => lines > 70);
    expect(long.map(({ file, name, lines }) => `${file} ${name} has ${lines} lines`)).toEqual([]);
  });

  it('there are no barrels: only composition roots are called index.ts', () => {
    const roots = verbNames.map((verb) => `functions/${verb}/index.ts`);
    expect(code.filter((file) => file.endsWith('index.ts') && !roots.includes(file))).toEqual([]);
  });

  it('file names are kebab-case', () => {
    const wrong = [...code, ...tests, ...filesOf('shared/sql', '.sql')].filter((file) => {
      const name = file.split('/').at(-1) as string;
      return name.endsWith('.sql')
        ? !/^[a-z0-9_]+\.sql$/.test(name)
        : !/^[a-z0-9]+(-[a-z0-9]+)*(\.(test|bench|config))?\.tsx?$/.test(name);
    });
    expect(wrong).toEqual([]);
  });

  it('the page is a program of its own: it imports nothing of the house, and the house nothing of it', () => {
    const wrong = code.flatMap((file) =>
      importsOf(file)
        .map(ownPath)
        .filter((path) => path !== undefined && isOfPage(path) !== isOfPage(file))
        .map((path) => `${file} imports ${path}`),
    );
    expect(wrong).toEqual([]);
  });

  it('no two exported things share a name', () => {
    expect(homonymsAmong(code).map(({ name, files }) => `${name}: ${files.join(', ')}`)).toEqual([]);
  });

  it('every invariant has a test named for it, and every test named for one means one that exists', () => {
    const documented = new Set(
      [...textOf('shared/README.md').matchAll(/^\|?\s*-?\s*\*{0,2}(I\d+) /gm)].map(([, name]) => name as string),
    );
    const tested = new Set(
      tests.flatMap((file) => [...textOf(file).matchAll(/['"`](I\d+) [A-Z]/g)].map(([, name]) => name as string)),
    );
    expect(documented.size).toBeGreaterThanOrEqual(12);
    expect([...tested].sort()).toEqual([...documented].sort());
  });

  it('every problem is documented, and every documented problem exists', () => {
    const documented = [...textOf('shared/README.md').matchAll(/^\| `([a-z-]+)` \| \d{3} /gm)].map(
      ([, name]) => name as string,
    );
    expect(documented.sort()).toEqual(Object.keys(problems).sort());
  });

  it('nothing is skipped without saying so, marked unfinished, or mocked', () => {
    const unfinished = new RegExp(
      [
        'TO' + 'DO',
        'FIX' + 'ME',
        'vi\\.' + 'mock',
        'vi\\.' + 'fn\\(',
        'spy' + 'On',
        '\\.only\\(',
        'it\\.' + 'todo',
      ].join('|'),
    );
    const wrong = [...code, ...tests].filter((file) => unfinished.test(textOf(file)));
    expect(wrong).toEqual([]);
  });

  it('the top level holds what is mandated and nothing else', () => {
    const mandated = [
      'LICENSE',
      'README.md',
      'functions',
      'infra',
      'package-lock.json',
      'package.json',
      'shared',
      'test',
      'tsconfig.json',
    ];
    const built = ['dist', 'node_modules'];
    const extra = readdirSync(root).filter(
      (name) => !name.startsWith('.') && !mandated.includes(name) && !built.includes(name),
    );
    expect(extra).toEqual([]);
  });
});
