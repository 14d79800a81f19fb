/**
 * `npm run simulate -- --seed N --runs N [--json]`: the whole system under seeded faults, on as many threads as there are
 * processors. Prints the seed and the shortest trace of every violated invariant; exits with 1 if there is one.
 */
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { Failure, runCommand } from '#functions/cli/support/failure.ts';
import { groupDigits, startProgress } from '#functions/cli/support/progress.ts';
import { runScenario } from '#test/simulation/run.ts';
import { scenarioOf } from '#test/simulation/scenario.ts';
import { type Found, shrink } from '#test/simulation/shrink.ts';

const usage = `Usage: npm run simulate -- [--seed N] [--runs N] [--json]

  --seed   the first seed (1); a seed is a scenario, and always the same one
  --runs   how many seeds, one after the other (500)
  --json   exactly one JSON object on stdout: {"runs", "violations": [{"seed", "invariant", "trace"}]}`;

/** Violations that are made small and shown; one is enough to begin with. */
const shownMax = 5;
/** Seeds between two words of a thread. */
const reportEvery = 20;

type Share = { readonly first: number; readonly step: number; readonly last: number };
type Word = { readonly runs: number } | { readonly found: Found };

async function main(): Promise<number> {
  const { seed, runs, json, help } = readArguments();
  if (help) {
    process.stdout.write(`${usage}\n`);
    return 0;
  }
  const startedAt = performance.now();
  const violations = await simulate(seed, runs);
  const seconds = (performance.now() - startedAt) / 1_000;
  if (json) process.stdout.write(`${JSON.stringify({ runs, violations })}\n`);
  else {
    for (const found of violations) process.stdout.write(`${describe(found)}\n`);
    const verdict = violations.length === 0 ? 'no invariant violated' : `${violations.length} violations`;
    process.stdout.write(`${groupDigits(runs)} seeds, ${verdict}, ${(runs / seconds).toFixed(1)} seeds/s\n`);
  }
  return violations.length === 0 ? 0 : 1;
}

async function simulate(seed: number, runs: number): Promise<Found[]> {
  const threads = Math.max(1, Math.min(availableParallelism(), Math.ceil(runs / reportEvery)));
  const violations: Found[] = [];
  using progress = startProgress({ what: 'simulating', unit: 'seeds', total: runs });
  await Promise.all(
    Array.from({ length: threads }, (_, nth) => {
      const share: Share = { first: seed + nth, step: threads, last: seed + runs - 1 };
      return new Promise<void>((resolve, reject) => {
        const worker = new Worker(new URL(import.meta.url), { workerData: share });
        worker.on('message', (word: Word) => {
          if ('runs' in word) progress.advance(word.runs);
          else {
            violations.push(word.found);
            // Said at once: a night is long.
            process.stderr.write(`${word.found.invariant} violated by seed ${word.found.seed}\n`);
          }
        });
        worker.once('error', reject);
        worker.once('exit', () => resolve());
      });
    }),
  );
  return violations.sort((a, b) => a.seed - b.seed);
}

async function simulateShare({ first, step, last }: Share): Promise<void> {
  let runs = 0;
  let shown = 0;
  for (let seed = first; seed <= last; seed += step) {
    const scenario = scenarioOf(seed);
    const violation = await runScenario(scenario);
    if (violation !== undefined) {
      const found = shown++ < shownMax ? await shrink(scenario, violation) : { seed, ...violation, trace: [] };
      parentPort?.postMessage({ found } satisfies Word);
    }
    if (++runs % reportEvery === 0 || seed + step > last) {
      parentPort?.postMessage({ runs: runs % reportEvery || reportEvery } satisfies Word);
    }
  }
}

function describe({ seed, invariant, detail, trace }: Found): string {
  return `${invariant} violated by seed ${seed}: ${detail}\n${trace.map((line) => `  ${line}`).join('\n')}\n`;
}

function readArguments() {
  const { values } = parseArgs({
    options: {
      seed: { type: 'string', default: '1' },
      runs: { type: 'string', default: '500' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  const [seed, runs] = [Number(values.seed), Number(values.runs)];
  if (!Number.isInteger(seed) || !Number.isInteger(runs) || runs < 1) throw new Failure(usage);
  return { seed, runs, json: values.json, help: values.help };
}

if (isMainThread) await runCommand(main);
else await simulateShare(workerData as Share);
