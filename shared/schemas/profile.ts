/** A profile: what we learned from a user's listens. One bounded document (I2, I11). */
import { z } from 'zod';
import { UserId } from '#shared/schemas/ids.ts';

/**
 * One affinity: `[id, fast, slow, at, plays]`. `fast` and `slow` are sums of listen weights, each decayed with its own
 * half-life to the instant `at` (Unix seconds), the newest listen among them. An array, because ids are opaque and
 * none may become a property name.
 */
export const AffinityEntry = z.tuple([z.string(), z.number(), z.number(), z.int(), z.int()]);
export type AffinityEntry = z.infer<typeof AffinityEntry>;

/**
 * One listen of the window: `[key, listenedAt, itemId, separation, song]`; `key` and `song` are 64-bit hashes of ids. Echoes are
 * there too. A separation of 0 (see domain/listens/echo.ts) and a song that is the item's own id may be left out.
 */
export const WindowEntry = z.tuple([z.string(), z.int(), z.string(), z.int().optional(), z.string().optional()]);
export type WindowEntry = z.infer<typeof WindowEntry>;

export const Profile = z.strictObject({
  userId: UserId,
  items: z.array(AffinityEntry),
  /** Artists of tracks; the shows of episodes stand apart, because following a show is a promise of its own. */
  artists: z.array(AffinityEntry),
  shows: z.array(AffinityEntry),
  tags: z.array(AffinityEntry),
  /**
   * What truncation may cost: the greatest rank key (see domain/profile/decay.ts) ever evicted, null while nothing was. An
   * affinity is exact while this is null, and otherwise too low by at most this much.
   */
  evicted: z.strictObject({
    items: z.number().nullable(),
    artists: z.number().nullable(),
    shows: z.number().nullable(),
    tags: z.number().nullable(),
  }),
  /** The most recent listens, newest first: the set in which a repeat and an echo are recognised. */
  window: z.array(WindowEntry),
  /** Listens at or before this instant may have left the window and cannot be told from repeats any more. */
  windowFloor: z.int().nullable(),
  /** Every item ever played, as a scalable Bloom filter: slices of base64, no false negatives. */
  heard: z.array(z.strictObject({ bits: z.string(), count: z.int() })),
  /** The last message batches folded in, newest last, as `[key, receivedAt]`: redelivery of one changes nothing. */
  batches: z.array(z.tuple([z.string(), z.int()])),
  /** Batches received at or before this instant may have left that list; missing while none has. */
  batchesFloor: z.int().optional(),
  /** Set while listens older than the window wait to be included from the warehouse. */
  rebuild: z
    .strictObject({ since: z.int(), awaiting: z.array(z.string()) })
    .nullable()
    .describe(
      'When the oldest batch was received that marked it (Unix seconds); batches the warehouse must hold first',
    ),
  /** Distinct listens included, and the newest `listenedAt` among them. */
  listens: z.int(),
  watermark: z.int().nullable(),
  /** When the last batch was folded in, Unix seconds. */
  learnedAt: z.int(),
});
export type Profile = z.infer<typeof Profile>;
