/** What one training reads in BigQuery: the statements as they are, each with the columns that its text names. */
import type { Workload } from '#functions/cost/workload.ts';
import { modelRows, publishShards } from '#functions/cost/workload.ts';
import { tuning } from '#shared/domain/tuning.ts';
import { columnsOf } from '#shared/schemas/columns.ts';
import { type TableName, tableNames } from '#shared/schemas/tables.ts';
import { statement } from '#shared/sql/engine/statement.ts';
import { tokensOf } from '#shared/sql/engine/tokens.ts';
import { cloudOverlapSeconds } from '#shared/sql/refresh/refresh.ts';

/** How often a training runs each statement, publication included; recorded on the real handlers by a test. */
export const statementsOfTraining: Readonly<Record<string, number>> = {
  // What landed becomes listens and catalogue.
  'refresh/listens_watermark': 2,
  'refresh/item_words': 1,
  'refresh/items': 1,
  'refresh/exposures': 1,
  'refresh/item_tags': 1,
  'refresh/arrived_listens': 1,
  'refresh/retractions': 1,
  'refresh/echoes': 1,
  'refresh/remove_echoes': 1,
  'refresh/remove_superseded': 1,
  'refresh/listens': 1,
  // The gates on the listens and on the model.
  'checks/listens': 1,
  'checks/intact_listeners': 1,
  'checks/days': 1,
  'checks/popular_tracks': 1,
  'train/model_sizes': 1,
  'evaluation/holdout': 1,
  // Twice: for the holdout, on a sample of users from `model_user_items` on, and for the model.
  'train/model_users': 2,
  'train/model_items': 2,
  'train/model_user_items': 2,
  'train/model_crowd_items': 2,
  'train/crowd_size': 1,
  'train/model_counts': 2,
  'train/model_kernel_pairs': 2,
  'train/model_kernel': 2,
  'train/model_item_tags': 2,
  'train/model_pairs': 2,
  'train/model_scales': 2,
  'train/model_neighbours': 2,
  'train/cold_neighbours': 2,
  'train/model_candidates': 2,
  'train/model_interactions': 1,
  'train/model_seeds': 1,
  'train/model_loved': 1,
  'train/popular_lists': 1,
  'train/tag_lists': 1,
  'train/artist_lists': 1,
  // Publication, each for every shard.
  'publish/version': 2,
  'publish/cards': 1,
  'publish/neighbours': 1,
  'publish/aliases': 1,
  'publish/candidates': 1,
  'publish/loved': 1,
  'publish/own': 1,
  'publish/own_aliases': 1,
  'publish/lists': 1,
  'publish/search_items': 1,
};

/** BigQuery bills a table that a statement names for at least this much. */
const leastBytesPerTable = 10 * 2 ** 20;

/** Bytes of a text column: two, and its usual length. Ids are UUIDs. */
const textBytes: Readonly<Record<string, number>> = {
  data: 547,
  /** Type, user, batch, time, their names, and the ordering key that Pub/Sub adds. */
  attributes: 150,
  listen: 380,
  title: 26,
  artist_name: 18,
  release_name: 24,
  release_id: 36,
  release_group_id: 36,
  tags: 50,
  tag: 12,
  kind: 7,
  name: 20,
  model_version: 18,
  source: 8,
  subscription_name: 50,
  message_id: 18,
  url: 2,
};

