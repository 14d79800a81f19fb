/** What `watch` found: every stage's freshness and quality beside its objective. */
import { z } from 'zod';

export const Stage = z.strictObject({
  stage: z.string(),
  state: z.enum(['ok', 'late', 'unknown']),
  value: z.number().nullable(),
  /** The value at or below which the stage is ok. */
  objective: z.number(),
  unit: z.string(),
  detail: z.string(),
});
export type Stage = z.infer<typeof Stage>;

export const Verdict = z.strictObject({
  watchedAt: z.int(),
  stages: z.array(Stage),
  /** What only a training makes measurable, as of its instant: it stands until the next. */
  quality: z.strictObject({ measuredAt: z.int(), stages: z.array(Stage) }).optional(),
});
export type Verdict = z.infer<typeof Verdict>;
