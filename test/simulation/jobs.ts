/**
 * The jobs of a warehouse that is a service: what was begun is read at once and committed later, whether its worker still waits,
 * has given up or died. A run that was settled begins nothing any more.
 */
export type Jobs = {
  /** Begins a job of a run, or of none; what it resolves with commits it, once. Throws when the run is over. */
  readonly begin: (run: string | undefined, commit: () => void) => () => void;
  readonly settle: (run: string) => void;
  /** Commits what is under way, as time does. */
  readonly flush: () => void;
};

export function createJobs(): Jobs {
  const underWay = new Map<() => void, string | undefined>();
  const over = new Set<string>();
  return {
    begin: (run, commit) => {
      if (run !== undefined && over.has(run)) throw new Error('Cannot write: another worker has taken its place');
      const once = (): void => {
        if (underWay.delete(once)) commit();
      };
      underWay.set(once, run);
      return once;
    },
    settle: (run) => {
      for (const [commit, own] of [...underWay]) if (own === run) commit();
      over.add(run);
    },
    flush: () => {
      for (const commit of [...underWay.keys()]) commit();
    },
  };
}
