/** Branded ids: opaque strings that fit every store's key, so no layer below has to doubt them again. */
import { z } from 'zod';
import { limits } from '#shared/schemas/limits.ts';

const encoder = new TextEncoder();

// biome-ignore lint/suspicious/noControlCharactersInRegex: refusing control characters is the purpose
const controlCharacter = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/u;

/** True when `text` holds no control character and no half of a surrogate pair. */
export function isPlainText(text: string): boolean {
  return !controlCharacter.test(text) && text.isWellFormed();
}

const id = z
  .string()
  .min(1)
  .refine(isPlainText, 'must not contain control characters or broken Unicode')
  // URLs resolve these two away, escaped or not, so nobody could ever ask for them.
  .refine((text) => text !== '.' && text !== '..', 'must not be "." or ".."')
  .refine(
    // A UTF-16 unit takes at most three bytes, so most ids need not be encoded to know.
    (text) => text.length * 3 <= limits.idBytesMax || encoder.encode(text).length <= limits.idBytesMax,
    `must be at most ${limits.idBytesMax} bytes of UTF-8`,
  );

export const UserId = id.brand<'UserId'>().describe('Opaque id of a user');
export type UserId = z.infer<typeof UserId>;

export const ItemId = id
  .brand<'ItemId'>()
  .describe("Opaque id of an item: the client's, else a UUID derived from main artist and title");
export type ItemId = z.infer<typeof ItemId>;

/** What other systems call an item or artist, as a short URI: never its id, but found and answered to. */
export const Address = z
  .string()
  .max(limits.idBytesMax)
  .regex(/^[a-z][a-z0-9+.-]*:[^\s]+$/, 'must be a short URI such as "mbid:…", "isrc:…" or "spotify:track:…"')
  .refine(isPlainText, 'must not contain control characters or broken Unicode')
  .describe('What another system calls it: "mbid:…", "isrc:…", "spotify:track:…"');
export type Address = z.infer<typeof Address>;

export const ArtistId = id.brand<'ArtistId'>().describe('Opaque id of an artist; for an episode, of its show');
export type ArtistId = z.infer<typeof ArtistId>;

export const ReleaseId = id.brand<'ReleaseId'>().describe('Opaque id of a release or of a group of releases');
export type ReleaseId = z.infer<typeof ReleaseId>;

export const ListenId = id.brand<'ListenId'>().describe('Id of a listen: a resend with the same id is the same listen');
export type ListenId = z.infer<typeof ListenId>;

export const PlaylistId = z
  .guid()
  .brand<'PlaylistId'>()
  .describe('Id of an edition, derived from user, patch and period');
export type PlaylistId = z.infer<typeof PlaylistId>;

export const ModelVersion = z
  .string()
  .regex(/^[0-9]{8}T[0-9]{6}Z(-[0-9a-z]{1,8})?$/)
  .brand<'ModelVersion'>()
  .describe('Readable version of a model, the instant its training was due, for example "20261123T030000Z"');
export type ModelVersion = z.infer<typeof ModelVersion>;

export const Tag = z
  .string()
  .trim()
  .min(1)
  .max(limits.tagCharactersMax)
  .refine(isPlainText, 'must not contain control characters or broken Unicode')
  .transform((tag) => tag.toLowerCase())
  .describe('A tag or genre, lower case');
export type Tag = z.infer<typeof Tag>;
