/** Refreshing the warehouse from many callers: those of one process share a run, those of several take turns. */
import type { Clock } from '#shared/ports/clock.ts';
import { type Lease, LeaseTaken } from '#shared/ports/lease.ts';
import { leased, type Warehouse } from '#shared/ports/warehouse.ts';
import { type RefreshOptions, refresh } from '#shared/sql/refresh/refresh.ts';

/**
 * Resolves with true when everything that had landed at the call is in `listens`; with false when only what had landed at
 * `since` (Unix seconds) surely is, because the next run is not due for longer than the caller's patience. Throws LeaseTaken
 * when neither is so, as while another process is at it.
 */
export type Refresh = (since?: number) => Promise<boolean>;

/** How long a worker that died keeps the others waiting. */
const leaseSeconds = 120;

/** Patience with other processes, where there are some. */
export type Patience = {
  readonly clock: Clock;
  readonly sleep: (seconds: number) => Promise<unknown>;
  /** Seconds between the end of one run and the beginning of the next: callers wait and share it. */
  readonly spacingSeconds: () => Promise<number>;
  /** Seconds after which a caller is told that another worker is at it. */
  readonly secondsMax: number;
};

export type RefresherPorts = RefreshOptions & {
  readonly warehouse: Warehouse;
  readonly lease: Lease;
  /** None, when left out: a run that cannot begin at once is an error. */
  readonly patience?: Patience;
};

/**
 * A call that comes while a run is on its way waits for the next one, which sees what landed meanwhile; that next run
 * serves every caller who waits. So a thousand callers cost two runs, and with patience those of all processes do.
 */
export function createRefresher({ warehouse, lease, patience, ...options }: RefresherPorts): Refresh {
  let running: Promise<boolean> | undefined;
  let next: Promise<boolean> | undefined;
  const once = async (): Promise<boolean> => {
    await lease.run(
      'refresh',
      leaseSeconds,
      leased(warehouse, (own) => refresh(own, options)),
    );
    return true;
  };
  const run = patience === undefined ? once : () => patiently(lease, patience, once);
  const start = (): Promise<boolean> => {
    next = undefined;
    running = run().finally(() => {
      running = undefined;
    });
    return running;
  };
  return async (since) => {
    if (patience !== undefined && since !== undefined && (await isPutOff(lease, patience, since))) return false;
    // One that waits for its turn comes first: a caller can be back in the very tick in which a run ends.
    if (next !== undefined) return next;
    if (running === undefined) return start();
    next = running.catch(() => undefined).then(start);
    return next;
  };
}

const lookEverySeconds = 3;

/** Whether the next run is further off than anybody would wait, and the last one saw all of `since`. */
async function isPutOff(
  lease: Lease,
  { clock, spacingSeconds, secondsMax }: Patience,
  since: number,
): Promise<boolean> {
  const { done } = await lease.runs('refresh');
  if (done === undefined || done.beganAt < since) return false;
  return done.endedAt + (await spacingSeconds()) > clock() + secondsMax;
}

/** Runs when it is time to, unless a run that began after the call ends well before that: it saw all that this one would. */
async function patiently(lease: Lease, patience: Patience, once: () => Promise<boolean>): Promise<boolean> {
  const { clock, sleep, spacingSeconds, secondsMax } = patience;
  const [{ begun }, spacing] = await Promise.all([lease.runs('refresh'), spacingSeconds()]);
  for (let waited = 0; ; waited += lookEverySeconds) {
    const { done } = await lease.runs('refresh');
    if (done !== undefined && done.run > begun) return true;
    try {
      if ((done?.endedAt ?? 0) + spacing <= clock()) return await once();
    } catch (error) {
      if (!(error instanceof LeaseTaken)) throw error;
    }
    if (waited >= secondsMax) throw new LeaseTaken(`Cannot refresh the warehouse within ${secondsMax} seconds`);
    await sleep(lookEverySeconds);
  }
}
