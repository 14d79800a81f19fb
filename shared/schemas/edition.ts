/** An edition: the playlist of one patch for one user for one period, with a reason for every item. */
import { z } from 'zod';
import { ModelVersion, PlaylistId, UserId } from '#shared/schemas/ids.ts';
import { ItemCard } from '#shared/schemas/model.ts';

/** Patches that fall due by the calendar, for everybody. */
export const DuePatch = z
  .enum(['weekly-exploration', 'weekly-jams', 'daily-jams', 'new-releases'])
  .describe('The promise: never heard, loved but not heard lately, now, or out lately');
export type DuePatch = z.infer<typeof DuePatch>;
export const patches = DuePatch.options;

/** Patches that are made when somebody asks for them, and kept by nobody. */
export const DemandPatch = z
  .enum(['on-repeat', 'rewind', 'mix'])
  .describe('The promise: played again and again now, or once, or a side of a taste');
export type DemandPatch = z.infer<typeof DemandPatch>;

export const Patch = z.enum([...DuePatch.options, ...DemandPatch.options]).describe('The promise an edition keeps');
export type Patch = z.infer<typeof Patch>;

const demanded: ReadonlySet<string> = new Set(DemandPatch.options);
export const isMadeOnDemand = <P extends Patch>(patch: P): patch is P & DemandPatch => demanded.has(patch);

/** The rungs of the ladder, in the order in which they are climbed. */
export const Rung = z.enum(['loved', 'neighbours', 'followed', 'released', 'artists', 'tags', 'explored', 'popular']);
export type Rung = z.infer<typeof Rung>;

/** The evidence that put one item into one edition: as data, and in words fit for a screen. */
export const Reason = z.strictObject({
  rung: Rung,
  /** What led here: items, artists or tags of the user's own, with their share of the score (0 to 1). */
  because: z.array(
    z.strictObject({
      of: z.enum(['item', 'artist', 'tag']),
      id: z.string(),
      name: z.string().optional(),
      artistId: z.string().optional().describe('Of an item: whose it is'),
      share: z.number(),
    }),
  ),
  text: z.string(),
});
export type Reason = z.infer<typeof Reason>;

export const EditionItem = z.strictObject({ position: z.int(), item: ItemCard, score: z.number(), reason: Reason });
export type EditionItem = z.infer<typeof EditionItem>;

/** ISO week "2026-W48" or day "2026-11-23", in the user's time zone. */
export const Period = z
  .string()
  .regex(/^\d{4}-(W\d{2}|\d{2}-\d{2})$/)
  .brand<'Period'>();
export type Period = z.infer<typeof Period>;

/** A promise or limit that was loosened because the edition was not full: which dial, from where to where, for how many items. */
export const Relaxation = z.strictObject({ dial: z.string(), from: z.number(), to: z.number(), items: z.int() });
export type Relaxation = z.infer<typeof Relaxation>;

/** Everything needed to rebuild the edition byte for byte (I5). */
export const Manifest = z.strictObject({
  playlistId: PlaylistId,
  userId: UserId,
  patch: Patch,
  period: Period,
  /** The instant the edition was due: the only clock its assembly knows. */
  dueAt: z.int(),
  modelVersion: ModelVersion,
  /** Newest listen included, Unix seconds; null for a user without listens. */
  watermark: z.int().nullable(),
  configDigest: z.string(),
  codeVersion: z.string(),
  seed: z.int(),
  variants: z.record(z.string(), z.string()).describe('Variant by experiment'),
  /** Items the user asked for; the edition holds fewer only when the pool does. */
  length: z.int(),
  rungs: z.record(z.string(), z.int()).describe('Items by rung'),
  relaxed: z.array(Relaxation),
  repeats: z.strictObject({ count: z.int(), why: z.string().nullable() }),
  /** Distinct items there were to choose from: none refused, none of the last editions. */
  poolSize: z.int(),
  /** SHA-256 of the canonical inputs, and of the edition they give. */
  inputsDigest: z.string(),
  editionDigest: z.string(),
});
export type Manifest = z.infer<typeof Manifest>;

export const Edition = z.strictObject({
  playlistId: PlaylistId,
  userId: UserId,
  patch: Patch,
  period: Period,
  title: z.string(),
  description: z.string(),
  createdAt: z.int(),
  expiresAt: z.int(),
  modelVersion: ModelVersion,
  items: z.array(EditionItem),
});
export type Edition = z.infer<typeof Edition>;

/** One document, one write: the edition, its manifest, and the inputs of its assembly (deflated JSON, base64). */
export const StoredEdition = z.strictObject({
  edition: Edition,
  manifest: Manifest,
  inputs: z.string(),
  /** What the inputs say of the editions before it, newest first, so that the next one reads this one alone. */
  past: z.array(z.strictObject({ period: Period, songIds: z.array(z.string()) })).optional(),
});
export type StoredEdition = z.infer<typeof StoredEdition>;

/** When a user's edition of a patch is next due. Moved by `assemble` after the edition is stored, never before. */
export const Schedule = z.strictObject({
  userId: UserId,
  patch: DuePatch,
  shard: z.int(),
  nextDueAt: z.int(),
  period: Period,
  /** The model with which there was nothing to put in: another one is a reason to look again before the time. */
  emptyWith: ModelVersion.optional(),
});
export type Schedule = z.infer<typeof Schedule>;
