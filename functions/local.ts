/** `npm start`: the embedded home on PORT, with its timers. Stops gracefully; killed, it takes up where it stopped. */
import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { serve } from '@hono/node-server';
import { openHome } from '#functions/local/home.ts';
import { startTimers } from '#functions/local/timers.ts';
import { startTelemetry } from '#functions/telemetry.ts';
import { codeVersion } from '#shared/edge/code-version.ts';
import { readExperiments } from '#shared/edge/experiments.ts';
import { createLog } from '#shared/edge/log.ts';
import type { Severity } from '#shared/ports/log.ts';
import { limits } from '#shared/schemas/limits.ts';

const port = readPort(process.env.PORT);
const data = process.env.SEGUE_DATA ?? './.segue';
const log = createLog((process.env.SEGUE_LOG ?? 'WARNING') as Severity);

if (process.argv.includes('--emulators')) {
  const { startEmulatedCloud } = await import('#functions/local/emulators/start.ts');
  await startEmulatedCloud({ port, operatorToken: operatorToken(data), log });
} else await start();

async function start(): Promise<void> {
  const token = operatorToken(data);
  const home = await openHome({ data, operatorToken: token, codeVersion: codeVersion(), ...settings(token), log });
  const timers = startTimers(home, log);
  const telemetry = await startTelemetry({ service: 'segue', version: codeVersion() });
  const server = serve({ fetch: home.fetch, port }, ({ port }) => {
    process.stdout.write(`Segue listens on http://localhost:${port}, its data is in ${data}\n`);
  });
  // A slow sender may not hold a connection for ever.
  Object.assign(server, { requestTimeout: limits.requestSecondsMax * 1_000, headersTimeout: 10_000 });

  let stopping = false;
  const stop = async (): Promise<void> => {
    if (stopping) return;
    stopping = true;
    timers.stop();
    await new Promise((resolve) => server.close(resolve));
    await home[Symbol.asyncDispose]();
    await telemetry?.flush();
    process.exit(0);
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void stop());
}

/** On one's own machine what ListenBrainz shows to everybody is shown to everybody, as its clients expect. */
function settings(token: string) {
  return {
    webhookSecret: process.env.SEGUE_WEBHOOK_SECRET ?? token,
    webhookLoopback: isOn(process.env.SEGUE_WEBHOOK_LOOPBACK, false),
    experiments: readExperiments(process.env.SEGUE_EXPERIMENTS),
    publicReads: isOn(process.env.SEGUE_PUBLIC_READS, true),
    strictListenBrainz: isOn(process.env.SEGUE_STRICT_LISTENBRAINZ, false),
  };
}

function isOn(text: string | undefined, otherwise: boolean): boolean {
  return text === undefined || text === '' ? otherwise : text === '1' || text === 'true';
}

/** From SEGUE_OPERATOR_TOKEN, else made once, kept beside the data, and printed that once. */
function operatorToken(folder: string): string {
  const given = process.env.SEGUE_OPERATOR_TOKEN;
  if (given !== undefined && given !== '') return given;
  const file = join(folder, 'operator-token');
  if (existsSync(file)) return readFileSync(file, 'utf8').trim();
  const made = randomUUID();
  mkdirSync(folder, { recursive: true });
  writeFileSync(file, `${made}\n`, { mode: 0o600 });
  process.stdout.write(`Operator token: ${made} (kept in ${file})\n`);
  return made;
}

function readPort(text = '8080'): number {
  const number = Number(text);
  if (Number.isInteger(number) && number >= 0 && number <= 65_535) return number;
  process.stderr.write(`Cannot listen: PORT "${text}" is not a number from 0 to 65535\n`);
  process.exit(1);
}
