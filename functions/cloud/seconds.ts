/** How long one instance may go on believing what another has changed. */

/** Seconds for which `ingest` does not look a known user up again. */
export const knownSeconds = 60;

/** Seconds for which `serve` recommends by the model it last saw in force, instead of reading the pointer every time. */
export const pointerSeconds = 10;

/**
 * Seconds after which nothing that began before a user was forgotten is still at work: twice the longest any function
 * may run, which is `train`; what an instance believed and what a subscription had yet to deliver is far below.
 */
export const settleSeconds = 2 * 1_800;

/**
 * Seconds between two refreshes of the warehouse that rebuilds ask for: all that wait share the next. One reads some 460 bytes
 * of every listen there is; at a ten-thousandth of a second for each, the runs of a day read 400 GB, about $2, however many
 * listens there are. BigQuery lets a table be changed 1,500 times a day, so it is never less than ten minutes.
 */
export function refreshSpacingSeconds(listens: number): number {
  return Math.max(600, listens / 10_000);
}
