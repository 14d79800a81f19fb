/** How functions that refresh the warehouse bear with one another. */
import { setTimeout as sleep } from 'node:timers/promises';
import { refreshSpacingSeconds } from '#functions/cloud/seconds.ts';
import { clock } from '#shared/edge/cloud/clock.ts';
import type { ModelRegistry } from '#shared/ports/models.ts';
import type { Patience } from '#shared/sql/refresh/refresher.ts';

const base = { clock, sleep: (seconds: number): Promise<void> => sleep(seconds * 1_000) };

/**
 * A rebuild waits about as long as a refresh takes, to share one that is under way. How many listens there are, the newest
 * training says. A clock that stands, in a rehearsal, would never let the space between two runs pass.
 */
export function patienceOfRebuilds(registry: Pick<ModelRegistry, 'manifests'>): Patience {
  const spacingSeconds = async (): Promise<number> => {
    if (process.env.SEGUE_CLOCK_AT) return 0;
    const [newest] = await registry.manifests(1);
    return refreshSpacingSeconds(newest?.counts.listens ?? 0);
  };
  return { ...base, spacingSeconds, secondsMax: 60 };
}

/** A training has half an hour; a refresh is done in minutes. */
export const patienceOfTraining: Patience = { ...base, spacingSeconds: async () => 0, secondsMax: 600 };
