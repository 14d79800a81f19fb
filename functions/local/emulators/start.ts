/** `npm start -- --emulators`: the verbs as the cloud would run them, on one machine. */
import { openEmulatedCloud } from '#functions/local/emulators/cloud.ts';
import type { Log } from '#shared/ports/log.ts';

export type EmulatedStart = { readonly port: number; readonly operatorToken: string; readonly log: Log };

/** Fires the scheduled verbs as Cloud Scheduler would, until it is told to stop. Nothing outlives the process. */
export async function startEmulatedCloud({ port, operatorToken, log }: EmulatedStart): Promise<void> {
  const cloud = await openEmulatedCloud({ port, operatorToken });
  process.stdout.write(
    `Segue listens on ${cloud.url}, over Google's emulators: what they hold is gone when it stops\n`,
  );
  const headers = { authorization: `Bearer ${operatorToken}` };
  const fire = (verb: string) => (): void => {
    fetch(`${cloud.url}/v1/run/${verb}`, { method: 'POST', headers }).catch((error: Error) =>
      log('ERROR', 'scheduled verb failed', { verb, error: error.message }),
    );
  };
  const timers = Object.entries(everyMinutes).map(([verb, minutes]) => setInterval(fire(verb), minutes * 60_000));
  let stopping = false;
  const stop = async (): Promise<void> => {
    if (stopping) return;
    stopping = true;
    for (const timer of timers) clearInterval(timer);
    await cloud[Symbol.asyncDispose]();
    process.exit(0);
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void stop());
}

/** As infra/functions.tf schedules them. */
const everyMinutes = { train: 24 * 60, plan: 60, watch: 15 };
