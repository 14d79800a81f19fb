/** The embedded home's adapters, opened together and closed together. */
import { checkDocumentsFile, openSound } from '#functions/local/start-checks.ts';
import { playerSubscriptions, subscriptions } from '#functions/local/subscriptions.ts';
import { createWithdraw } from '#functions/local/withdraw.ts';
import { documentPorts } from '#shared/adapters/documents/document-ports.ts';
import { openWarehouse } from '#shared/adapters/duckdb/warehouse.ts';
import { createSqliteBacklog } from '#shared/adapters/sqlite/backlog.ts';
import { openDatabase } from '#shared/adapters/sqlite/database.ts';
import { createSqliteDocumentStore } from '#shared/adapters/sqlite/document-store.ts';
import { renameModelDocuments } from '#shared/adapters/sqlite/model-keys.ts';
import { createSqliteQueue } from '#shared/adapters/sqlite/queue.ts';
import { createQueueEraser } from '#shared/adapters/sqlite/queue-eraser.ts';
import { withSpans } from '#shared/edge/telemetry.ts';
import { createWarehouseErasers } from '#shared/sql/forget/erasers.ts';

export type Stores = Awaited<ReturnType<typeof openStores>>;

export type StoreFiles = {
  /** Documents and queue, or ':memory:'. */
  readonly file: string;
  /** Warehouse, or ':memory:'. One process at a time. */
  readonly warehouseFile: string;
  /** Unix milliseconds. */
  readonly now: () => number;
  /** Whether editions are delivered into players: nobody takes those messages where there are none. */
  readonly withPlayers?: boolean;
};

export async function openStores({ file, warehouseFile, now, withPlayers = false }: StoreFiles) {
  const warehouse = withSpans(await openWarehouse({ path: warehouseFile, memoryLimitMb: 768 }));
  try {
    await checkDocumentsFile(file, warehouse);
  } catch (error) {
    await warehouse.close();
    throw error;
  }
  const database = file === ':memory:' ? openDatabase(file) : openSound(file, () => openDatabase(file));
  const store = createSqliteDocumentStore(database);
  await renameModelDocuments(database);
  // DuckDB opens its file for one process at a time: a process that held a lease before is gone, and nobody need wait for its end.
  database.exec('DELETE FROM leases');
  const clock = (): number => Math.floor(now() / 1000);
  const redoable = createSqliteDocumentStore(database, 'redoable');
  const answered = documentPorts(store, clock);
  const redone = documentPorts(redoable, clock, { withdraw: createWithdraw(database, redoable) });
  const queue = createSqliteQueue(database, withPlayers ? playerSubscriptions : subscriptions, now);
  if (!withPlayers) database.exec("DELETE FROM deliveries WHERE subscription = 'deliver'");
  return {
    ...answered,
    /** The same documents for verbs that a message triggers: what they write, a redelivery would write again. */
    redoable: {
      ...redone,
      // One cache of items, so that what the operator says is learned from at once.
      catalogue: answered.catalogue,
      // One memory of what libraries hold.
      libraries: answered.libraries,
    },
    /** What forgets a user outside of the documents. */
    erasersBeside: [createQueueEraser(database), ...createWarehouseErasers(warehouse)],
    /** Leaves nothing in the files of what was forgotten: the disk is ours, and nobody else empties it. */
    scrub: async () => {
      for (const remembering of [answered.models, redone.models, answered.catalogue]) remembering.reread();
      await warehouse.scrub();
      // What was erased is overwritten, but a page that was split may keep a copy of it between its records: they are written anew.
      database.exec('VACUUM');
      database.emptyLog();
    },
    store,
    database,
    warehouse,
    withPlayers,
    queue,
    topics: queue,
    backlog: createSqliteBacklog(queue),
    [Symbol.asyncDispose]: async () => {
      database[Symbol.dispose]();
      await warehouse.close();
    },
  };
}
