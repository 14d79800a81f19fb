/** Lets one worker at a time do what two must not do side by side. */
export interface Lease {
  /**
   * Runs `work` while no other holder of `name` runs, and resolves with its result; throws when the lease is taken, so
   * that the message is delivered again. A holder that died is succeeded after `seconds`.
   */
  run<T>(name: string, seconds: number, work: () => Promise<T>): Promise<T>;
}
