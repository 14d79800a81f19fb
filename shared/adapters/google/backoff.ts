/** How long to wait before trying again: longer each time, and never twice the same for two who lost together. */
import { setTimeout as sleep } from 'node:timers/promises';

const firstMs = 25;
const longestMs = 2_000;

/** Waits after the given number of failed attempts: any time up to twice as long as after the one before. */
export async function backoff(attempts: number): Promise<void> {
  await sleep(Math.random() * Math.min(longestMs, firstMs * 2 ** attempts));
}
