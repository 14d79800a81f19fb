/** Callers with a token of their own who take what they can: what one of them can fill has a bound, and others go on. */
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { startConsumer } from '#functions/local/consumer.ts';
import { createShedding } from '#functions/local/shedding.ts';
import { openDatabase } from '#shared/adapters/sqlite/database.ts';
import { createSqliteDocumentStore, sweepExpired } from '#shared/adapters/sqlite/document-store.ts';
import { createSqliteQueue } from '#shared/adapters/sqlite/queue.ts';
import { forward } from '#shared/edge/cloud/forward.ts';
import type { HttpHandler } from '#shared/edge/http/dispatch.ts';
import { dialectOf } from '#shared/edge/listenbrainz/dialect.ts';
import { limits } from '#shared/schemas/limits.ts';
import { eventually } from '#test/support/eventually.ts';
import { openTestHome } from '#test/support/home.ts';

const refusable = (nth: number, userId?: string) => ({ itemId: `x${nth}`, listenedAt: 1, ...(userId && { userId }) });

describe('quarantine', () => {
  it('I11 Bounded: one token fills so much and no more, and the newest stay', async () => {
    await using opened = await openTestHome();
    const { call, home, user } = opened;
    const [ada, bob] = [await user('ada'), await user('bob')];
    await call('POST', '/v1/listens', { listens: [refusable(-1)] }, bob);
    for (let batch = 0; batch < 6; batch++) {
      opened.time.now += 1;
      const listens = Array.from({ length: 900 }, (_, nth) => refusable(batch * 1_000 + nth));
      expect((await call('POST', '/v1/listens', { listens }, ada)).json.accepted).toBe(0);
    }
    const count = (userId: string) =>
      home.stores.database.prepare('SELECT count(*) AS n FROM quarantine WHERE "userId" = ?').get(userId)?.n;
    expect(count('ada')).toBeLessThanOrEqual(limits.quarantinePerUserMax);
    expect(count('bob')).toBe(1);
    const [newest] = await home.stores.quarantine.latest('ada' as never, 1);
    expect(newest?.sent).toContain('x5');
  });

  it('I11 Bounded: all tokens together fill so much and no more', async () => {
    using database = openDatabase(':memory:');
    createSqliteDocumentStore(database);
    database.exec(`
      WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < ${limits.quarantinedMax + 700})
      INSERT INTO quarantine (id, body, expires_at) SELECT 'q' || n, '{}', 1000 + n FROM numbers`);
    expect(await sweepExpired(database, 0)).toBe(700);
    expect(database.prepare('SELECT count(*) AS n, min(expires_at) AS oldest FROM quarantine').get()).toEqual({
      n: limits.quarantinedMax,
      oldest: 1_701,
    });
  });

  it('I10 Forgotten: what is refused of a user who was forgotten is not kept again', async () => {
    await using opened = await openTestHome();
    const { call, home, user } = opened;
    await user('ada');
    await call('DELETE', '/v1/users/ada');
    await home.idle();
    const { json } = await call('POST', '/v1/listens', { listens: [refusable(1, 'ada'), refusable(2, 'carla')] });
    expect(json).toMatchObject({ accepted: 0 });
    expect(home.stores.database.prepare('SELECT body FROM quarantine').all()).toEqual([
      { body: expect.stringContaining('carla') },
    ]);
  });
});

describe('createShedding', () => {
  it('I11 Bounded: a slow body, or forty of one token, refuses nobody else’s listens', async () => {
    const held: (() => void)[] = [];
    const answer: HttpHandler = (request) =>
      request.headers.get('authorization') === 'Bearer slow'
        ? new Promise((resolve) => held.push(() => resolve(new Response())))
        : Promise.resolve(new Response());
    const fetch = createShedding({ answer, dialectOf, isBehind: () => false }, limits);
    const post = (token: string, bytes: number) =>
      fetch(
        new Request('http://segue.test/1/submit-listens', {
          method: 'POST',
          headers: { authorization: `Bearer ${token}`, 'content-length': String(bytes) },
        }),
      );
    const slow = Array.from({ length: 40 }, () => post('slow', limits.bodyBytesMax));
    expect(held).toHaveLength(1);
    const others = await Promise.all(Array.from({ length: 50 }, (_, nth) => post(`honest ${nth}`, 5_000)));
    expect(others.map(({ status }) => status)).toEqual(Array(50).fill(200));
    for (const end of held) end();
    const refused = (await Promise.all(slow)).filter(({ status }) => status === 503);
    expect(refused).toHaveLength(39);
  });
});

