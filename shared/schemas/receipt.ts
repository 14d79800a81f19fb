/** What `forget` promises and what it removed, store by store. Holds no listening data. */
import { z } from 'zod';

export const Receipt = z.strictObject({
  receiptId: z.guid(),
  /** SHA-256 of the user id: the receipt and the tombstone must not hold the user themselves. */
  userHash: z.string(),
  requestedAt: z.int(),
  deadline: z.int(),
  state: z.enum(['accepted', 'done']),
  /** When everything had been gone through once: since then whatever begins finds a tombstone. */
  closedAt: z.int().optional(),
  doneAt: z.int().nullable(),
  removed: z.record(z.string(), z.int()).describe('Records removed by store'),
});
export type Receipt = z.infer<typeof Receipt>;

/** What stands where a forgotten user's document and profile stood: it stops late listens and holds no id. */
export const Tombstone = z.strictObject({ forgottenAt: z.int(), receiptId: z.guid() });
export type Tombstone = z.infer<typeof Tombstone>;
