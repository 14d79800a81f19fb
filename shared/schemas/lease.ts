/** Who may do what only one may do, and until when. */
import { z } from 'zod';

export const LeaseRecord = z.strictObject({ holder: z.string(), until: z.int() });
export type LeaseRecord = z.infer<typeof LeaseRecord>;
