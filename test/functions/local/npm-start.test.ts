/** `npm start` as it is typed: on what `npm ci --omit=dev` installs, and stopped by a signal to npm itself. */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, it } from 'vitest';
import { importsOf, ownPath } from '#test/house/sources.ts';

const root = new URL('../../../', import.meta.url).pathname;
const { dependencies, scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

/** Packages that a file and everything it imports want. */
function packagesOf(file: string, seen = new Set<string>()): Set<string> {
  if (seen.has(file)) return new Set();
  seen.add(file);
  const found = new Set<string>();
  for (const specifier of importsOf(file)) {
    const own = ownPath(specifier);
    if (own === undefined) found.add(specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/'));
    else if (own.endsWith('.ts')) for (const each of packagesOf(own, seen)) found.add(each);
  }
  return found;
}

it.each(['start', 'import', 'library', 'backup', 'restore', 'doctor', 'replay', 'dead-letters', 'crowd', 'demo'])(
  'npm run %s: what it wants is installed without what builds and tests',
  (name) => {
    const file = /^exec node (\S+)$/.exec(scripts[name])?.[1] as string;
    const wanted = [...packagesOf(file)].filter((each) => !each.startsWith('node:') && !builtinModules.includes(each));
    expect(wanted.filter((each) => dependencies[each] === undefined)).toEqual([]);
    // The Node that runs it, whatever Node npm itself runs on.
    expect(dependencies.node).toMatch(/^24\./);
  },
);

it('npm start: SIGTERM to npm stops the home', async () => {
  const data = mkdtempSync(join(tmpdir(), 'segue-npm-'));
  try {
    const npm = spawn('npm', ['start'], {
      cwd: root,
      env: { ...process.env, PORT: '0', HOST: '127.0.0.1', SEGUE_DATA: data },
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const ended = new Promise((resolve) => npm.once('exit', resolve));
    let url = '';
    for await (const line of createInterface({ input: npm.stdout })) {
      url = /listens on (http:\/\/\S+),/.exec(line)?.[1] ?? '';
      if (url !== '') break;
    }
    expect((await fetch(`${url}/health`)).status).toBe(200);
    npm.kill('SIGTERM');
    await ended;
    await expect
      .poll(
        () =>
          fetch(`${url}/health`).then(
            () => 'up',
            () => 'down',
          ),
        { timeout: 8_000 },
      )
      .toBe('down');
  } finally {
    rmSync(data, { recursive: true, force: true });
  }
}, 30_000);
