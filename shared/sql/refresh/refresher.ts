/** Refreshing the warehouse from many callers: those of one process share a run, those of several take turns. */
import type { Lease } from '#shared/ports/lease.ts';
import type { Warehouse } from '#shared/ports/warehouse.ts';
import { type RefreshOptions, refresh } from '#shared/sql/refresh/refresh.ts';

/** Resolves when everything that had landed at the call is in `listens`. Throws while another process is at it. */
export type Refresh = () => Promise<void>;

/** How long one refresh may take before another process may assume that it died. */
const leaseSeconds = 600;

export type RefresherPorts = RefreshOptions & { readonly warehouse: Warehouse; readonly lease: Lease };

/**
 * A call that comes while a run is on its way waits for the next one, which sees what landed meanwhile; that next run
 * serves every caller who waits. So a thousand callers cost two runs.
 */
export function createRefresher({ warehouse, lease, ...options }: RefresherPorts): Refresh {
  let running: Promise<void> | undefined;
  let next: Promise<void> | undefined;
  const run = (): Promise<void> => lease.run('refresh', leaseSeconds, () => refresh(warehouse, options));
  const start = (): Promise<void> => {
    next = undefined;
    running = run().finally(() => {
      running = undefined;
    });
    return running;
  };
  return () => {
    if (running === undefined) return start();
    next ??= running.catch(() => undefined).then(start);
    return next;
  };
}
