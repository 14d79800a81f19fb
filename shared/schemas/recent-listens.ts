/** A batch's recent listens as they were accepted, or ids of some that were taken back; vanishes when nothing is recent any more. */
import { z } from 'zod';
import { ListenId, UserId } from '#shared/schemas/ids.ts';
import { Listen } from '#shared/schemas/listen.ts';

export const RecentListens = z.strictObject({
  userId: UserId,
  batchId: z.string(),
  /** Unix seconds: no listen here is newer. */
  newestAt: z.int(),
  receivedAt: z.int(),
  listens: z.array(Listen),
  /** Not shown, from whatever batch they come: a listen that was taken back may be sent again. */
  retracted: z.array(ListenId).optional(),
  /** Listens of the batch that were taken back: plays of which no echo is shown either. */
  gone: z.array(z.strictObject({ song: z.string(), listenedAt: z.int(), separation: z.int() })).optional(),
});
export type RecentListens = z.infer<typeof RecentListens>;
