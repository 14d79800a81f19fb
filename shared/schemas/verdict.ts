/** What `watch` found: every stage's freshness and quality beside its objective. */
import { z } from 'zod';
import { limits } from '#shared/schemas/limits.ts';

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

/** What the stages measured at one instant: value by stage, as entries. */
export const CoursePoint = z.strictObject({
  at: z.int(),
  values: z.array(z.tuple([z.string(), z.number().nullable()])),
});
export type CoursePoint = z.infer<typeof CoursePoint>;

export const Verdict = z.strictObject({
  watchedAt: z.int(),
  stages: z.array(Stage),
  /** What only a training makes measurable, as of its instant: it stands until the next. */
  quality: z.strictObject({ measuredAt: z.int(), stages: z.array(Stage) }).optional(),
  /** The last day, oldest first: verdicts of before it was kept have none. */
  course: z.array(CoursePoint).max(limits.coursePointsMax).optional(),
});
export type Verdict = z.infer<typeof Verdict>;
