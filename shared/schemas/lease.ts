/** Who may do what only one may do, and until when. */
import { z } from 'zod';

export const LeaseRecord = z.strictObject({
  until: z.int(),
  /** Missing when the last run said that it was done. */
  holder: z.string().optional(),
  /** A holder before this one, of which something may still be under way. */
  former: z.string().optional(),
  /** How many runs have begun. */
  begun: z.int().optional(),
  /** The newest run that ended well. */
  done: z.strictObject({ run: z.int(), beganAt: z.int(), endedAt: z.int() }).optional(),
});
export type LeaseRecord = z.infer<typeof LeaseRecord>;
