/**
 * Plants one defect at a time in a copy of the tree, runs the tests named for it and says which were not noticed:
 * `node test/mutation/main.ts [words of a defect's name]`. The exit code is 1 when one survives or no longer fits its file.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type PlantedDefect, plantedDefects } from '#test/mutation/defects.ts';

const secondsMax = 300;
const root = fileURLToPath(new URL('../..', import.meta.url));
const copy = mkdtempSync(join(tmpdir(), 'segue-defects-'));
process.on('exit', () => rmSync(copy, { recursive: true, force: true }));
for (const part of ['package.json', 'tsconfig.json', 'shared', 'functions', 'test']) {
  cpSync(join(root, part), join(copy, part), { recursive: true });
}
symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));

/** Whether all tests of these files pass in the copy. */
function passes(tests: readonly string[]): boolean {
  const vitest = join(root, 'node_modules/vitest/vitest.mjs');
  const options = ['run', '--config', 'test/vitest.config.ts', '--maxWorkers=1', '--bail=1', ...tests];
  const { status, stdout } = spawnSync(process.execPath, [vitest, ...options], {
    cwd: copy,
    encoding: 'utf8',
    timeout: secondsMax * 1_000,
  });
  if (!/Tests\s/.test(stdout)) process.stderr.write(`${tests.join(' ')} did not run: ${stdout.slice(-500)}\n`);
  return status === 0;
}

function outcomeOf({ file, from, to, tests }: PlantedDefect): 'caught' | 'survived' | 'stale' {
  const path = join(copy, file);
  const text = readFileSync(path, 'utf8');
  if (text.split(from).length !== 2) return 'stale';
  writeFileSync(
    path,
    text.replace(from, () => to),
  );
  const survived = passes(tests);
  writeFileSync(path, text);
  return survived ? 'survived' : 'caught';
}

const wanted = process.argv.slice(2).join(' ');
const chosen = plantedDefects.filter(({ name }) => name.includes(wanted));
// A test that is red without a defect would catch everything.
if (!passes([...new Set(chosen.flatMap(({ tests }) => tests))]))
  throw new Error('Cannot begin: the tests are red without a defect');
const tally = { caught: 0, survived: 0, stale: 0 };
for (const defect of chosen) {
  const outcome = outcomeOf(defect);
  tally[outcome] += 1;
  process.stdout.write(`${outcome.padEnd(9)} ${defect.name} (${defect.file})\n`);
}
process.stdout.write(
  `${chosen.length} planted: ${tally.caught} caught, ${tally.survived} survived, ${tally.stale} stale\n`,
);
process.exitCode = tally.caught === chosen.length ? 0 : 1;
