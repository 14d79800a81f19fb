/** `npm run bench [-- --json]`: figures of this machine, each beside its baseline in the same run. */
import { parseArgs } from 'node:util';
import { Failure, runCommand } from '#functions/cli/support/failure.ts';
import { assembleRows } from '#test/bench/assemble.ts';
import { coldStartRows } from '#test/bench/cold-start.ts';
import { freshnessRows } from '#test/bench/freshness.ts';
import { growthRows } from '#test/bench/growth.ts';
import { learnRows } from '#test/bench/learn.ts';
import { machine } from '#test/bench/machine.ts';
import type { Options } from '#test/bench/options.ts';
import { overloadRows } from '#test/bench/overload.ts';
import type { Row } from '#test/bench/row.ts';
import { serveRows } from '#test/bench/serve.ts';
import { soakRows } from '#test/bench/soak.ts';
import { tableOf } from '#test/bench/table.ts';
import { trainRows } from '#test/bench/train.ts';

const sections: Readonly<Record<string, (options: Options) => Promise<Row[]>>> = {
  learn: learnRows,
  serve: serveRows,
  assemble: assembleRows,
  freshness: freshnessRows,
  growth: growthRows,
  cold: coldStartRows,
  train: trainRows,
};

/** Trials take minutes and prove more than they measure: they run when they are named. */
const trials: typeof sections = { overload: overloadRows, soak: soakRows };

const usage = `Usage: npm run bench [-- --json] [--only NAMES] [--rounds N] [--seconds N] [--users N] [--listens N] [--train N,N]

  --only     ${Object.keys(sections).join(',')}: some of them, separated by commas; or a trial:
             ${Object.keys(trials).join(',')}
  --rounds   rounds whose median is printed (3)
  --seconds  length of a timed loop (5)
  --users    users whose listens are sent (1000)
  --listens  listens that are sent (200000)
  --train    listens of the trainings (250000,1000000); 1000000,10000000 takes many minutes
  --json     one JSON object on standard output`;

async function main(): Promise<number> {
  const { values } = readArguments();
  if (values.help) {
    process.stdout.write(`${usage}\n`);
    return 0;
  }
  const startedAt = performance.now();
  const whole = (name: 'rounds' | 'seconds' | 'users' | 'listens'): number => wholeNumber(name, values[name]);
  const options: Options = {
    rounds: whole('rounds'),
    seconds: whole('seconds'),
    served: { users: 200, tracks: 3_000, listensPerUser: 3_000 },
    ingested: { users: whole('users'), listens: whole('listens'), batch: 100 },
    trained: values.train.split(',').map((text) => wholeNumber('train', text)),
    say: (line) => {
      process.stderr.write(`${((performance.now() - startedAt) / 1_000).toFixed(0).padStart(4)} s  ${line}\n`);
    },
  };
  const names = values.only?.split(',') ?? Object.keys(sections);
  const rows: Row[] = [];
  for (const name of names) {
    const section = sections[name] ?? trials[name];
    if (section === undefined) throw new Failure(`There is no section "${name}"\n\n${usage}`);
    rows.push(...(await section(options)));
  }
  const report = { machine: machine(), rows };
  process.stdout.write(values.json ? `${JSON.stringify(report)}\n` : tableOf(report));
  return 0;
}

function wholeNumber(name: string, text: string): number {
  const number = Number(text);
  if (Number.isSafeInteger(number) && number > 0) return number;
  throw new Failure(`--${name} takes whole numbers above 0, not "${text}"`);
}

function readArguments() {
  try {
    return parseArgs({
      options: {
        only: { type: 'string' },
        rounds: { type: 'string', default: '3' },
        seconds: { type: 'string', default: '5' },
        users: { type: 'string', default: '1000' },
        listens: { type: 'string', default: '200000' },
        train: { type: 'string', default: '250000,1000000' },
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    });
  } catch (error) {
    throw new Failure(`${error instanceof Error ? error.message : error}\n\n${usage}`);
  }
}

await runCommand(main);