describe('createHttp', () => {
  it('I9 Mine only: who guesses tokens is told to slow down, and a right token of the same address is not', async () => {
    await using opened = await openTestHome();
    const ada = await opened.user('ada');
    const statuses: number[] = [];
    for (let guess = 0; guess < limits.wrongTokensPerWindowMax + 20; guess++) {
      statuses.push((await opened.call('GET', '/v1/users/ada/playlists', undefined, `guess ${guess}`)).status);
    }
    expect(statuses.filter((status) => status === 401)).toHaveLength(limits.wrongTokensPerWindowMax);
    expect(statuses.filter((status) => status === 429)).toHaveLength(20);
    expect((await opened.call('GET', '/v1/users/ada/playlists', undefined, ada)).status).toBe(200);
    opened.time.now += limits.rateWindowSeconds;
    expect((await opened.call('GET', '/v1/users/ada/playlists', undefined, 'again')).status).toBe(401);
  });

  it('I11 Bounded: requests for tokens that race make no more than are allowed, and each can be revoked', async () => {
    await using opened = await openTestHome();
    await opened.user('ada');
    const made = await Promise.all(Array.from({ length: 120 }, () => opened.call('POST', '/v1/users/ada/tokens')));
    const stored = () => opened.home.stores.database.prepare('SELECT count(*) AS n FROM tokens').get()?.n;
    expect(stored()).toBeLessThanOrEqual(limits.tokensPerUserMax);
    for (const { json } of made.filter(({ status }) => status === 201)) {
      expect((await opened.call('DELETE', `/v1/users/ada/tokens/${json.tokenId}`)).status).toBe(204);
    }
    expect(stored()).toBeLessThanOrEqual(1);
  });
});

describe('forward', () => {
  it.each(['//1/submit-listens', '//v1/listens', '/\\v1/listens'])(
    'I9 Mine only: "%s" stays at the origin',
    async (path) => {
      const asked: string[] = [];
      const answer: RequestListener = (request, response) => {
        asked.push(`${request.headers.host} ${request.url}`);
        response.end('ok');
      };
      const server = createServer(answer).listen(0, '127.0.0.1');
      try {
        await new Promise((resolve) => server.once('listening', resolve));
        const { port } = server.address() as AddressInfo;
        const methods = ['/1/submit-listens', '/v1/listens'];
        const routes = methods.map((path) => ({
          id: path,
          operation: { method: 'POST', path } as never,
          handle: null as never,
        }));
        const handle = forward(
          { origin: `http://127.0.0.1:${port}`, routes, log: () => {} },
          async () => new Response('here'),
        );
        const request = new Request('https://segue.test/', { method: 'POST', body: '{}' });
        Object.defineProperty(request, 'url', { value: `https://segue.test${path}` });
        expect(await (await handle(request)).text()).toMatch(/^(ok|here)$/);
        for (const one of asked) expect(one).toMatch(`127.0.0.1:${port} `);
      } finally {
        server.close();
      }
    },
  );
});

describe('startConsumer', () => {
  it('I4 One edition: deaf listeners hold no place in which editions are made', async () => {
    using database = openDatabase(':memory:');
    const queue = createSqliteQueue(database, { assemble: 'editions' }, Date.now);
    const announce = Array.from({ length: 3_000 }, (_, nth) => ({
      message: { type: 'announce', userId: `u${nth}`, playlistId: 'p' } as never,
    }));
    await queue.publish('editions', announce);
    await queue.publish('editions', [{ message: { type: 'due', due: [] } }]);
    const made: string[] = [];
    let deaf = 0;
    let end = (): void => {};
    const silence = new Promise<void>((resolve) => {
      end = resolve;
    });
    const consumer = startConsumer(queue, {
      subscription: 'assemble',
      concurrency: 2,
      batchMax: 1,
      slow: { is: ({ body }) => body.includes('announce'), concurrency: 2 },
      handle: async ([delivery]) => {
        if (delivery?.body.includes('announce')) {
          deaf += 1;
          await silence;
        } else made.push('due');
      },
      now: Date.now,
      log: () => {},
    });
    await eventually(() => expect(made).toEqual(['due']));
    expect(deaf).toBe(2);
    const stopped = consumer.stop();
    end();
    await stopped;
  });
});
