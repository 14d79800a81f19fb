/** `npm start`: the embedded home on PORT, with its timers. Stops gracefully; killed, it takes up where it stopped. */
import type { Server } from 'node:http';
import { isIP } from 'node:net';
import { join } from 'node:path';
import { homeFiles } from '#functions/backup/folder.ts';
import { openHome } from '#functions/local/home.ts';
import { secretOf } from '#functions/local/secrets.ts';
import { createHomeServer } from '#functions/local/server.ts';
import { closeFiles } from '#functions/local/start-checks.ts';
import { startTimers } from '#functions/local/timers.ts';
import { connectMediaServers } from '#functions/media-servers/connect.ts';
import { startTelemetry } from '#functions/observability/telemetry.ts';
import { codeVersion } from '#shared/edge/code-version.ts';
import { readCount } from '#shared/edge/count.ts';
import { readExperiments } from '#shared/edge/experiments.ts';
import { createHomeLog } from '#shared/edge/log.ts';

const port = readPort(process.env.PORT);
const host = process.env.HOST || '127.0.0.1';
const data = process.env.SEGUE_DATA ?? './.segue';
const log = createHomeLog(process.env.SEGUE_LOG ?? '', process.stderr.isTTY === true);
/** What it writes is its owner's alone: databases, secrets, backups. */
process.umask(0o077);
/** Milliseconds that answers under way may take once it was told to stop. */
const stopMs = 2_000;
/** Milliseconds after which it ends whatever is under way: killed, it takes up where it stopped. */
const endMs = 4_000;

/** A home without a model has nothing to show yet. */
const firstSteps = `Nothing is known yet. Next, any of these, each says how with --help:
  npm run import -- FILE…   a history: Spotify, Last.fm, ListenBrainz, CSV
  npm run library           a media server's library, named by SEGUE_LIBRARIES
  a scrobbler or player     its ListenBrainz address is this one followed by /1, with a user's token
The first playlists come within the hour after; GET /v1/status says how far it is`;

try {
  if (process.argv.includes('--emulators')) {
    const { startEmulatedCloud } = await import('#functions/local/emulators/start.ts');
    await startEmulatedCloud({ port, operatorToken: operatorToken(), log });
  } else await start();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}

async function start(): Promise<void> {
  closeFiles(data);
  const settings = readSettings();
  const home = await openHome({
    data,
    operatorToken: operatorToken(),
    codeVersion: codeVersion(),
    ...settings,
    log,
    say,
  });
  const timers = startTimers(home, log);
  const telemetry = await startTelemetry({ service: 'segue', version: codeVersion() });
  const server = createHomeServer(home.fetch);
  await new Promise<void>((listening, fail) => {
    server.once('error', (cause) => fail(new Error(`Cannot listen on ${host}:${port}: ${cause.message}`, { cause })));
    server.listen(port, host, listening);
  });
  process.stdout.write(
    `${startLine(server.address(), settings.publicReads)}\n${signInLine(server.address(), home.invite())}\n`,
  );
  if ((await home.stores.models.pointer()) === undefined) process.stdout.write(`${firstSteps}\n`);

  let stopping = false;
  const stop = async (): Promise<void> => {
    if (stopping) return;
    stopping = true;
    timers.stop();
    // Who is still being answered after that is not reading.
    setTimeout(() => server.closeAllConnections(), stopMs).unref();
    setTimeout(() => process.exit(0), endMs).unref();
    await new Promise((resolve) => server.close(resolve));
    await home[Symbol.asyncDispose]();
    await telemetry?.flush();
    process.exit(0);
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void stop());
}

/** Where it listens, and who can reach it there. */
function startLine(bound: ReturnType<Server['address']>, publicReads: boolean): string {
  const at = typeof bound === 'object' ? bound?.port : bound;
  const loopback = host === 'localhost' || host === '::1' || host.startsWith('127.');
  const named = loopback ? 'localhost' : isIP(host) === 6 ? `[${host}]` : host;
  const reached = loopback
    ? 'only this machine reaches it (HOST=0.0.0.0 opens it to the network)'
    : 'everybody on its network reaches it: put TLS in front of it';
  const read = publicReads ? '; playlists and listens are read without a token' : '';
  return `Segue listens on http://${named}:${at}, its data is in ${data}; ${reached}${read}`;
}

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}

/** A link that opens the page for the operator. What stands behind # is never sent: the page reads it and takes it away. */
function signInLine(bound: ReturnType<Server['address']>, code: string): string {
  const at = typeof bound === 'object' ? bound?.port : bound;
  return `Sign in, once, with this link: http://localhost:${at}/#code=${code}`;
}

function readSettings() {
  return {
    webhookSecret: secretOf(
      { folder: data, name: homeFiles.webhookSecret, variable: 'SEGUE_WEBHOOK_SECRET' },
      process.env,
    ).secret,
    webhookLoopback: isOn(process.env.SEGUE_WEBHOOK_LOOPBACK),
    mediaServers: connectMediaServers(process.env.SEGUE_LIBRARIES),
    experiments: readExperiments(process.env.SEGUE_EXPERIMENTS),
    ...listenersMin(),
    publicReads: isOn(process.env.SEGUE_PUBLIC_READS),
    clockChecked: isOn(process.env.SEGUE_CLOCK_CHECKED),
    strictListenBrainz: isOn(process.env.SEGUE_STRICT_LISTENBRAINZ),
  };
}

/** How many must have played what is proposed to others; nothing when it is not said. */
function listenersMin(): { readonly proposedListenersMin?: number } {
  const text = process.env.SEGUE_PROPOSED_LISTENERS_MIN;
  return text === undefined || text === ''
    ? {}
    : { proposedListenersMin: readCount('SEGUE_PROPOSED_LISTENERS_MIN', text) };
}

function isOn(text: string | undefined): boolean {
  return text === '1' || text === 'true';
}

/** From SEGUE_OPERATOR_TOKEN, else made once, kept beside the data, and printed that once. */
function operatorToken(): string {
  const file = { folder: data, name: homeFiles.operatorToken, variable: 'SEGUE_OPERATOR_TOKEN' };
  const { secret, made } = secretOf(file, process.env);
  if (made) process.stdout.write(`Operator token: ${secret} (kept in ${join(data, file.name)})\n`);
  return secret;
}

function readPort(text = '8080'): number {
  const number = Number(text);
  if (Number.isInteger(number) && number >= 0 && number <= 65_535) return number;
  process.stderr.write(`Cannot listen: PORT "${text}" is not a number from 0 to 65535\n`);
  process.exit(1);
}
