/** train: seconds and peak memory of one training and of its statements, and how they grow from one size to the next. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runScript } from '#test/bench/child.ts';
import type { Options } from '#test/bench/options.ts';
import { type Row, row } from '#test/bench/row.ts';
import type { Training } from '#test/bench/servers/train.ts';

const until = Date.parse('2026-11-22T00:00:00Z') / 1_000;
/** Statements that take less are left out. */
const shownSeconds = 0.5;

type Trained = Training & { readonly listens: number; readonly neighbours: Training['train'] };

export async function trainRows({ trained, say }: Options): Promise<Row[]> {
  const rows: Row[] = [];
  let before: Trained | undefined;
  for (const listens of trained) {
    const training = await train(listens, say);
    rows.push(...rowsOf(training), ...(before === undefined ? [] : growthOf(before, training)));
    before = training;
  }
  return rows;
}

function rowsOf({ listens, refresh, train, processorSeconds, neighbours, statements }: Trained): Row[] {
  const name = `train: ${listens.toLocaleString('en')} listens`;
  const slow = statements.filter(([, { seconds }]) => seconds >= shownSeconds);
  return [
    row(`${name}, from listens to a model`, train.seconds, 's'),
    row(`${name}, from listens to a model, peak memory`, train.peakMb, 'MB'),
    row(`${name}, from messages to listens, as they arrive`, refresh.seconds, 's'),
    row(`${name}, processor for both`, processorSeconds, 's'),
    row(`${name}, neighbours alone`, neighbours.seconds, 's'),
    row(`${name}, neighbours alone, peak memory`, neighbours.peakMb, 'MB'),
    ...slow
      .toSorted(([, a], [, b]) => b.seconds - a.seconds)
      .flatMap(([statement, { seconds, peakMb }]) => [
        row(`${name}, ${statement}`, seconds, 's'),
        row(`${name}, ${statement}, peak memory`, peakMb, 'MB'),
      ]),
  ];
}

/** Exponents: 1 is linear. The processor's is the one that other work on the machine does not move. */
function growthOf(small: Trained, large: Trained): Row[] {
  const name = `train: growth exponent, ${small.listens.toLocaleString('en')} to ${large.listens.toLocaleString('en')}`;
  const exponent = (a: number, b: number): number => Math.log(b / a) / Math.log(large.listens / small.listens);
  return [
    row(name, exponent(small.train.seconds, large.train.seconds), ''),
    row(`${name}, processor`, exponent(small.processorSeconds, large.processorSeconds), ''),
    row(`${name}, neighbours alone`, exponent(small.neighbours.seconds, large.neighbours.seconds), ''),
  ];
}

async function train(listens: number, say: Options['say']): Promise<Trained> {
  const data = mkdtempSync(join(tmpdir(), 'segue-bench-'));
  const file = join(data, 'warehouse.duckdb');
  try {
    say(`train: landing ${listens.toLocaleString('en')} listens`);
    await runScript('land', [file, String(listens), String(until)]);
    say('train: training');
    const training = await runScript<Training>('train', [file, String(until)]);
    return { ...training, listens, neighbours: await runScript<Training['train']>('neighbours', [file]) };
  } finally {
    rmSync(data, { recursive: true, force: true });
  }
}
