/** Lets one worker at a time do what two must not do side by side. */

/** Thrown while another holder works: trying again later makes sense. */
export class LeaseTaken extends Error {}

export interface Lease {
  /**
   * Runs `work` while no other holder of `name` runs, and resolves with its result; throws LeaseTaken otherwise, so
   * that the message is delivered again. A holder that died is succeeded after `seconds`.
   */
  run<T>(name: string, seconds: number, work: () => Promise<T>): Promise<T>;
}
