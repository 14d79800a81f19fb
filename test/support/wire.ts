/** The ListenBrainz wire over an embedded home of a test's own, called as scrobblers call it. */
import type { AddressInfo } from 'node:net';
import { serve } from '@hono/node-server';
import { createListenBrainzIngest } from '#functions/ingest/listenbrainz/handler.ts';
import { createHistory } from '#functions/serve/history.ts';
import { createListenBrainzServe } from '#functions/serve/listenbrainz/handler.ts';
import { createAuthenticate, tokenHash } from '#shared/edge/http/authenticate.ts';
import { createHttp, type HttpHandler, routesOf } from '#shared/edge/http/dispatch.ts';
import { v1 } from '#shared/edge/http/v1.ts';
import { dialectOf } from '#shared/edge/listenbrainz/dialect.ts';
import { listenBrainz } from '#shared/edge/listenbrainz/routes.ts';
import type { Topics } from '#shared/ports/topics.ts';
import { createRefresher } from '#shared/sql/refresher.ts';
import { openTestHome, operatorToken, type TestHome } from '#test/support/home.ts';

export type WireOptions = {
  readonly strict?: boolean;
  readonly publicReads?: boolean;
  /** Stands in the way of the home's topics, for a queue that is full. */
  readonly topics?: (real: Topics) => Topics;
};

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

export async function openWire(options: WireOptions = {}): Promise<Wire> {
  const test = await openTestHome();
  const http = httpOf(test, options);
  const refresh = createRefresher({ ...test.home.stores, overlapSeconds: 0 });
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

function httpOf({ home, time }: TestHome, options: WireOptions): HttpHandler {
  const { strict = false, publicReads = true, topics = (real) => real } = options;
  const { stores, verbs } = home;
  const clock = (): number => time.now;
  const authenticate = createAuthenticate(stores.tokens, tokenHash(operatorToken));
  const ports = { ...stores, clock, authenticate, history: createHistory({ ...stores, clock }), strict };
  return createHttp({
    routes: [
      ...routesOf(v1, { ...verbs.ingest, ...verbs.serve, postRun: async () => ({ status: 200 }) }),
      ...routesOf(listenBrainz, {
        ...createListenBrainzIngest({ ...ports, topics: topics(stores.topics), log: () => {} }),
        ...createListenBrainzServe(ports),
      }),
    ],
    authenticate,
    dialectOf,
    clock,
    log: () => {},
    publicReads,
  });
}
