/** The warehouse's tables: columns from zod, how they are cut and sorted. BigQuery's schemas and DuckDB's tables come from it. */
import { z } from 'zod';

const Timestamp = z.date();
const Count = z.int();

export type Table = {
  readonly row: z.ZodObject;
  /** Partition column and clustering columns; DuckDB needs neither. */
  readonly partition?: string;
  /** Width of a partition, a day if not said: BigQuery keeps 10,000 of them and writes at most 4,000 with one job. */
  readonly partitionBy?: 'MONTH';
  /** Whether BigQuery refuses a statement that does not bound the partition column. */
  readonly boundsRequired?: true;
  readonly cluster?: readonly string[];
};

export const tables = {
  /** Every message of topic `listens` as the subscription lands it: BigQuery's own column names. */
  listen_messages: {
    row: z.object({
      subscription_name: z.string(),
      message_id: z.string(),
      publish_time: Timestamp,
      data: z.string(),
      attributes: z.string(),
    }),
    partition: 'publish_time',
    boundsRequired: true,
  },
  /** The listens of the messages that landed since the last run: a step on their way into `listens`, replaced by each run. */
  arrived_listens: {
    row: z.object({
      user_id: z.string(),
      listen_id: z.string(),
      batch_id: z.string(),
      received_at: Timestamp,
      message_id: z.string(),
      landed_at: Timestamp,
      listen: z.string(),
    }),
    cluster: ['user_id'],
  },
  /** One row per distinct listen that was not retracted (I1). Listen ids are the client's: only with the user are they unique. */
  listens: {
    row: z.object({
      listen_id: z.string(),
      user_id: z.string(),
      item_id: z.string(),
      kind: z.string(),
      artist_id: z.string().nullable(),
      listened_at: Timestamp,
      played_ms: Count.nullable(),
      duration_ms: Count.nullable(),
      /** Engagement weight, 0 to 1 (domain/engagement.ts). */
      weight: z.number(),
      /** The message that told it first: of several copies, the one received first counts. */
      batch_id: z.string(),
      received_at: Timestamp,
      message_id: z.string(),
      /** When that message was published: the newest of all is the watermark of the next run. */
      landed_at: Timestamp,
      /** The listen as it was accepted, JSON: for reading back and for export. */
      listen: z.string(),
    }),
    partition: 'listened_at',
    /** Imported histories go back to 2002, which is more days than one job may write. */
    partitionBy: 'MONTH',
    cluster: ['user_id'],
  },
  /** Listens that were taken back, for ever: a copy that arrives later does not count. */
  retractions: {
    row: z.object({ user_id: z.string(), listen_id: z.string(), received_at: Timestamp }),
    cluster: ['user_id'],
  },
  /** The catalogue: the operator's latest word, else the first listen's. */
  items: {
    row: z.object({
      item_id: z.string(),
      kind: z.string(),
      title: z.string().nullable(),
      artist_id: z.string().nullable(),
      artist_name: z.string().nullable(),
      release_name: z.string().nullable(),
      duration_ms: Count.nullable(),
      /** Unix seconds. */
      published_at: Count.nullable(),
      serial: Count.nullable(),
      explicit: z.boolean().nullable(),
      url: z.string().nullable(),
      /** JSON array of text; `item_tags` holds them one by one. */
      tags: z.string(),
      source: z.string(),
      received_at: Timestamp,
      message_id: z.string(),
    }),
    cluster: ['item_id'],
  },
  item_tags: {
    row: z.object({ item_id: z.string(), tag: z.string() }),
    cluster: ['item_id'],
  },
} as const satisfies Record<string, Table>;

export type TableName = keyof typeof tables;
export type RowOf<T extends TableName> = z.infer<(typeof tables)[T]['row']>;
export const tableNames = Object.keys(tables) as TableName[];
