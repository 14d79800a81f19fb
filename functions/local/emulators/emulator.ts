/** Starts Google's Firestore and Pub/Sub emulators as child processes on free ports and ends them again. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { EmulatorJars } from '#functions/local/emulators/sdk.ts';

export type Emulators = AsyncDisposable & {
  /** "127.0.0.1:port", as FIRESTORE_EMULATOR_HOST and PUBSUB_EMULATOR_HOST want it. */
  readonly firestore: string;
  readonly pubsub: string;
};

const upWithinMs = 180_000;

/** Both emulators, up and answering after about two seconds. What they hold is gone when they end. */
export async function startEmulators(jars: Extract<EmulatorJars, { found: true }>): Promise<Emulators> {
  const [firestore, pubsub] = await Promise.all([
    startJava(jars.firestore, ['com.google.cloud.datastore.emulator.firestore.CloudFirestore', 'start']),
    startJava(jars.pubsub, ['com.google.cloud.pubsub.testing.v1.Main']),
  ]);
  const processes = [firestore.process, pubsub.process];
  const killAll = (): void => {
    for (const child of processes) child.kill('SIGKILL');
  };
  process.once('exit', killAll);
  const ended = (name: string) => (): void => {
    process.stderr.write(`The ${name} emulator has died: what waits for it waits for nothing\n`);
    process.exit(1);
  };
  firestore.process.once('exit', ended('Firestore'));
  pubsub.process.once('exit', ended('Pub/Sub'));
  return {
    firestore: firestore.host,
    pubsub: pubsub.host,
    [Symbol.asyncDispose]: async () => {
      process.off('exit', killAll);
      for (const child of processes) child.removeAllListeners('exit');
      await Promise.all(processes.map(end));
    },
  };
}

/** Quick to start rather than quick for long: these processes live as long as a demo or a test run. */
const javaOptions = ['-Xmx1g', '-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC'];

async function startJava(jar: string, main: readonly string[]): Promise<{ process: ChildProcess; host: string }> {
  const port = await freePort();
  const args = [...javaOptions, '-cp', jar, ...main, '--host=127.0.0.1', `--port=${port}`];
  const child = spawn('java', args, { stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => {
      said = `${said}${chunk}`.slice(-2_000);
    });
  }
  const deadline = Date.now() + upWithinMs;
  // What answers on the port may be another process that was given it too: ours says that it listens there.
  while (!said.includes(String(port)) || !(await answers(port))) {
    if (child.exitCode !== null) throw new Error(`Cannot start emulator "${main[0]}": ${said}`);
    if (Date.now() > deadline) throw new Error(`Cannot start emulator "${main[0]}" within ${upWithinMs} ms: ${said}`);
    await sleep(50);
  }
  return { process: child, host: `127.0.0.1:${port}` };
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGKILL');
  await once(child, 'exit');
}

/** A port that was free a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return port;
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
