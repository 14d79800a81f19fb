/**
 * `npm run mutation [-- FILES…]`: mutation testing of the domain by StrykerJS, which is fetched into .mutation/ once: only a
 * nightly needs it, so it is no dependency. Its score and what survived are in dist/mutation.json.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const version = '10.1.1';
const root = fileURLToPath(new URL('../../', import.meta.url));
const folder = `${root}.mutation`;
const stryker = `${folder}/node_modules/@stryker-mutator/core/bin/stryker.js`;

if (!existsSync(stryker)) {
  const packages = ['core', 'vitest-runner'].map((name) => `@stryker-mutator/${name}@${version}`);
  // The runner's vitest is ours, found further up.
  run('npm', ['install', '--prefix', folder, '--no-audit', '--no-fund', '--legacy-peer-deps', ...packages]);
}
const files = process.argv.slice(2);
const mutate = files.length === 0 ? [] : ['--mutate', files.join(',')];
run(process.execPath, [stryker, 'run', 'test/mutation/stryker.config.json', ...mutate]);

function run(command: string, args: readonly string[]): void {
  const { status } = spawnSync(command, args, { cwd: root, stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}
