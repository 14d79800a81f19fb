/** The course of the stages: one measurement in a quarter of an hour, however often they are watched. */
import { limits } from '#shared/schemas/limits.ts';
import type { CoursePoint, Stage } from '#shared/schemas/verdict.ts';

const quarterSeconds = 900;

/** The course with what was measured at `at` (Unix seconds), where the last point is a quarter of an hour old; else as it was. */
export function courseWith(course: readonly CoursePoint[], stages: readonly Stage[], at: number): CoursePoint[] {
  const last = course.at(-1);
  if (last !== undefined && at - last.at < quarterSeconds) return [...course];
  const values = stages.map(({ stage, value }): [string, number | null] => [stage, value]);
  return [...course, { at, values }].slice(-limits.coursePointsMax);
}
