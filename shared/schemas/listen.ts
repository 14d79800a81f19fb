/** A listen: one playback of one item by one user. The canonical form, as it travels and as it is kept. */
import { z } from 'zod';
import { Address, ArtistId, ItemId, isPlainText, ListenId, ReleaseId, Tag, UserId } from '#shared/schemas/ids.ts';
import { limits } from '#shared/schemas/limits.ts';

export const Kind = z
  .enum(['track', 'episode'])
  .describe("A music track or a podcast episode; an episode's artist is its show");
export type Kind = z.infer<typeof Kind>;

export const Text = z
  .string()
  .trim()
  .min(1)
  .max(limits.textCharactersMax)
  .refine(isPlainText, 'must not contain control characters or broken Unicode');

/** An instant on the wire: RFC 3339 text, or Unix seconds, or Unix milliseconds. Inside: Unix seconds. */
export const Instant = z
  .union([
    z.iso.datetime({ offset: true }).transform((text) => Math.floor(Date.parse(text) / 1000)),
    z
      .int()
      .nonnegative()
      // 1e11 seconds is the year 5138, 1e11 milliseconds is 1973: the two cannot be mistaken for each other.
      .refine((number) => number < 1e14, 'is neither Unix seconds nor Unix milliseconds')
      .transform((number) => (number >= 1e11 ? Math.floor(number / 1000) : number)),
  ])
  .describe('An instant: RFC 3339 text, Unix seconds or Unix milliseconds');

const DurationMs = z.int().nonnegative().max(limits.durationMsMax).describe('Milliseconds');

/** What a listen may say about its item. The catalogue learns from it; the operator's word replaces it. */
const described = {
  kind: Kind,
  title: Text.optional(),
  artistId: ArtistId.optional(),
  artistName: Text.optional(),
  releaseName: Text.optional(),
  releaseId: ReleaseId.optional(),
  releaseGroupId: ReleaseId.optional(),
  tags: z.array(Tag).max(limits.tagsPerItemMax).optional(),
  durationMs: DurationMs.optional(),
  addresses: z.array(Address).max(limits.addressesMax).optional().describe('What other systems call the item'),
  artistAddresses: z.array(Address).max(limits.addressesMax).optional().describe('What they call its main artist'),
};

/** The canonical listen. `listenedAt`: Unix seconds of its start. */
export const Listen = z.strictObject({
  id: ListenId,
  userId: UserId,
  itemId: ItemId,
  listenedAt: z.int(),
  playedMs: DurationMs.optional().describe('Milliseconds played, if known'),
  ...described,
  /** Keys made of the names where they are not the item's id: of the recording, and of the song, which has no version. */
  recordingId: ItemId.optional(),
  songId: ItemId.optional(),
  /** What the client said beyond that, kept word for word for reading back (ListenBrainz's additional_info). */
  info: z.record(z.string(), z.json()).optional(),
});
export type Listen = z.infer<typeof Listen>;

/** What a client says beyond a listen's fields, as it is kept for reading back: bounded, in whole characters. */
const Info = z
  .record(z.string(), z.unknown())
  .refine((info) => sizeOf(info) <= limits.listenInfoCharactersMax, 'must be short and not nested deeply')
  .transform((info) => wellFormed(info) as Record<string, z.core.util.JSONType>)
  .describe('What else is known of it, kept word for word');

function sizeOf(info: unknown): number {
  try {
    return JSON.stringify(info).length;
  } catch {
    return Number.POSITIVE_INFINITY;
  }
}

/** JSON that every store can keep: no halves of surrogate pairs, no numbers beyond a double. */
export function wellFormed(value: unknown): unknown {
  if (typeof value === 'string') return value.toWellFormed();
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  if (Array.isArray(value)) return value.map(wellFormed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key.toWellFormed(), wellFormed(part)]));
}

/** A listen as a client sends it to `/v1`: ids may be left out where they can be derived. */
export const ListenInput = z
  .strictObject({
    id: ListenId.optional().describe('Derived from user, listenedAt and item when left out'),
    userId: UserId.optional().describe("The token's user when left out; required with the operator token"),
    itemId: ItemId.optional().describe('Derived from artistName and title when left out'),
    listenedAt: Instant,
    playedMs: DurationMs.optional(),
    ...described,
    kind: Kind.default('track'),
    info: Info.optional(),
  })
  .refine((listen) => listen.itemId !== undefined || (listen.title !== undefined && listen.artistName !== undefined), {
    error: 'needs "itemId", or "title" and "artistName" to derive it from',
    path: ['itemId'],
  });
export type ListenInput = z.infer<typeof ListenInput>;
