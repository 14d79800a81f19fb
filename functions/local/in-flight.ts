/** What one process is at: so that an erasure can wait for exactly that. */

export type InFlight = {
  /** Counts the work until it ends; resolves or rejects as it does. */
  readonly track: <T>(work: Promise<T>) => Promise<T>;
  /** Resolves when everything has ended that was tracked at the call. */
  readonly idle: () => Promise<void>;
};

export function createInFlight(): InFlight {
  const running = new Set<Promise<unknown>>();
  return {
    track: (work) => {
      running.add(work);
      const end = (): boolean => running.delete(work);
      work.then(end, end);
      return work;
    },
    idle: async () => {
      await Promise.allSettled([...running]);
    },
  };
}
