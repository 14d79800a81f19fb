/** A refused listen, kept with its verdict so that nothing a client sent is lost without a trace. */
import { z } from 'zod';
import { UserId } from '#shared/schemas/ids.ts';

export const Quarantined = z.strictObject({
  quarantineId: z.string(),
  userId: UserId,
  receivedAt: z.int(),
  index: z.int().describe('Position in the batch'),
  code: z.string(),
  detail: z.string(),
  /** What was sent, cut to a bounded length. */
  sent: z.string(),
});
export type Quarantined = z.infer<typeof Quarantined>;
