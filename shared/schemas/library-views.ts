/** What `/v1` says of libraries. Part of the OpenAPI document. */
import { z } from 'zod';
import { Rfc3339 } from '#shared/schemas/api.ts';
import { Patch, Period } from '#shared/schemas/edition.ts';
import { PlaylistId } from '#shared/schemas/ids.ts';
import { LibraryTrouble } from '#shared/schemas/library.ts';
import { ItemCard } from '#shared/schemas/model.ts';

export const LibrariesView = z.strictObject({
  libraries: z.array(
    z.strictObject({
      libraryId: z.string(),
      server: z.string().describe('As it calls itself'),
      songs: z.int(),
      nameless: z.int().describe('Songs without an artist: nobody can tell what they are'),
      readAt: Rfc3339.nullable(),
      reading: z.int().nullable().describe('Songs read so far, while it is being read'),
      trouble: LibraryTrouble.extend({ since: Rfc3339 }).nullable(),
    }),
  ),
});
export const DeliveriesView = z.strictObject({
  deliveries: z.array(
    z.strictObject({
      libraryId: z.string(),
      server: z.string().describe('As it calls itself'),
      patch: Patch,
      period: Period,
      playlistId: PlaylistId,
    }),
  ),
});
export const MissingView = z.strictObject({
  playlistId: PlaylistId,
  patch: Patch,
  period: Period,
  inLibrary: z.int().describe('Items of the edition that a library of the user holds'),
  missing: z.array(ItemCard),
});
