/** Lets one worker at a time do what two must not do side by side. */

/** Thrown while another holder works: trying again later makes sense, and counts as no attempt. */
export class LeaseTaken extends Error {}

/** A lease outlives a holder that died by no more, however long the work may take. */
export const leaseSecondsMax = 120;

/** One holding of a lease. Its id is never used again, so that what was begun under it can be told from all else. */
export type Tenure = { readonly id: string };

export type Leased<T> = {
  readonly work: (tenure: Tenure) => Promise<T>;
  /**
   * Told, before `work`, of the holder before when it did not say that it was done: what it began may still be under way.
   * Until this has resolved once, every next holder is told.
   */
  readonly settle?: (former: string) => Promise<void>;
};

/** What is known of the runs under a name, which are counted as they begin. */
export type Runs = {
  /** How many have begun. */
  readonly begun: number;
  /** The newest that ended well, and the Unix seconds at which it began and ended. */
  readonly done?: { readonly run: number; readonly beganAt: number; readonly endedAt: number } | undefined;
};

export interface Lease {
  /**
   * Runs the work while no other holder of `name` runs, and resolves with its result; throws LeaseTaken otherwise, so
   * that the message is delivered again. The lease is renewed while the work goes on; a holder that died is succeeded after
   * `seconds`, at the most `leaseSecondsMax`.
   */
  run<T>(name: string, seconds: number, asked: Leased<T> | Leased<T>['work']): Promise<T>;
  runs(name: string): Promise<Runs>;
}
