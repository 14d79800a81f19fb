/** What Segue sends without being asked: the calls that a user's webhook receives. */
import { z } from 'zod';
import { Patch, Period } from '#shared/schemas/edition.ts';
import { ModelVersion, PlaylistId, UserId } from '#shared/schemas/ids.ts';

/** An edition was published. A receiver ignores events and fields that it does not know. */
export const EditionPublished = z.strictObject({
  type: z.literal('edition.published'),
  timestamp: z.iso.datetime().describe('When it was sent'),
  data: z.strictObject({
    userId: UserId,
    playlistId: PlaylistId,
    patch: Patch,
    period: Period,
    title: z.string(),
    modelVersion: ModelVersion,
  }),
});
