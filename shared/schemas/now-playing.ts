/** What a user is playing this minute; vanishes when the track would be over. Never counts as a listen. */
import { z } from 'zod';
import { UserId } from '#shared/schemas/ids.ts';

export const NowPlaying = z.strictObject({
  userId: UserId,
  startedAt: z.int(),
  expiresAt: z.int(),
  /** The client's ListenBrainz track_metadata, as sent. */
  track: z.record(z.string(), z.json()),
});
export type NowPlaying = z.infer<typeof NowPlaying>;
