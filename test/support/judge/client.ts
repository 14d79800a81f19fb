/** Speaks to the judge: Google's SQL analyser and reference evaluator, where `npm run judge` has fetched it. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';

const folder = new URL('../../../.judge/', import.meta.url);
const home = new URL('node_modules/@fivetrandevelopers/zetasql/lib/zetasql/', folder);

export const judgeIsInstalled = existsSync(home);

/** Calls a method of local_service.proto. Messages are plain objects with the names of the proto. */
export type Call = <R>(method: string, request: object) => Promise<R>;

export type JudgeClient = { readonly call: Call } & AsyncDisposable;

/** Starts the judge on a free port of this machine. It dies with `await using`. */
export async function openJudgeClient(): Promise<JudgeClient> {
  const port = await freePort();
  const server = spawn(new URL(binaryName(), home).pathname, ['127.0.0.1', String(port)]);
  await listening(server);
  const client = connect(port);
  return {
    call: (method, request) =>
      new Promise((resolve, reject) => {
        (client[method] as Method).call(client, request, (error, response) => {
          if (error === null) resolve(response as never);
          else reject(new Error(`The judge refuses: ${error.message}`, { cause: error }));
        });
      }),
    async [Symbol.asyncDispose]() {
      (client.close as () => void)();
      server.kill('SIGKILL');
      await once(server, 'exit');
    },
  };
}

type Method = (request: object, done: (error: Error | null, response: unknown) => void) => void;

function connect(port: number): Record<string, unknown> {
  const require = createRequire(new URL('package.json', folder));
  const grpc = require('@grpc/grpc-js');
  const loader = require('@grpc/proto-loader');
  const definition = loader.loadSync('local_service.proto', {
    includeDirs: [new URL('protos', home).pathname],
    keepCase: true,
    longs: String,
    enums: String,
    oneofs: true,
  });
  const { ZetaSqlLocalService } = grpc.loadPackageDefinition(definition).zetasql.local_service;
  return new ZetaSqlLocalService(`127.0.0.1:${port}`, grpc.credentials.createInsecure());
}

function binaryName(): string {
  return `remote_server${process.arch.startsWith('arm') ? '_arm' : ''}${process.platform === 'darwin' ? '' : '.so'}`;
}

async function listening(server: ChildProcess): Promise<void> {
  const failed = once(server, 'exit').then(() => {
    throw new Error('Cannot start the judge: it ended at once');
  });
  const heard = (async () => {
    for await (const line of server.stdout ?? []) if (String(line).includes('listening')) return;
  })();
  await Promise.race([heard, failed]);
  failed.catch(() => undefined);
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('Cannot find a free port');
  return address.port;
}