/** Rows of every table that is read, with the messages of so many seconds. */
export function tableRows(load: Workload, messageSeconds = cloudOverlapSeconds): Readonly<Record<TableName, number>> {
  const rows = modelRows(load);
  const arriving = (load.listensPerDay * messageSeconds) / 86_400;
  return {
    listen_messages: arriving / load.listensPerRequest,
    arrived_listens: arriving,
    listens: load.listensPerDay * load.historyDays,
    retractions: load.listensPerDay / 1_000,
    /** One play in a hundred is told by two sources. */
    echoes: (load.listensPerDay * load.historyDays) / 100,
    /** No experiment is running. */
    exposures: 0,
    item_words: 3 * load.items,
    items: load.items,
    item_tags: 3 * load.items,
    model_users: rows.users,
    model_items: rows.items,
    model_user_items: rows.userItems,
    /** Who has listeners enough needs no strangers. */
    crowd: 0,
    model_crowd_items: 0,
    model_kernel_pairs: rows.kernelPairs,
    model_kernel: rows.neighbours,
    model_spectral: rows.neighbours,
    model_item_tags: 3 * load.items,
    model_pairs: 2 * rows.neighbours,
    model_scales: 1,
    model_neighbours: 2 * rows.neighbours,
    model_candidates: rows.candidates,
    model_seeds: rows.seeds,
    model_loved: rows.loved,
    model_lists: (load.items / 5) * tuning.model.artistItemsMax,
  };
}

/** Bytes that one training and its publication read, and what they are billed for. */
export function trainingBytes(load: Workload): number {
  const rows = tableRows(load);
  let bytes = 0;
  for (const [name, times] of Object.entries(statementsOfTraining)) {
    bytes += times * statementBytes(name, load, rows);
  }
  return bytes;
}

/**
 * Seconds of one slot for a training: what DuckDB's cores take for ten million listens (`npm run bench`), twice, because a
 * slot is about half a core; publication reads each row once more.
 */
const slotSecondsPerMillionListens = 60;
const slotSecondsPerMillionRowsPublished = 2;

export function trainingSlotSeconds(load: Workload): number {
  const listens = load.listensPerDay * load.historyDays;
  const { candidates, seeds, loved } = modelRows(load);
  const published = candidates + seeds + loved;
  return (listens * slotSecondsPerMillionListens + published * slotSecondsPerMillionRowsPublished) / 1e6;
}

/** A table that is clustered by what a shard's range names is read once by all shards; the rest is read by each. */
const readByRange: readonly TableName[] = [
  'model_neighbours',
  'model_candidates',
  'model_seeds',
  'model_loved',
  'model_user_items',
];

const byOneShard: readonly string[] = ['publish/lists', 'publish/search_items'];

/** How often a statement runs for one publication. */
function publishTimes(name: string, load: Workload): number {
  return name.startsWith('publish/') && !byOneShard.includes(name) ? publishShards(load) : 1;
}

function readings(name: string, table: TableName, load: Workload): number {
  return readByRange.includes(table) ? 1 : publishTimes(name, load);
}

/** Where a text names columns of one table that another has as well: what it reads of the other. */
const columnsRead: Readonly<Record<string, Partial<Record<TableName, readonly string[]>>>> = {
  'refresh/listens': { listens: ['user_id', 'listen_id'], echoes: ['user_id', 'listen_id'] },
};

/** Bytes of the columns that the text names, of the tables that it names. */
export function statementBytes(name: string, load: Workload, rows: Readonly<Record<TableName, number>>): number {
  const words = new Set(
    tokensOf(statement(name).text)
      .filter(({ kind }) => kind === 'word')
      .map(({ text }) => text),
  );
  let bytes = 0;
  for (const table of tableNames) {
    if (!words.has(table)) continue;
    const read = columnsRead[name]?.[table];
    const isRead = (column: string): boolean => read?.includes(column) ?? words.has(column);
    const width = columnsOf(table).reduce((sum, column) => sum + (isRead(column.name) ? widthOf(column) : 0), 0);
    // Every reading is billed for the least, also when a range leaves little of the table.
    const least = publishTimes(name, load) * leastBytesPerTable;
    bytes += Math.max(least, readings(name, table, load) * rows[table] * width);
  }
  return bytes;
}

/** Bytes of a row, all columns. */
export function rowBytes(table: TableName): number {
  return columnsOf(table).reduce((sum, column) => sum + widthOf(column), 0);
}

function widthOf({ name, type }: ReturnType<typeof columnsOf>[number]): number {
  if (type === 'BOOL') return 1;
  return type === 'STRING' ? (textBytes[name] ?? 38) : 8;
}
