/** A list that remembers how far it was read: what an assembly did not read, its replay does not need. */

export type ReadTracker<T> = {
  at(nth: number): T | undefined;
  /** What was read so far, from the beginning. */
  read(): readonly T[];
};

export function trackReads<T>(all: readonly T[]): ReadTracker<T> {
  let end = 0;
  return {
    at(nth) {
      if (nth >= end) end = nth + 1;
      return all[nth];
    },
    read: () => all.slice(0, end),
  };
}
