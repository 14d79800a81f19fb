/** Waits for what happens in its own time: asks again until it holds. */
import { setTimeout as sleep } from 'node:timers/promises';

/** Runs `holds` until it stops throwing; after `withinMs` its last error is thrown. */
export async function eventually(holds: () => void | Promise<void>, withinMs = 40_000): Promise<void> {
  const deadline = Date.now() + withinMs;
  for (;;) {
    try {
      return await holds();
    } catch (error) {
      if (Date.now() > deadline) throw error;
    }
    await sleep(20);
  }
}
