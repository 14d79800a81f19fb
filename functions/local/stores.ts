/** The embedded home's adapters, opened together and closed together. */
import { createCatalogue } from '#shared/adapters/documents/catalogue.ts';
import { createEditions, createSchedules } from '#shared/adapters/documents/editions.ts';
import { createDocumentErasers } from '#shared/adapters/documents/erasers.ts';
import { createLease } from '#shared/adapters/documents/lease.ts';
import { createModelRegistry, createModels, createModelWriter } from '#shared/adapters/documents/models.ts';
import { createProfiles } from '#shared/adapters/documents/profiles.ts';
import { createNowPlaying, createQuarantine } from '#shared/adapters/documents/quarantine.ts';
import { createReceipts } from '#shared/adapters/documents/receipts.ts';
import { createRecentListens } from '#shared/adapters/documents/recent-listens.ts';
import { createTokens, createUsers } from '#shared/adapters/documents/users.ts';
import { createVerdicts } from '#shared/adapters/documents/verdicts.ts';
import { openWarehouse } from '#shared/adapters/duckdb/warehouse.ts';
import { createSqliteBacklog } from '#shared/adapters/sqlite/backlog.ts';
import { openDatabase } from '#shared/adapters/sqlite/database.ts';
import { createSqliteDocumentStore } from '#shared/adapters/sqlite/document-store.ts';
import { createSqliteQueue } from '#shared/adapters/sqlite/queue.ts';
import type { DocumentStore } from '#shared/ports/document-store.ts';

/** Who receives what. In the cloud these are Pub/Sub subscriptions; see infra. */
export const subscriptions = {
  learn: 'listens',
  warehouse: 'listens',
  publish: 'models',
  assemble: 'editions',
  forget: 'erasures',
} as const;

/** Every document port over one store: the same on both homes. `clock`: Unix seconds. */
export function documentPorts(store: DocumentStore, clock: () => number) {
  const profiles = createProfiles(store);
  return {
    users: createUsers(store),
    tokens: createTokens(store),
    profiles,
    catalogue: createCatalogue(store, clock),
    editions: createEditions(store),
    schedules: createSchedules(store),
    models: createModels(store),
    registry: createModelRegistry(store),
    modelWriter: createModelWriter(store, clock),
    quarantine: createQuarantine(store),
    nowPlaying: createNowPlaying(store),
    receipts: createReceipts(store),
    recent: createRecentListens(store),
    verdicts: createVerdicts(store),
    lease: createLease(store, clock),
    erasers: createDocumentErasers(store, profiles),
  };
}

export type Stores = Awaited<ReturnType<typeof openStores>>;

export type StoreFiles = {
  /** Documents and queue, or ':memory:'. */
  readonly file: string;
  /** Warehouse, or ':memory:'. One process at a time. */
  readonly warehouseFile: string;
  /** Unix milliseconds. */
  readonly now: () => number;
};

export async function openStores({ file, warehouseFile, now }: StoreFiles) {
  const warehouse = await openWarehouse({ path: warehouseFile });
  const database = openDatabase(file);
  const store = createSqliteDocumentStore(database);
  const clock = (): number => Math.floor(now() / 1000);
  const answered = documentPorts(store, clock);
  const queue = createSqliteQueue(database, subscriptions, now);
  return {
    ...answered,
    /** The same documents for verbs that a message triggers: what they write, a redelivery would write again. */
    redoable: {
      ...documentPorts(createSqliteDocumentStore(database, 'redoable'), clock),
      // One cache of items, so that what the operator says is learned from at once.
      catalogue: answered.catalogue,
    },
    store,
    database,
    warehouse,
    queue,
    topics: queue,
    backlog: createSqliteBacklog(queue),
    [Symbol.asyncDispose]: async () => {
      database[Symbol.dispose]();
      await warehouse.close();
    },
  };
}
