/** Trains once on a warehouse file and tells what every statement took: in a process that holds nothing else. */
import { createTrain } from '#functions/train/handler.ts';
import { documentPorts } from '#shared/adapters/documents/document-ports.ts';
import { openWarehouse } from '#shared/adapters/duckdb/warehouse.ts';
import { createMemoryDocumentStore } from '#shared/adapters/memory/document-store.ts';
import { createThreadedFactoriser } from '#shared/adapters/threads/factoriser.ts';
import type { Warehouse } from '#shared/ports/warehouse.ts';
import { embeddedSliceCharacters } from '#shared/sql/refresh/refresh.ts';
import { createRefresher } from '#shared/sql/refresh/refresher.ts';
import { type Meter, startMeter } from '#test/bench/meter.ts';
import { createCounter } from '#test/support/counting.ts';

type Measured = { readonly seconds: number; readonly peakMb: number };

/** What the script tells: of reading messages, of training, of all threads' processor time for both, and of every statement. */
export type Training = {
  readonly refresh: Measured;
  readonly train: Measured;
  readonly processorSeconds: number;
  readonly statements: readonly (readonly [string, Measured])[];
};

const [file = '', at = ''] = process.argv.slice(2);
const until = Number(at);

await using warehouse = await openWarehouse({ path: file });
const meter = startMeter();
const measured = meteredWarehouse(warehouse, meter);
const counter = createCounter(createMemoryDocumentStore());
const documents = documentPorts(counter.store, () => until);
const factoriser = createThreadedFactoriser();
const refresh = createRefresher({
  warehouse: measured,
  lease: documents.lease,
  overlapSeconds: 0,
  sliceCharacters: embeddedSliceCharacters,
});
const train = createTrain({
  ...documents,
  warehouse: measured,
  refresh,
  factoriser: { pairs: (...given) => meter.measure('spectral model, threads', () => factoriser.pairs(...given)) },
  topics: counter.topics,
  log: () => {},
  codeVersion: 'bench',
});
const before = process.cpuUsage();
// Messages are read as they arrive: a training finds little left to read.
await meter.measure('refresh', refresh);
const trained = await meter.measure('train', () => train(until));
const { user, system } = process.cpuUsage(before);
meter.stop();
if (trained === undefined || trained.counts.users === 0) throw new Error('Nothing was trained: the gates held it back');
const { refresh: read, train: whole, ...statements } = Object.fromEntries(meter.found) as Record<string, Measured>;
process.send?.({
  refresh: read as Measured,
  train: whole as Measured,
  processorSeconds: (user + system) / 1e6,
  statements: Object.entries(statements),
} satisfies Training);

function meteredWarehouse(warehouse: Warehouse, meter: Meter): Warehouse {
  const measure = <R>(name: string, work: () => Promise<R>): Promise<R> => {
    process.stderr.write(`        ${name}\n`);
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
