/** A batch's recent listens as they were accepted, for reading back; vanishes when they are recent no more. */
import { z } from 'zod';
import { UserId } from '#shared/schemas/ids.ts';
import { Listen } from '#shared/schemas/listen.ts';

export const RecentListens = z.strictObject({
  userId: UserId,
  batchId: z.string(),
  /** Unix seconds, of the newest listen here. */
  newestAt: z.int(),
  receivedAt: z.int(),
  listens: z.array(Listen),
});
export type RecentListens = z.infer<typeof RecentListens>;
