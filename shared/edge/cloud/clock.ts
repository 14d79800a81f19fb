/** The clock of a function. */
import type { Clock } from '#shared/ports/clock.ts';

/**
 * Unix seconds. A rehearsal of another time sets SEGUE_CLOCK_OFFSET_MS, the milliseconds by which this clock is ahead
 * of the machine's: how the demo plays a history of years as if it were now.
 */
export const clock: Clock = () => Math.floor((Date.now() + Number(process.env.SEGUE_CLOCK_OFFSET_MS ?? 0)) / 1_000);
