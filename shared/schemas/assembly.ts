/** Everything one assembly sees, and nothing else: what is kept beside an edition so that it can be rebuilt (I5). */
import { z } from 'zod';
import { Patch, Period } from '#shared/schemas/edition.ts';
import { ModelVersion, UserId } from '#shared/schemas/ids.ts';
import { Candidate, ItemCard } from '#shared/schemas/model.ts';
import { User, UserSettings } from '#shared/schemas/user.ts';

/** An item of the user's own: played, loved, or both. Affinities as of the instant the edition is due. */
export const OwnItem = z.strictObject({
  item: ItemCard,
  fast: z.number(),
  slow: z.number(),
  plays: z.int(),
  /** Unix seconds; null for an item that was loved and never played. */
  lastListenedAt: z.int().nullable(),
});
export type OwnItem = z.infer<typeof OwnItem>;

/** An artist, show or tag the user likes, with its share of their affinity to all of them, 0 to 1. */
export const Taste = z.strictObject({ id: z.string(), share: z.number() });
export type Taste = z.infer<typeof Taste>;

/** The part of a model's list that this assembly may draw from. */
export const ListExcerpt = z.strictObject({
  name: z.string(),
  items: z.array(z.strictObject({ item: ItemCard, score: z.number() })),
});
export type ListExcerpt = z.infer<typeof ListExcerpt>;

export const AssemblyInputs = z.strictObject({
  userId: UserId,
  patch: Patch,
  period: Period,
  dueAt: z.int(),
  seed: z.int(),
  modelVersion: ModelVersion,
  watermark: z.int().nullable(),
  configDigest: z.string(),
  codeVersion: z.string(),
  variants: z.record(z.string(), z.string()),
  /** Dials that the variants set otherwise, by path in the tuning. */
  overrides: z.record(z.string(), z.number()),
  settings: UserSettings.pick({ kinds: true, explicit: true, weekStartsOn: true, length: true, playable: true }),
  /** Of a mix: the side of the taste it is made of. */
  side: z.strictObject({ mixId: z.string(), name: z.string() }).optional(),
  /** Blocks in force when the edition is due, and feedback on items of this assembly. */
  blocks: User.shape.blocks,
  feedback: User.shape.feedback,
  own: z.array(OwnItem),
  /** Strongest first. */
  artists: z.array(Taste),
  shows: z.array(Taste),
  tags: z.array(Taste),
  /** Best first. */
  candidates: z.array(Candidate),
  lists: z.array(ListExcerpt),
  /** Tracks that came out lately, of artists the user likes and of others near them; the strongest share first. */
  releases: z.array(z.strictObject({ item: ItemCard, liked: z.boolean(), share: z.number() })).optional(),
  /** Episodes of the shows the user follows. */
  episodes: z.array(ItemCard),
  /** Those of the items above that the user has played. */
  heard: z.array(z.string()),
  /** Distinct items there were to choose from: none refused, none of the last editions. */
  poolSize: z.int(),
  /** The last editions of the patch, newest first. */
  past: z.array(z.strictObject({ period: Period, songIds: z.array(z.string()) })),
});
export type AssemblyInputs = z.infer<typeof AssemblyInputs>;
