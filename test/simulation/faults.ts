/** What can go wrong at a call to the outside, and how often: a scenario switches each of them on or off. */

/**
 *   handler ──▶ call waits ──▶ its turn ─┬─ done
 *                                        ├─ refused      nothing happened, an error comes back
 *                                        ├─ unanswered   it happened, wholly or in part, and an error comes back
 *                                        ├─ late         an error comes back, and it happens after all, some time later
 *                                        └─ dies         the process is gone, before or after it happened
 */
export type Outcome = 'done' | 'refused' | 'unanswered' | 'late' | 'dies before' | 'dies after';

/** Shares of all calls, 0 to 1; deliveries and clocks as said. */
export type Faults = {
  readonly refused: number;
  readonly unanswered: number;
  readonly late: number;
  readonly dies: number;
  /** Share of a warehouse's statements that their client gives up while they go on. */
  readonly givenUp: number;
  /** Share of turns after which a process stands still while the others go on. */
  readonly stalls: number;
  /** Share of turns at which a message that was handled, or is being handled, is delivered once more. */
  readonly delivered: number;
  /** Seconds by which the clock of a process may be off, either way. */
  readonly skewSeconds: number;
};

export const noFaults: Faults = {
  refused: 0,
  unanswered: 0,
  late: 0,
  dies: 0,
  givenUp: 0,
  stalls: 0,
  delivered: 0,
  skewSeconds: 0,
};

/** `chance` in [0, 1) decides. */
export function outcomeOf({ refused, unanswered, late, dies }: Faults, chance: number): Outcome {
  let below = refused;
  if (chance < below) return 'refused';
  below += unanswered;
  if (chance < below) return 'unanswered';
  below += late;
  if (chance < below) return 'late';
  below += dies / 2;
  if (chance < below) return 'dies before';
  below += dies / 2;
  return chance < below ? 'dies after' : 'done';
}
