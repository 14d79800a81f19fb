/**
 * `npm run judge`: fetches Google's own SQL analyser and reference evaluator (112 MB) into .judge/, which git ignores,
 * and lets it judge every statement. Fetched once; only development needs it, so it is no dependency.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';

const root = new URL('../../', import.meta.url);
const folder = new URL('.judge/', root);
const packages = {
  '@fivetrandevelopers/zetasql': '1.13.0',
  '@grpc/grpc-js': '1.14.7',
  '@grpc/proto-loader': '0.8.1',
};

if (!isInstalled()) install();
run(
  process.execPath,
  ['node_modules/vitest/vitest.mjs', 'run', '--config', 'test/vitest.config.ts', 'test/sql/engine/judge'],
  {
    ...process.env,
    SEGUE_REQUIRE_JUDGE: '1',
  },
);

function isInstalled(): boolean {
  return Object.entries(packages).every(([name, version]) => {
    const manifest = new URL(`node_modules/${name}/package.json`, folder);
    return existsSync(manifest) && JSON.parse(readFileSync(manifest, 'utf8')).version === version;
  });
}

function install(): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(new URL('package.json', folder), JSON.stringify({ private: true, dependencies: packages }));
  console.error('Fetching the GoogleSQL analyser: 112 MB, 354 MB unpacked');
  run('npm', [
    'install',
    '--prefix',
    folder.pathname,
    '--ignore-scripts',
    '--no-audit',
    '--no-fund',
    '--loglevel=error',
  ]);
}

/** Runs a command in the repository with our own output, and ends with its status when it fails. */
function run(command: string, args: readonly string[], env = process.env): void {
  const { status, error } = spawnSync(command, args, { cwd: root.pathname, env, stdio: 'inherit' });
  if (error !== undefined) throw new Error(`Cannot run "${command}"`, { cause: error });
  if (status !== 0) process.exit(status ?? 1);
}
