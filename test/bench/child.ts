/** Servers under test run in processes of their own, so that generating the load takes no time from them. */
import { fork } from 'node:child_process';

export type Child = AsyncDisposable & { readonly port: number; readonly pid: number };

/** More parameters for node itself, to look into a server: SEGUE_BENCH_NODE="--cpu-prof --cpu-prof-dir=profiles". */
const execArgv = process.env.SEGUE_BENCH_NODE?.split(' ') ?? [];

/** Starts a server of test/bench/servers and waits for the port it tells; ends it when disposed. */
export async function startServer(name: string, parameters: readonly string[]): Promise<Child> {
  const file = new URL(`./servers/${name}.ts`, import.meta.url);
  const child = fork(file, parameters, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'], execArgv });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const port = await new Promise<number>((resolve, reject) => {
    child.once('message', (message) => resolve((message as { port: number }).port));
    child.once('exit', (code) => reject(new Error(`Server "${name}" ended with ${code}`)));
  });
  return {
    port,
    pid: child.pid ?? 0,
    [Symbol.asyncDispose]: async () => {
      child.kill('SIGTERM');
      await ended;
    },
  };
}

/** Runs a script of test/bench/servers to its end, and gives the last thing it said. Its lines on stderr are passed on. */
export async function runScript<R>(name: string, parameters: readonly string[]): Promise<R> {
  const file = new URL(`./servers/${name}.ts`, import.meta.url);
  const child = fork(file, parameters, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'], execArgv });
  let said: unknown;
  child.on('message', (message) => {
    said = message;
  });
  const code = await new Promise((resolve) => child.once('exit', resolve));
  if (code !== 0) throw new Error(`Script "${name}" ended with ${code}`);
  return said as R;
}
