/** train: seconds and peak memory of every statement of one training, and how they grow from one size to the next. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runScript } from '#test/bench/child.ts';
import type { Options } from '#test/bench/options.ts';
import { type Row, row } from '#test/bench/row.ts';

const until = Date.parse('2026-11-22T00:00:00Z') / 1_000;
/** Statements that take less are left out. */
const shownSeconds = 0.5;
const whole = 'whole';

export async function trainRows({ trained, say }: Options): Promise<Row[]> {
  const rows: Row[] = [];
  let before: { readonly listens: number; readonly seconds: number } | undefined;
  for (const listens of trained) {
    const found = await train(listens, say);
    const name = `train: ${listens.toLocaleString('en')} listens`;
    const { seconds: total, peakMb: peak } = found.get(whole) as Measured;
    rows.push(row(`${name}, from messages to a model`, total, 's'), row(`${name}, peak memory`, peak, 'MB'));
    for (const [statement, { seconds, peakMb }] of [...found].sort(([, a], [, b]) => b.seconds - a.seconds)) {
      if (seconds < shownSeconds || statement === whole) continue;
      rows.push(row(`${name}, ${statement}`, seconds, 's'), row(`${name}, ${statement}, peak memory`, peakMb, 'MB'));
    }
    if (before !== undefined) {
      const exponent = Math.log(total / before.seconds) / Math.log(listens / before.listens);
      rows.push(
        row(
          `train: growth exponent, ${before.listens.toLocaleString('en')} to ${listens.toLocaleString('en')}`,
          exponent,
          '',
        ),
      );
    }
    before = { listens, seconds: total };
  }
  return rows;
}

type Measured = { readonly seconds: number; readonly peakMb: number };

async function train(listens: number, say: Options['say']): Promise<ReadonlyMap<string, Measured>> {
  const data = mkdtempSync(join(tmpdir(), 'segue-bench-'));
  const file = join(data, 'warehouse.duckdb');
  try {
    say(`train: landing ${listens.toLocaleString('en')} listens`);
    await runScript('land', [file, String(listens), String(until)]);
    say('train: training');
    return new Map(await runScript<[string, Measured][]>('train', [file, String(until)]));
  } finally {
    rmSync(data, { recursive: true, force: true });
  }
}
