/**
 * The client that "Build on it" shows: run against a home, and, with SEGUE_TYPED_CLIENT=1, which installs openapi-typescript
 * into a folder of its own, held strictly against the document's types.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openApi } from '#shared/edge/http/openapi.ts';
import { listening, startedToken, startHome } from '#test/support/started-home.ts';

const root = new URL('../../../../', import.meta.url).pathname;
const page = readFileSync(join(root, 'shared/docs/build-on-it.md'), 'utf8');
const [, client = ''] = /```ts\n([\s\S]*?)```/.exec(page) ?? [];

const use = `import { connect, Refused } from './client.ts';
const [url = '', token = ''] = process.argv.slice(2);
const call = connect(url, token);
const path = { userId: 'ada' };
const { settings } = await call('put', '/v1/users/{userId}', { path, body: { timeZone: 'Europe/Berlin' } });
const listens = [{ userId: 'ada', title: 'Kelp', artistName: 'Ola', listenedAt: new Date().toISOString() }];
const { accepted } = await call('post', '/v1/listens', { body: { listens } });
const { affinities } = await call('get', '/v1/users/{userId}/affinities', { path, query: { of: 'artist' } });
const names: (string | null | undefined)[] = affinities.map(({ name }) => name);
const refused = await call('get', '/v1/users/{userId}', { path: { userId: 'nobody' } }).catch((error: unknown) => error);
// @ts-expect-error: a body that is none
const wrong = () => call('put', '/v1/users/{userId}', { path, body: { timeZone: 7 } });
// @ts-expect-error: a path without its values
const lacking = () => call('get', '/v1/users/{userId}', {});
// @ts-expect-error: a method that the path does not take
const unknown = () => call('post', '/v1/users/{userId}', { path });
// @ts-expect-error: an answer that has no such field
const absent = () => call('get', '/v1/users/{userId}/affinities', { path }).then(({ affinity }) => affinity);
const type = refused instanceof Refused ? refused.type : '';
console.log(JSON.stringify({ zone: settings.timeZone, accepted, names, type, never: [wrong, lacking, unknown, absent].length }));
`;

const strict = {
  strict: true,
  noEmit: true,
  target: 'esnext',
  module: 'nodenext',
  allowImportingTsExtensions: true,
  erasableSyntaxOnly: true,
  exactOptionalPropertyTypes: true,
  noUncheckedIndexedAccess: true,
  types: ['node'],
};

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'segue-client-'));
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  writeFileSync(join(folder, 'package.json'), '{"type": "module"}');
  writeFileSync(join(folder, 'client.ts'), client);
  writeFileSync(join(folder, 'use.ts'), use);
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions: strict, files: ['use.ts'] }));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('connect: the documented client does what it says, in sixty lines and without a cast', async () => {
  expect(client.split('\n').length).toBeLessThanOrEqual(62);
  expect(client).not.toMatch(/\bas\b|\bany\b|!\./);
  await using home = listening(await startHome(join(folder, 'data')));
  const output = execFileSync(process.execPath, ['use.ts', home.url, startedToken], { cwd: folder, encoding: 'utf8' });
  expect(JSON.parse(output)).toMatchObject({
    zone: 'Europe/Berlin',
    accepted: 1,
    type: expect.stringMatching(/not-found$/),
    never: 4,
  });
});

it.skipIf(process.env.SEGUE_TYPED_CLIENT !== '1')(
  'openApi: openapi-typescript makes types of it that a strict client needs no cast for (SEGUE_TYPED_CLIENT=1)',
  () => {
    const tools = mkdtempSync(join(tmpdir(), 'segue-types-'));
    try {
      const packages = ['openapi-typescript@7.13.0', 'typescript@5.9.3'];
      execFileSync('npm', ['install', '--prefix', tools, '--no-audit', '--no-fund', ...packages]);
      writeFileSync(join(folder, 'openapi.json'), JSON.stringify(openApi()));
      const make = join(tools, 'node_modules/.bin/openapi-typescript');
      execFileSync(make, ['openapi.json', '-o', 'segue.ts', '--default-non-nullable', 'false'], { cwd: folder });
      const tsc = join(root, 'node_modules/.bin/tsc');
      // What is wrong is printed, so it is shown.
      const run = (): string => execFileSync(tsc, ['-p', folder], { encoding: 'utf8' });
      expect(run()).toBe('');
      writeFileSync(join(folder, 'use.ts'), use.replace("timeZone: 'Europe/Berlin'", 'timeZone: 1'));
      expect(run).toThrow();
    } finally {
      rmSync(tools, { recursive: true, force: true });
    }
  },
  120_000,
);
