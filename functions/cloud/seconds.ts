/** How long one instance may go on believing what another has changed. */

/** Seconds for which `ingest` does not look a known user up again. */
export const knownSeconds = 60;

/**
 * Seconds after which nothing that was accepted before a user was forgotten is still on its way to a store: what an
 * instance believed, the longest request, and as much again for a subscription to deliver.
 */
export const settleSeconds = 3 * knownSeconds;
