/** train: seconds and peak memory of every statement of one training, and how they grow from one size to the next. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generateWorld } from '#functions/cli/generator/world.ts';
import { createTrain } from '#functions/train/handler.ts';
import { documentPorts } from '#shared/adapters/documents/document-ports.ts';
import { openWarehouse } from '#shared/adapters/duckdb/warehouse.ts';
import { createMemoryDocumentStore } from '#shared/adapters/memory/document-store.ts';
import { createThreadedFactoriser } from '#shared/adapters/threads/factoriser.ts';
import { judgeListens } from '#shared/domain/accept.ts';
import { listenedMessages } from '#shared/domain/batches.ts';
import type { Warehouse } from '#shared/ports/warehouse.ts';
import type { Listen } from '#shared/schemas/listen.ts';
import { embeddedSliceCharacters } from '#shared/sql/refresh.ts';
import { createRefresher } from '#shared/sql/refresher.ts';
import { type Meter, startMeter } from '#test/bench/meter.ts';
import type { Options } from '#test/bench/options.ts';
import { type Row, row } from '#test/bench/row.ts';
import { createCounter } from '#test/support/counting.ts';
import { landed } from '#test/support/warehouse-rows.ts';

const until = Date.parse('2026-11-22T00:00:00Z') / 1_000;
const listensPerUser = 200;
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
  try {
    await using warehouse = await openWarehouse({ path: join(data, 'warehouse.duckdb') });
    say(`train: landing ${listens.toLocaleString('en')} listens`);
    await land(warehouse, listens);
    const meter = startMeter();
    const measured = meteredWarehouse(warehouse, meter, say);
    const counter = createCounter(createMemoryDocumentStore());
    const documents = documentPorts(counter.store, () => until);
    const factoriser = createThreadedFactoriser();
    const train = createTrain({
      ...documents,
      warehouse: measured,
      refresh: createRefresher({
        warehouse: measured,
        lease: documents.lease,
        overlapSeconds: 0,
        sliceCharacters: embeddedSliceCharacters,
      }),
      factoriser: { pairs: (...given) => meter.measure('spectral model, threads', () => factoriser.pairs(...given)) },
      topics: counter.topics,
      log: () => {},
      codeVersion: 'bench',
    });
    const trained = await meter.measure(whole, () => train(until));
    meter.stop();
    if (trained === undefined || trained.counts.users === 0)
      throw new Error('Nothing was trained: the gates held it back');
    return meter.found;
  } finally {
    rmSync(data, { recursive: true, force: true });
  }
}

/** Messages of up to a thousand listens of one user, as they land. */
async function land(warehouse: Warehouse, listens: number): Promise<void> {
  const users = Math.max(60, Math.round(listens / listensPerUser));
  const world = generateWorld({ seed: 1, users, listens, until });
  let waiting: Listen[] = [];
  let messages = 0;
  const flush = async (): Promise<void> => {
    const rows = listenedMessages(waiting, until).map((message) => {
      messages += 1;
      return landed(String(messages), message, until + messages / 1_000);
    });
    waiting = [];
    if (rows.length > 0) await warehouse.load('listen_messages', rows);
  };
  let sent: unknown[] = [];
  for (const listen of world.listens()) {
    sent.push(listen);
    if (sent.length < 20_000) continue;
    waiting.push(...judgeListens(sent, 'operator', until).listens);
    sent = [];
    await flush();
  }
  waiting.push(...judgeListens(sent, 'operator', until).listens);
  await flush();
}

function meteredWarehouse(warehouse: Warehouse, meter: Meter, say: Options['say']): Warehouse {
  const measure = <R>(name: string, work: () => Promise<R>): Promise<R> => {
    say(`train: ${name}`);
    return meter.measure(name, work);
  };
  return {
    pages: async function* <R>(...given: Parameters<Warehouse['pages']>) {
      const pages = warehouse.pages<R>(...given)[Symbol.asyncIterator]();
      for (;;) {
        const { done, value } = await meter.measure(given[0].name, () => pages.next());
        if (done === true) return;
        yield value;
      }
    },
    materialise: (...given) => measure(given[0].name, () => warehouse.materialise(...given)),
    remove: (...given) => measure(given[0].name, () => warehouse.remove(...given)),
    load: (table, rows, disposition) => meter.measure(`load ${table}`, () => warehouse.load(table, rows, disposition)),
  };
}
