/** A Segue of its own for one demo, as the cloud would run it: functions of the framework over Google's emulators. */
import { randomUUID } from 'node:crypto';
import type { DemoOptions, DemoSegue } from '#functions/demo/embedded.ts';
import { openEmulatedCloud } from '#functions/local/emulators/cloud.ts';

export async function startEmulatedSegue({ now }: DemoOptions): Promise<DemoSegue> {
  const operatorToken = randomUUID();
  const cloud = await openEmulatedCloud({ port: 0, operatorToken, clockAt: Math.floor(now / 1_000) });
  return { ...cloud, operatorToken };
}
