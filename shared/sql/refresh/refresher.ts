/** Refreshing the warehouse from many callers: those of one process share a run, those of several take turns. */
import type { Clock } from '#shared/ports/clock.ts';
import { type Lease, LeaseTaken } from '#shared/ports/lease.ts';
import { leased, type Warehouse } from '#shared/ports/warehouse.ts';
import { type RefreshOptions, refresh } from '#shared/sql/refresh/refresh.ts';

/** Resolves when everything that had landed at the call is in `listens`. Throws while another process is at it. */
export type Refresh = () => Promise<void>;

/** How long a worker that died keeps the others waiting. */
const leaseSeconds = 120;

/** Patience with other processes, where there are some. */
export type Patience = {
  readonly clock: Clock;
  readonly sleep: (seconds: number) => Promise<unknown>;
  /** Seconds between the end of one run and the beginning of the next: callers wait and share it. */
  readonly spacingSeconds: number;
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
  let running: Promise<void> | undefined;
  let next: Promise<void> | undefined;
  const once = (): Promise<void> =>
    lease.run(
      'refresh',
      leaseSeconds,
      leased(warehouse, (own) => refresh(own, options)),
    );
  const run = patience === undefined ? once : () => patiently(lease, patience, once);
  const start = (): Promise<void> => {
    next = undefined;
    running = run().finally(() => {
      running = undefined;
    });
    return running;
  };
  return () => {
    // One that waits for its turn comes first: a caller can be back in the very tick in which a run ends.
    if (next !== undefined) return next;
    if (running === undefined) return start();
    next = running.catch(() => undefined).then(start);
    return next;
  };
}

const lookEverySeconds = 3;

/** Runs when it is time to, unless a run that began after the call ends well before that: it saw all that this one would. */
async function patiently(lease: Lease, patience: Patience, once: Refresh): Promise<void> {
  const { clock, sleep, spacingSeconds, secondsMax } = patience;
  const { begun } = await lease.runs('refresh');
  for (let waited = 0; ; waited += lookEverySeconds) {
    const { done } = await lease.runs('refresh');
    if (done !== undefined && done.run > begun) return;
    try {
      if ((done?.endedAt ?? 0) + spacingSeconds <= clock()) return await once();
    } catch (error) {
      if (!(error instanceof LeaseTaken)) throw error;
    }
    if (waited >= secondsMax) throw new LeaseTaken(`Cannot refresh the warehouse within ${secondsMax} seconds`);
    await sleep(lookEverySeconds);
  }
}
