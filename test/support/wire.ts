/** The ListenBrainz wire over an embedded home of a test's own, called as scrobblers call it. */
import type { AddressInfo } from 'node:net';
import { serve } from '@hono/node-server';
import type { HomeOptions } from '#functions/local/home.ts';
import { monday, openTestHome, type TestHome } from '#test/support/home.ts';

export type Sent = {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** An object is sent as JSON, text as it is; without a Content-Type unless one is given. */
  readonly body?: unknown;
};

export type Wire = AsyncDisposable & {
  readonly test: TestHome;
  readonly send: (path: string, sent?: Sent) => Promise<Response>;
  /** Makes a user and resolves with the headers of their token. */
  readonly join: (userId: string) => Promise<{ readonly authorization: string }>;
  /** Resolves when every queue is empty and the warehouse has counted what landed. */
  readonly settled: () => Promise<void>;
  /** Serves over real HTTP; resolves with the origin, "http://localhost:<port>". */
  readonly listen: () => Promise<string>;
};

/** Reads are for everyone unless `options` say otherwise. */
export async function openWire(options: Partial<HomeOptions> = {}): Promise<Wire> {
  const test = await openTestHome(monday, { publicReads: true, ...options });
  const http = test.home.fetch;
  // The home's own: two refreshers of one warehouse would stand in each other's way.
  const { refresh } = test.home.verbs;
  const closing: (() => Promise<unknown>)[] = [];
  return {
    test,
    send: (path, { method, headers = {}, body } = {}) => {
      const text = typeof body === 'string' ? body : JSON.stringify(body);
      // A body of bytes carries no Content-Type of its own.
      const bytes = body === undefined ? {} : { body: new TextEncoder().encode(text) };
      const init = { method: method ?? (body === undefined ? 'GET' : 'POST'), headers, ...bytes };
      return http(new Request(`http://segue.test${path}`, init));
    },
    join: async (userId) => ({ authorization: `Token ${await test.user(userId)}` }),
    settled: async () => {
      await test.home.idle();
      await refresh();
    },
    listen: () =>
      new Promise((resolve) => {
        const server = serve({ fetch: http, port: 0, overrideGlobalObjects: false }, ({ port }: AddressInfo) =>
          resolve(`http://localhost:${port}`),
        );
        closing.push(() => new Promise((closed) => server.close(closed)));
      }),
    [Symbol.asyncDispose]: async () => {
      for (const close of closing) await close();
      await test[Symbol.asyncDispose]();
    },
  };
}
