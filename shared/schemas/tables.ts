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

/** Every row of a model says which: a shard of an older version finds nothing instead of something else. */
const modelled = { model_version: z.string() };
/** Surrogates: dense numbers from 1, good for one model only. What training joins, and what shards are cut by. */
const ofUser = { ...modelled, user_index: Count };
const ofItem = { ...modelled, item_index: Count };
const pair = { ...ofItem, neighbour_index: Count };

/** What is said of an item. */
const words = {
  kind: z.string(),
  title: z.string().nullable(),
  artist_id: z.string().nullable(),
  artist_name: z.string().nullable(),
  release_name: z.string().nullable(),
  release_id: z.string().nullable(),
  release_group_id: z.string().nullable(),
  duration_ms: Count.nullable(),
  /** Unix seconds. */
  published_at: Count.nullable(),
  serial: Count.nullable(),
  explicit: z.boolean().nullable(),
  url: z.string().nullable(),
  /** Keys made of the names where they are not the id: of the recording, and of the song, which has no version. */
  recording_id: z.string().nullable(),
  song_id: z.string().nullable(),
  /** JSON arrays of text: what other systems call the item and its artist. */
  addresses: z.string(),
  artist_addresses: z.string(),
  /** JSON array of text; `item_tags` holds them one by one. */
  tags: z.string(),
  source: z.string(),
  received_at: Timestamp,
  message_id: z.string(),
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
      item_id: z.string(),
      song_id: z.string().nullable(),
      listened_at: Timestamp,
      separation: Count,
      batch_id: z.string(),
      received_at: Timestamp,
      message_id: z.string(),
      landed_at: Timestamp,
      listen: z.string(),
    }),
    cluster: ['user_id'],
  },
  /** One row per play: distinct listens that are no echoes and were not retracted (I1). Listen ids are the client's: only with the user are they unique. */
  listens: {
    row: z.object({
      listen_id: z.string(),
      user_id: z.string(),
      item_id: z.string(),
      /** The song it is, where that is not the item's own id: what "heard" and echoes ask for. */
      song_id: z.string().nullable(),
      kind: z.string(),
      artist_id: z.string().nullable(),
      listened_at: Timestamp,
      played_ms: Count.nullable(),
      duration_ms: Count.nullable(),
      /** Engagement weight, 0 to 1 (domain/listens/engagement.ts). */
      weight: z.number(),
      /** Seconds before the song can begin again, 0 when not told (domain/listens/echo.ts). */
      separation: Count.nullable(),
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
  /**
   * Listens that were told and never count: echoes of another, and those taken back, for ever. Two rows for one that is both. What
   * is here still tells of its play: what comes later of the same is an echo of it.
   */
  echoes: {
    row: z.object({
      user_id: z.string(),
      listen_id: z.string(),
      item_id: z.string(),
      song_id: z.string().nullable(),
      listened_at: Timestamp,
      separation: Count,
      retracted: z.boolean(),
    }),
    cluster: ['user_id'],
  },
  /** Who was shown what of an experiment: one row per user, experiment, UTC day and place; the first of the day counts. */
  exposures: {
    row: z.object({
      user_id: z.string(),
      experiment: z.string(),
      variant: z.string(),
      shown: z.string(),
      exposed_at: Timestamp,
      /** JSON array of item ids, in the order in which they were shown. */
      items: z.string(),
    }),
    partition: 'exposed_at',
    cluster: ['experiment', 'user_id'],
  },
  /** What the operator, under an empty user id, and the first listeners said of every item. */
  item_words: {
    row: z.object({ item_id: z.string(), user_id: z.string(), ...words }),
    cluster: ['item_id'],
  },
  /** The catalogue as everybody may read it: the operator's latest word, else what enough listeners say. */
  items: {
    row: z.object({ item_id: z.string(), ...words }),
    cluster: ['item_id'],
  },
  item_tags: {
    row: z.object({
      item_id: z.string(),
      tag: z.string(),
      /** How many people say so; 1 where a catalogue does not count. */
      taggings: z.number(),
    }),
    cluster: ['item_id'],
  },

  /** Public listens of strangers, who only say what goes with what: training data of no user. Replaced as a whole. */
  crowd: {
    row: z.object({ listener: Count, item_id: z.string(), plays: Count }),
    cluster: ['listener'],
  },

  model_users: {
    row: z.object({ ...ofUser, user_id: z.string(), listens: Count, newest_at: Timestamp }),
    cluster: ['user_index'],
  },
  model_items: {
    row: z.object({
      ...ofItem,
      /** The item that stands for its recording: of several ids of one, the one most people play. */
      item_id: z.string(),
      recording_id: z.string(),
      kind: z.string(),
      artist_id: z.string().nullable(),
      /** Users who listened; 0 for an item that is only in the catalogue. */
      users: Count,
      /** Users who listened, each halved by the age of their last listen. */
      popularity: z.number(),
      /** Whether others than its listeners may be shown it. */
      proposed: z.boolean(),
    }),
    cluster: ['item_index'],
  },
  /** What every user played, skips included. `place` 1 is the user's strongest. */
  model_user_items: {
    row: z.object({
      ...ofUser,
      item_index: Count,
      plays: Count,
      slow: z.number(),
      weight: z.number(),
      last_listened_at: Timestamp,
      place: Count,
    }),
    cluster: ['user_index'],
  },
  /** What strangers played, where the model takes them in. Place 1 is what one played most. */
  model_crowd_items: {
    row: z.object({ ...modelled, listener_index: Count, item_index: Count, place: Count }),
    cluster: ['listener_index'],
  },
  /** Pairs of items that the same users played, each once: the first index is below the second. */
  model_kernel_pairs: {
    row: z.object({ ...modelled, first_index: Count, second_index: Count, score: z.number() }),
    cluster: ['first_index'],
  },
  /** The same pairs both ways, the strongest of each item. */
  model_kernel: { row: z.object({ ...pair, score: z.number() }), cluster: ['item_index'] },
  /** Pairs by the spectral model, the strongest of each item; made by `train`, empty when the kernel stands alone. */
  model_spectral: { row: z.object({ ...pair, score: z.number() }), cluster: ['item_index'] },
  /** Items as vectors of tags: the length of each is below 1. */
  model_item_tags: {
    row: z.object({ ...ofItem, tag_index: Count, value: z.number() }),
    cluster: ['item_index'],
  },
  /** What kernel, spectral model and tags say of every pair that one of the first two found; NULL when nothing. */
  model_pairs: {
    row: z.object({
      ...pair,
      kernel: z.number().nullable(),
      spectral: z.number().nullable(),
      likeness: z.number().nullable(),
    }),
    cluster: ['item_index'],
  },
  /** One row: what brings the three to one scale. NULL where there is nothing to scale. */
  model_scales: {
    row: z.object({
      ...modelled,
      kernel_mean: z.number().nullable(),
      spectral_mean: z.number().nullable(),
      likeness_mean: z.number().nullable(),
    }),
  },
  /** The neighbours of every item, place 1 first: what candidates are made of and what is published. */
  model_neighbours: {
    row: z.object({ ...pair, score: z.number(), place: Count }),
    cluster: ['item_index'],
  },
  model_candidates: {
    row: z.object({ ...ofUser, item_index: Count, score: z.number(), place: Count }),
    cluster: ['user_index'],
  },
  /** Why a candidate is one: the items of the user's own that gave most of its score, and their share of it. */
  model_seeds: {
    row: z.object({ ...ofUser, item_index: Count, seed_index: Count, share: z.number(), place: Count }),
    cluster: ['user_index'],
  },
  /** The user's own items that lasted: what weekly jams draw from. */
  model_loved: {
    row: z.object({
      ...ofUser,
      item_index: Count,
      score: z.number(),
      plays: Count,
      last_listened_at: Timestamp,
      place: Count,
    }),
    cluster: ['user_index'],
  },
  /** Lists that serve many users: "popular:track", "popular:episode", "tag:<tag>", "artist:<artistId>". */
  model_lists: {
    row: z.object({ ...modelled, name: z.string(), item_index: Count, score: z.number(), place: Count }),
    cluster: ['name'],
  },
} as const satisfies Record<string, Table>;

export type TableName = keyof typeof tables;
export type RowOf<T extends TableName> = z.infer<(typeof tables)[T]['row']>;
export const tableNames = Object.keys(tables) as TableName[];
