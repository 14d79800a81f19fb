/** Brings the warehouse's tables up to what landed, a moment after landing: so what is read from them is never long behind. */
import type { Log } from '#shared/ports/log.ts';
import type { Refresh } from '#shared/sql/refresh/refresher.ts';

export type Freshener = {
  /** To be called after every landing. */
  landed(): void;
  /** Nothing is begun any more; resolves when what runs has ended. */
  stop(): Promise<void>;
};

/** A pause in the landings after which a refresh is worth it, and the longest it is put off while they go on. */
const quietMs = 1_000;
const longestMs = 30_000;

export function createFreshener(refresh: Refresh, log: Log): Freshener {
  let timer: NodeJS.Timeout | undefined;
  let firstAt: number | undefined;
  let running: Promise<void> = Promise.resolve();
  let stopped = false;

  const begin = (): void => {
    firstAt = undefined;
    running = refresh().then(
      () => {},
      (error: Error) => log('WARNING', 'refresh failed', { error: error.message }),
    );
  };
  return {
    landed: () => {
      if (stopped) return;
      const now = performance.now();
      firstAt ??= now;
      clearTimeout(timer);
      timer = setTimeout(begin, Math.max(0, Math.min(quietMs, firstAt + longestMs - now)));
    },
    stop: async () => {
      stopped = true;
      clearTimeout(timer);
      await running;
    },
  };
}
