/** The pages tell what is so: their tables are those of the code, their links lead somewhere, their commands exist. */
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path/posix';
import { expect, it } from 'vitest';
import { settingsTable } from '#functions/local/settings.ts';
import { filesOf, shippedFiles, textOf } from '#test/house/sources.ts';

const root = new URL('../../', import.meta.url);
const pages = [
  'README.md',
  'test/README.md',
  ...['.github', 'shared', 'infra'].flatMap((folder) => filesOf(folder, '.md')),
].filter((page) => !page.includes('TEMPLATE'));

it('the table of settings is the one of the code', () => {
  expect(textOf('shared/docs/live-with-it.md')).toContain(settingsTable());
});

it('every variable that an operator may set at home is in the table', () => {
  const read = [...textOf('functions/local.ts').matchAll(/process\.env\.(\w+)|variable: '(\w+)'/g)];
  const missing = read
    .map(([, name, variable]) => name ?? variable)
    .filter((name) => !settingsTable().includes(`\`${name}\``));
  expect(missing).toEqual([]);
});

it.each(pages)('links of %s lead to files that are there', (page) => {
  const links = [...textOf(page).matchAll(/\]\((?!https?:)([^)#\s]+)(?:#[^)]*)?\)/g)].map(([, path]) => path as string);
  const dead = links.filter((path) => !existsSync(new URL(join(dirname(page), path), root)));
  expect(dead).toEqual([]);
});

it.each(pages)('commands of %s exist', (page) => {
  const { scripts } = JSON.parse(textOf('package.json')) as { scripts: Record<string, string> };
  const named = [...textOf(page).matchAll(/npm run ([a-z][\w:-]*)/g)].map(([, name]) => name as string);
  expect([...new Set(named)].filter((name) => !(name in scripts))).toEqual([]);
});

it('files named in pages exist', () => {
  const wrong = pages.flatMap((page) =>
    [...textOf(page).matchAll(/`((?:shared|functions|test|infra)\/[\w./-]+\.(?:ts|sql|tf))`/g)]
      .map(([, path]) => path as string)
      .filter((path) => !existsSync(new URL(path, root)))
      .map((path) => `${page}: ${path}`),
  );
  expect(wrong).toEqual([]);
  expect(shippedFiles().length).toBeGreaterThan(0);
});
