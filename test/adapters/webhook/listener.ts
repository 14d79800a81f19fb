/** Somebody who is told: a server on this machine that keeps what it was sent and answers as the test wants. */
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';

export type Told = { readonly headers: IncomingHttpHeaders; readonly body: string; readonly method: string };

export type Listener = AsyncDisposable & { readonly url: string; readonly told: readonly Told[] };

/** `answers`: statuses in their order, the last one for ever. */
export async function startListener(...answers: readonly number[]): Promise<Listener> {
  const told: Told[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const status = answers[Math.min(told.length, answers.length - 1)] ?? 204;
      told.push({
        headers: request.headers,
        body: Buffer.concat(chunks).toString('utf8'),
        method: request.method ?? '',
      });
      response.writeHead(status, { location: '/elsewhere' }).end();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook?key=in-the-url`,
    told,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
