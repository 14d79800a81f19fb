/** Read, decide, write under the condition that nobody wrote in between; again, a bounded number of times, if somebody did. */
import { backoff } from '#shared/adapters/google/backoff.ts';
import { limits } from '#shared/schemas/limits.ts';

/** What one attempt came to: `lost` when another writer was faster. */
export type Attempt<R> = { readonly lost: false; readonly result: R } | { readonly lost: true };

/**
 * No transaction: those hold locks while they wait, and 50 of them on one document took 7 to 20 s where this took 1.5 s.
 * Throws after `limits.updateAttemptsMax` losses.
 */
export async function optimistic<R>(
  what: string,
  attempt: () => Promise<Attempt<R>>,
  wait: (attempts: number) => Promise<void> = backoff,
): Promise<R> {
  for (let attempts = 1; attempts <= limits.updateAttemptsMax; attempts++) {
    const outcome = await attempt();
    if (!outcome.lost) return outcome.result;
    await wait(attempts);
  }
  throw new Error(`Cannot update "${what}": ${limits.updateAttemptsMax} times another writer was faster`);
}
