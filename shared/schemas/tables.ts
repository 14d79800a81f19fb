/** The warehouse's tables: columns from zod, how they are cut and sorted. BigQuery's schemas and DuckDB's tables come from it. */
import { z } from 'zod';

const Timestamp = z.date();
const Count = z.int();

type Table = {
  readonly row: z.ZodObject;
  /** Day partition column and clustering columns; DuckDB needs neither. */
  readonly partition?: string;
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
  },
  /** One row per distinct listen that was not retracted (I1). */
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
      batch_id: z.string(),
      received_at: Timestamp,
      /** The listen as it was accepted, JSON: for reading back and for export. */
      listen: z.string(),
    }),
    partition: 'listened_at',
    cluster: ['user_id'],
  },
} as const satisfies Record<string, Table>;

export type TableName = keyof typeof tables;
export type RowOf<T extends TableName> = z.infer<(typeof tables)[T]['row']>;
export const tableNames = Object.keys(tables) as TableName[];
