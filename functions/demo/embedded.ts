/** A Segue of its own for one demo: the embedded home behind a real HTTP server, with a clock that stands in its history. */
import { randomUUID } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { serve } from '@hono/node-server';
import { openHome } from '#functions/local/home.ts';
import { codeVersion } from '#shared/edge/code-version.ts';
import { createLog } from '#shared/edge/log.ts';

export type DemoSegue = AsyncDisposable & {
  readonly url: string;
  readonly operatorToken: string;
  /** Resolves when everything that was sent is learned, published or assembled. */
  readonly idle: () => Promise<void>;
};

export type DemoOptions = {
  readonly data: string;
  /**
   * Unix milliseconds at which the clock stands while the history is sent, so that on every machine everybody's first
   * edition is due at the same instant.
   */
  readonly now: number;
};

export async function startEmbeddedSegue({ data, now }: DemoOptions): Promise<DemoSegue> {
  const operatorToken = randomUUID();
  let sentAt: number | undefined;
  const home = await openHome({
    data,
    operatorToken,
    codeVersion: codeVersion(),
    log: createLog('ERROR'),
    now: () => now + (sentAt === undefined ? 0 : Date.now() - sentAt),
  });
  const server = serve({ fetch: home.fetch, port: 0, hostname: '127.0.0.1', overrideGlobalObjects: false });
  if (!server.listening) await new Promise((resolve) => server.once('listening', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    operatorToken,
    idle: () => {
      sentAt ??= Date.now();
      return home.idle();
    },
    [Symbol.asyncDispose]: async () => {
      if ('closeAllConnections' in server) server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await home[Symbol.asyncDispose]();
    },
  };
}
