import { describe, expect, it } from 'vitest';
import { createHttp, routesOf } from '#shared/edge/http/dispatch.ts';
import type { Call, Operations, Principal } from '#shared/edge/http/operation.ts';
import { problemDialect } from '#shared/edge/http/problem-response.ts';
import { createRateLimit } from '#shared/edge/http/rate-limit.ts';
import type { UserId } from '#shared/schemas/ids.ts';
import { Rejection } from '#shared/schemas/problem.ts';

const common = { method: 'GET', verb: 'serve', summary: '', answers: { 200: null } } as const;
const table = {
  named: { ...common, path: '/user/:userName', access: 'listener' },
  asked: { ...common, path: '/asked', access: 'listener' },
  unchecked: { ...common, path: '/unchecked', access: 'unchecked' },
  unlimited: { ...common, path: '/unlimited', access: 'public', unlimited: true },
  open: { ...common, path: '/open', access: 'public' },
} as const satisfies Operations;

const echo = async ({ principal, token }: Call<Operations[string]>) => ({ status: 200, json: { principal, token } });

/** A server whose only tokens are "ada" and "operator". */
function server({ publicReads = false, perToken = 100, perAddress = 100 } = {}) {
  const authenticate = async (token: string | undefined): Promise<Principal> => {
    if (token === undefined) return { scope: 'public' };
    if (token === 'operator') return { scope: 'operator' };
    if (token !== 'ada') throw new Rejection('unauthorized', 'The token is not valid');
    return { scope: 'user', userId: 'ada' as UserId, tokenId: 'a' };
  };
  const handle = createHttp({
    routes: routesOf(table, { named: echo, asked: echo, unchecked: echo, unlimited: echo, open: echo }),
    authenticate,
    dialectOf: () => problemDialect,
    clock: () => 1_700_000_000,
    log: () => {},
    publicReads,
    rateLimit: createRateLimit(perToken, perAddress),
  });
  return (path: string, authorization?: string, remoteAddress = '192.0.2.1') => {
    const headers = authorization === undefined ? {} : { authorization };
    const request = new Request(`http://host${path}`, { headers });
    return handle(request, { incoming: { socket: { remoteAddress } } });
  };
}

const basic = (user: string, password: string) => `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;

describe('I9 Mine only', () => {
  it.each([
    ['/user/ada', 'Token ada', 200],
    ['/user/ada', 'token ada', 200],
    ['/user/ada', 'Bearer ada', 200],
    ['/user/ada', basic('whoever', 'ada'), 200],
    ['/user/ada', basic('ada', 'not a token'), 401],
    ['/user/ada', 'ada', 401],
    ['/user/ada', 'Token unknown', 401],
    ['/user/ada', 'Token operator', 200],
    ['/user/bob', 'Token ada', 403],
    ['/user/bob', 'Token operator', 200],
    ['/user/bob?user_name=ada', 'Token ada', 403],
    ['/asked', 'Token ada', 200],
    ['/asked?user_name=ada', 'Token ada', 200],
    ['/asked?user_name=bob', 'Token ada', 403],
    ['/nowhere', 'Token ada', 404],
  ])(
    'a listener operation %s with "%s" is %i, whether reads are public or not',
    async (path, authorization, status) => {
      for (const publicReads of [false, true]) {
        expect((await server({ publicReads })(path, authorization)).status).toBe(status);
      }
    },
  );

  it('without a token a listener is read only where the deployment gives reads to everyone', async () => {
    expect((await server({ publicReads: false })('/user/ada')).status).toBe(401);
    expect((await server({ publicReads: true })('/user/ada')).status).toBe(200);
  });

  it('hands the token on only to the operation that judges it itself', async () => {
    const ask = server();
    expect(await (await ask('/unchecked', 'Token unknown')).json()).toEqual({
      principal: { scope: 'public' },
      token: 'unknown',
    });
    expect(await (await ask('/unchecked')).json()).toEqual({ principal: { scope: 'public' } });
    expect(await (await ask('/user/ada', 'Token ada')).json()).not.toHaveProperty('token');
  });
});

describe('I11 Bounded: requests', () => {
  it('past the limit of a token are 429 with the time to wait, but never where a client would give up', async () => {
    const ask = server({ perToken: 2, perAddress: 1 });
    const statuses = [];
    for (let call = 0; call < 3; call++) statuses.push((await ask('/user/ada', 'Token ada')).status);
    expect(statuses).toEqual([200, 200, 429]);
    const refused = await ask('/asked', 'Token ada');
    expect(Object.fromEntries(refused.headers)).toMatchObject({
      'retry-after': '10',
      'x-ratelimit-limit': '2',
      'x-ratelimit-remaining': '0',
      'x-ratelimit-reset': '1700000010',
      'x-ratelimit-reset-in': '10',
    });
    expect((await ask('/unlimited', 'Token ada')).status).toBe(200);
  });

  it('without a token are counted by address', async () => {
    const ask = server({ perAddress: 1 });
    expect((await ask('/open', undefined, '192.0.2.1')).status).toBe(200);
    expect((await ask('/open', undefined, '192.0.2.1')).status).toBe(429);
    expect((await ask('/open', undefined, '192.0.2.2')).status).toBe(200);
  });

  it('that are refused say where the caller stands, and stay what they are past the limit', async () => {
    const ask = server({ perAddress: 1 });
    for (let call = 0; call < 3; call++) {
      const unknown = await ask('/nowhere');
      expect([unknown.status, unknown.headers.get('x-ratelimit-limit')]).toEqual([404, '1']);
      expect((await ask('/user/ada')).status).toBe(401);
    }
  });
});
