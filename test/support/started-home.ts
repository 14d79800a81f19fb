/** `npm start` as a process of its own, on a port of its own choice. */
import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

const entry = new URL('../../functions/local.ts', import.meta.url).pathname;

export type Started = AsyncDisposable & {
  readonly child: ChildProcess;
  readonly url: string;
  readonly port: number;
  /** The line by which it says where it listens. */
  readonly line: string;
  /** The link that signs the operator in. */
  readonly link: string;
};

export type Ended = { readonly status: number | null; readonly text: string };

export const startedToken = 'b3c8a2f0-0000-4000-8000-0000000000fe';

/** Resolves when it listens, or with how it ended. */
export async function startHome(
  data: string,
  env: Readonly<Record<string, string>> = {},
  heapMb = 512,
): Promise<Started | Ended> {
  const child = spawn(process.execPath, [`--max-old-space-size=${heapMb}`, entry], {
    env: { PATH: process.env.PATH, PORT: '0', SEGUE_DATA: data, SEGUE_OPERATOR_TOKEN: startedToken, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let text = '';
  child.stderr.on('data', (some) => {
    text += String(some);
  });
  const ended = new Promise<Ended>((resolve) => child.once('exit', (status) => resolve({ status, text })));
  const listening = new Promise<Started>((resolve) => {
    let line = '';
    createInterface({ input: child.stdout }).on('line', (next) => {
      text += `${next}\n`;
      if (/^Segue listens/.test(next)) line = next;
      const [link = '', at] = /http:\/\/[^ ]+:(\d+)\/#code=.*/.exec(next) ?? [];
      const port = Number(at);
      if (link === '') return;
      const stop = async (): Promise<void> => {
        child.kill('SIGTERM');
        await ended;
      };
      resolve({ child, port, line, link, url: `http://127.0.0.1:${port}`, [Symbol.asyncDispose]: stop });
    });
  });
  return Promise.race([listening, ended]);
}

export function listening(home: Started | Ended): Started {
  if ('url' in home) return home;
  throw new Error(`Cannot start: ${home.text}`);
}
