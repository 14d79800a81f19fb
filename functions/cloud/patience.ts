/** How functions that refresh the warehouse bear with one another. */
import { setTimeout as sleep } from 'node:timers/promises';
import { refreshSpacingSeconds } from '#functions/cloud/seconds.ts';
import { clock } from '#shared/edge/cloud/clock.ts';
import type { Patience } from '#shared/sql/refresh/refresher.ts';

const base = { clock, sleep: (seconds: number): Promise<void> => sleep(seconds * 1_000) };

/**
 * A message of a user waits, and all that came after it of that user: not for long, and then it is sent again. A clock that
 * stands, in a rehearsal, would never let the space between two runs pass.
 */
export const patienceOfMessages: Patience = {
  ...base,
  spacingSeconds: process.env.SEGUE_CLOCK_AT ? 0 : refreshSpacingSeconds,
  secondsMax: 30,
};

/** A training has half an hour; a refresh is done in minutes. */
export const patienceOfTraining: Patience = { ...base, spacingSeconds: 0, secondsMax: 600 };
