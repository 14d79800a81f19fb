/** Which of how many equal parts of its work a scheduled verb is to do; one that cannot be divided does it all. */
import { z } from 'zod';

export const Part = z.object({
  part: z.int().nonnegative().default(0),
  parts: z.int().positive().default(1),
});
export type Part = z.infer<typeof Part>;
