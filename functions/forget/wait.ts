/** Waits, where no process knows what the others are at: for as long as anything that began before may go on. */
import type { WaitForWork } from '#functions/forget/handler.ts';
import type { Clock } from '#shared/ports/clock.ts';

export function createWaitBySeconds(clock: Clock, seconds: number): WaitForWork {
  return async ({ receiptId, requestedAt, closedAt = requestedAt }) => {
    const left = closedAt + seconds - clock();
    if (left > 0) throw new Error(`Cannot close receipt "${receiptId}" for ${left} seconds: work may be under way`);
  };
}
