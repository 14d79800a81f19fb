import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { onHttp } from '#shared/edge/cloud/on-http.ts';
import { createHttp, routesOf } from '#shared/edge/http/dispatch.ts';
import type { Operations } from '#shared/edge/http/operation.ts';
import { problemDialect } from '#shared/edge/http/problem-response.ts';
import { createRateLimit } from '#shared/edge/http/rate-limit.ts';
import { limits } from '#shared/schemas/limits.ts';
import { served } from '#test/support/function-server.ts';

const table = {
  echo: {
    method: 'POST',
    path: '/echo/:id',
    verb: 'ingest',
    access: 'public',
    summary: 'Says what was sent',
    params: z.object({ id: z.string() }),
    body: z.strictObject({ text: z.string() }),
    answers: { 200: z.json() },
  },
  lines: {
    method: 'GET',
    path: '/lines',
    verb: 'serve',
    access: 'public',
    summary: 'Many lines',
    answers: { 200: z.string() },
  },
} as const satisfies Operations;

async function* numbers() {
  for (let n = 0; n < 3; n++) yield { n };
}

onHttp({
  verb: 'echo',
  handle: createHttp({
    routes: routesOf(table, {
      echo: async ({ params, body }) => ({ status: 200, json: { ...params, ...body } }),
      lines: async () => ({ status: 200, lines: numbers() }),
    }),
    authenticate: async () => ({ scope: 'public' }),
    dialectOf: () => problemDialect,
    clock: () => 0,
    log: () => {},
    rateLimit: createRateLimit(1_000, 20),
  }),
  proxies: 1,
});
const url = await served('echo');

let calls = 0;
/** Every call from an address of its own, as a load balancer before the function would say. */
const from = (address: string) => ({ 'x-forwarded-for': `6.6.6.6, ${address}, 10.0.0.1` });
const post = (body: string | Uint8Array<ArrayBuffer>, headers: Readonly<Record<string, string>> = {}) =>
  fetch(`${url}/echo/1`, { method: 'POST', headers: { ...from(`1.1.1.${++calls}`), ...headers }, body });

describe('onHttp', () => {
  it.each(['application/json', 'text/plain', 'application/x-www-form-urlencoded', ''])(
    'hands a body on as it came, whatever its type: "%s"',
    async (type) => {
      const answer = await post(JSON.stringify({ text: 'ä 🎧' }), { 'content-type': type });
      expect([answer.status, await answer.json()]).toEqual([200, { id: '1', text: 'ä 🎧' }]);
    },
  );

  it('decodes what the path escapes', async () => {
    const body = JSON.stringify({ text: '' });
    const answer = await fetch(`${url}/echo/a%2Fb%20%F0%9F%8E%A7`, { method: 'POST', headers: from('1.2.3.4'), body });
    expect(await answer.json()).toEqual({ id: 'a/b 🎧', text: '' });
  });

  it.each([
    ['is malformed', '{"text":', { 'content-type': 'application/json' }, 'invalid-json'],
    ['is empty', '', { 'content-type': 'application/json' }, 'invalid-json'],
    ['has another shape', '[1]', { 'content-type': 'application/json' }, 'invalid-request'],
    [
      'is packed and cut short',
      gzipSync('{"text":""}').subarray(0, 14),
      { 'content-encoding': 'gzip' },
      'invalid-request',
    ],
  ])(
    'I12 a body that %s is refused as a problem, not as a page of the framework',
    async (_what, body, headers, code) => {
      const answer = await post(typeof body === 'string' ? body : new Uint8Array(body), headers);
      expect(answer.headers.get('content-type')).toBe('application/problem+json');
      expect(await answer.json()).toMatchObject({ type: `urn:segue:problem:${code}`, status: 400 });
    },
  );

  it('I11 a body over the limit is refused', async () => {
    const answer = await post('x'.repeat(limits.bodyBytesMax + 1));
    expect(answer.status).toBe(413);
  });

  it('streams lines, answers HEAD without a body, and 404 and 405 as problems', async () => {
    const headers = from('1.2.3.5');
    expect(await (await fetch(`${url}/lines`, { headers })).text()).toBe('{"n":0}\n{"n":1}\n{"n":2}\n');
    expect((await fetch(`${url}/nowhere`, { headers })).status).toBe(404);
    expect((await fetch(`${url}/lines`, { method: 'DELETE', headers })).status).toBe(405);
  });

  it('tells callers apart by the address that our own proxy vouches for', async () => {
    const ask = async (address: string) => (await fetch(`${url}/lines`, { headers: from(address) })).status;
    const many = await Promise.all(Array.from({ length: 25 }, () => ask('9.9.9.9')));
    expect(many.filter((status) => status === 429)).toHaveLength(5);
    expect(await ask('8.8.8.8')).toBe(200);
  });

  it('does not run our code in the domain of the framework', async () => {
    let domain: unknown = 'not asked';
    onHttp({
      verb: 'where',
      handle: async () => {
        domain = (process as { domain?: unknown }).domain;
        return new Response('here');
      },
      proxies: 0,
    });
    await fetch(await served('where'));
    expect(domain ?? undefined).toBeUndefined();
  });
});
