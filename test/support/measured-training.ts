/** Runs one real training and its publication on a small invented world, and records which statements it ran how often. */
import { generateWorld } from '#functions/generator/world.ts';
import { createPublish } from '#functions/publish/handler.ts';
import { createTrain } from '#functions/train/handler.ts';
import { documentPorts } from '#shared/adapters/documents/document-ports.ts';
import { openWarehouse } from '#shared/adapters/duckdb/warehouse.ts';
import { createMemoryDocumentStore } from '#shared/adapters/memory/document-store.ts';
import { judgeListens } from '#shared/domain/listens/judging.ts';
import { listenedMessages } from '#shared/domain/listens/messages.ts';
import { spectralPairs } from '#shared/domain/model/spectral/item-pairs.ts';
import type { Warehouse } from '#shared/ports/warehouse.ts';
import { cloudOverlapSeconds } from '#shared/sql/refresh/refresh.ts';
import { createRefresher } from '#shared/sql/refresh/refresher.ts';
import { createCounter } from '#test/support/counting.ts';
import { landed } from '#test/support/warehouse-rows.ts';

const until = Date.parse('2026-11-22T00:00:00Z') / 1000;
const clock = (): number => until + 3_600;

/** Statement name to how often it ran, for a training whose model fits one shard. */
export async function measureTraining(): Promise<Readonly<Record<string, number>>> {
  await using warehouse = await openWarehouse({ path: ':memory:' });
  const { recorded, times } = recording(warehouse);
  const counter = createCounter(createMemoryDocumentStore());
  const documents = documentPorts(counter.store, clock);
  const ports = {
    ...documents,
    warehouse: recorded,
    topics: counter.topics,
    clock,
    refresh: createRefresher({ warehouse: recorded, lease: documents.lease, overlapSeconds: cloudOverlapSeconds }),
    factoriser: { pairs: async (interactions, request) => spectralPairs(interactions, request) } as Parameters<
      typeof createTrain
    >[0]['factoriser'],
    codeVersion: 'measured',
    log: () => {},
  };
  await landWorld(warehouse);
  const trained = await createTrain(ports)(until + 3_600);
  const publish = createPublish(ports);
  const [first] = counter.published('models');
  if (first === undefined) throw new Error(`Cannot measure a training: ${JSON.stringify(trained?.gates)}`);
  await publish({ ...first, shard: 0, shards: 1 });
  return Object.fromEntries([...times].sort(([a], [b]) => (a < b ? -1 : 1)));
}

function recording(warehouse: Warehouse): {
  readonly recorded: Warehouse;
  readonly times: ReadonlyMap<string, number>;
} {
  const times = new Map<string, number>();
  const note = (name: string): void => void times.set(name, (times.get(name) ?? 0) + 1);
  const recorded: Warehouse = {
    pages: (statement, parameters, pageRows) => {
      note(statement.name);
      return warehouse.pages(statement, parameters, pageRows);
    },
    materialise: (statement, parameters, destination) => {
      note(statement.name);
      return warehouse.materialise(statement, parameters, destination);
    },
    remove: (statement, parameters) => {
      note(statement.name);
      return warehouse.remove(statement, parameters);
    },
    load: (table, rows, disposition) => warehouse.load(table, rows, disposition),
  };
  return { recorded, times };
}

/** The listens of a small invented world, as the subscription of the topic lands them. */
async function landWorld(warehouse: Warehouse): Promise<void> {
  const world = generateWorld({ seed: 1, users: 60, listens: 6_000, until });
  const { listens } = judgeListens([...world.listens()], 'operator', until);
  const messages = listenedMessages(listens, until);
  await warehouse.load(
    'listen_messages',
    messages.map((message, nth) => landed(String(nth), message, until + nth / 1_000)),
  );
}
