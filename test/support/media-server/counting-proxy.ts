/** Stands before a media server and counts what is called, so that "nothing was written" is seen on the wire. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

export type CountingProxy = AsyncDisposable & {
  readonly url: string;
  /** Methods called since the start or the last `splice`. */
  readonly calls: string[];
};

export async function startCountingProxy(target: string): Promise<CountingProxy> {
  const calls: string[] = [];
  const server = createServer(async (request, response) => {
    calls.push(/\/rest\/(\w+)/.exec(request.url ?? '')?.[1] ?? '');
    try {
      const answer = await fetch(`${target}${request.url}`, {
        method: request.method ?? 'POST',
        headers: { 'content-type': request.headers['content-type'] ?? '' },
        body: new Uint8Array(await buffer(request)),
      });
      response.writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? '' });
      response.end(Buffer.from(await answer.arrayBuffer()));
    } catch {
      response.destroy();
    }
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    calls,
    [Symbol.asyncDispose]: () =>
      new Promise<void>((closed) => {
        server.close(() => closed());
        server.closeAllConnections();
      }),
  };
}
