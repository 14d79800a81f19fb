/** The clock of a function. */
import type { Clock } from '#shared/ports/clock.ts';

/**
 * Unix seconds. A rehearsal of another time sets SEGUE_CLOCK_AT, the second at which this clock then stands: how the demo
 * plays a history of years as if it were now, and twice with the same result.
 */
export const clock: Clock = () => Number(process.env.SEGUE_CLOCK_AT || Math.floor(Date.now() / 1_000));
