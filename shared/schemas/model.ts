/** What one training run publishes: neighbours, candidates, lists, and the manifest that names them. */
import { z } from 'zod';
import { ModelVersion, UserId } from '#shared/schemas/ids.ts';
import { Item } from '#shared/schemas/item.ts';

/** An item as models and editions carry it: enough to filter, diversify and show it without another read. */
export const ItemCard = Item.pick({
  itemId: true,
  kind: true,
  title: true,
  artistId: true,
  artistName: true,
  releaseName: true,
  releaseId: true,
  releaseGroupId: true,
  durationMs: true,
  explicit: true,
  publishedAt: true,
  serial: true,
  url: true,
  addresses: true,
  artistAddresses: true,
  recordingId: true,
  songId: true,
}).extend({ tags: z.array(z.string()) });
export type ItemCard = z.infer<typeof ItemCard>;

export const Neighbour = z.strictObject({ item: ItemCard, score: z.number() });
export type Neighbour = z.infer<typeof Neighbour>;

/** The neighbours of one item under one model, best first. */
export const Neighbours = z.strictObject({
  modelVersion: ModelVersion,
  itemId: z.string(),
  /** The item itself, for the words of reasons; older models do not say. */
  item: ItemCard.optional(),
  neighbours: z.array(Neighbour),
});
export type Neighbours = z.infer<typeof Neighbours>;

/** Cards as documents keep them: adapters/documents/packed-cards.ts. */
export const PackedCards = z.strictObject({
  columns: z.array(z.string()),
  /** What more than one value says; a number in a row is one of these. */
  words: z.array(z.string()),
  rows: z.array(z.array(z.unknown())),
});
export type PackedCards = z.infer<typeof PackedCards>;

/** `Neighbours` as they are kept: the cards of the neighbours, and behind them the item's own. */
export const KeptNeighbours = z.strictObject({
  modelVersion: ModelVersion,
  itemId: z.string(),
  cards: PackedCards,
  scores: z.array(z.number()),
});
export type KeptNeighbours = z.infer<typeof KeptNeighbours>;

/** An item proposed for a user: its score and the items of the user's own that led to it, strongest first. */
export const Candidate = z.strictObject({
  item: ItemCard,
  score: z.number(),
  seeds: z.array(
    z.strictObject({
      itemId: z.string(),
      title: z.string().optional(),
      artistId: z.string().optional(),
      artistName: z.string().optional(),
      /** Part of the candidate's score that this seed gave, 0 to 1. */
      share: z.number(),
    }),
  ),
});
export type Candidate = z.infer<typeof Candidate>;

/** What the warehouse computed for one user under one model. */
export const Candidates = z.strictObject({
  modelVersion: ModelVersion,
  userId: UserId,
  /** Never played by the model's watermark, best first. */
  candidates: z.array(Candidate),
  /** What they were made from, so that an answer adds what happened since; older models do not say. */
  basis: z
    .strictObject({
      /** A candidate's score of 1, as weights of seeds times scores of neighbours. */
      scale: z.number(),
      /** Items of the user's own, under every id, and what they weighed as domain/recommend/recommend.ts weighs seeds. */
      seeds: z.array(z.tuple([z.string(), z.number()])),
    })
    .optional(),
  /** The user's own items by long-term affinity, wherever they stand in the profile: what weekly-jams draws from. */
  loved: z.array(z.strictObject({ item: ItemCard, score: z.number(), plays: z.int(), lastListenedAt: z.int() })),
  /** Cards of the user's own strongest items beside those, under every id; older models do not say. */
  known: z.array(ItemCard).optional(),
});
export type Candidates = z.infer<typeof Candidates>;

/** `Candidates` as they are kept: deflated JSON, base64, in two parts, since a live answer opens the first alone. */
export const KeptCandidates = z.strictObject({
  modelVersion: ModelVersion,
  userId: UserId,
  proposed: z.string(),
  own: z.string(),
});
export type KeptCandidates = z.infer<typeof KeptCandidates>;

/** A ranked list that serves many users: popular overall or in a tag, or the best of an artist. */
export const ItemList = z.strictObject({
  modelVersion: ModelVersion,
  /** "popular:track", "popular:episode", "tag:<tag>", "artist:<artistId>". */
  name: z.string(),
  items: z.array(z.strictObject({ item: ItemCard, score: z.number() })),
});
export type ItemList = z.infer<typeof ItemList>;

/** `ItemList` as it is kept. */
export const KeptList = z.strictObject({
  modelVersion: ModelVersion,
  name: z.string(),
  cards: PackedCards,
  scores: z.array(z.number()),
});
export type KeptList = z.infer<typeof KeptList>;

export const Gate = z.strictObject({
  gate: z.string(),
  passed: z.boolean(),
  value: z.number().nullable(),
  limit: z.string().describe('What the value had to be'),
  detail: z.string(),
  ended: z
    .enum(['course', 'operator'])
    .optional()
    .describe('Why it passes although its value does not: candidates agreed for days, or an operator said so'),
});
export type Gate = z.infer<typeof Gate>;

export const ModelManifest = z.strictObject({
  modelVersion: ModelVersion,
  trainedAt: z.int(),
  /** Listens that reached the warehouse up to this instant are included. */
  watermark: z.int(),
  configDigest: z.string(),
  codeVersion: z.string(),
  /** The statements it was made with, by their content; models of older code do not say. */
  statementsDigest: z.string().optional(),
  ranker: z.enum(['kernel', 'spectral']).describe('Chosen on this deployment’s own temporal holdout'),
  counts: z.strictObject({
    listens: z.int(),
    users: z.int(),
    items: z.int(),
    neighbours: z.int(),
    candidates: z.int(),
    lists: z.int(),
  }),
  quality: z.record(z.string(), z.number()),
  gates: z.array(Gate),
  /** Of a candidate that is held: its most popular tracks, to tell whether the next ones agree with it. */
  popular: z.array(z.string()).optional(),
  /** Published when every gate passed and every shard was written; "held" keeps the last good model. */
  state: z.enum(['trained', 'held', 'published', 'retired']),
  shards: z.int(),
  /** When its documents run out, Unix seconds, if that was put off. */
  keptUntil: z.int().optional(),
});
export type ModelManifest = z.infer<typeof ModelManifest>;

/** The pointer every reader follows; moved last (I8). `previous` allows a rollback by one command. */
export const ModelPointer = z.strictObject({
  modelVersion: ModelVersion,
  publishedAt: z.int(),
  watermark: z.int(),
  previous: z.array(ModelVersion),
});
export type ModelPointer = z.infer<typeof ModelPointer>;
