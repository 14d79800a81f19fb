import { createServer } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { afterAll, describe, expect, it } from 'vitest';
import { routesElsewhere } from '#functions/cloud/http-routes.ts';
import { forward } from '#shared/edge/cloud/forward.ts';

const received: { method: string | undefined; url: string | undefined; headers: object; body: string }[] = [];
const ingest = createServer(async (request, response) => {
  const body = (await buffer(request)).toString();
  received.push({ method: request.method, url: request.url, headers: request.headers, body });
  if (request.method === 'DELETE') response.writeHead(204, { 'x-answered': 'ingest' }).end();
  else response.writeHead(201, { 'content-type': 'application/json', 'x-answered': 'ingest' }).end('{"made":true}');
});
await new Promise<void>((resolve) => ingest.listen(0, '127.0.0.1', resolve));
afterAll(() => ingest.close().closeAllConnections());
const origin = `http://127.0.0.1:${(ingest.address() as { port: number }).port}`;

const here = async () => new Response('here');
const routes = routesElsewhere('ingest');
const logged: string[] = [];
const log = (_severity: string, message: string) => void logged.push(message);
const handle = forward({ origin, routes, log }, here);
const send = (method: string, path: string, init: RequestInit = {}) =>
  handle(new Request(`https://segue.example${path}`, { method, ...init }));

describe('forwarding', () => {
  it('passes a write on as it came, and its answer back', async () => {
    const body = '{"settings":{"timeZone":"Europe/Berlin"}}';
    const headers = { authorization: 'Bearer t', 'content-type': 'application/json' };
    const answer = await send('PUT', '/v1/users/a%2Fb?x=1', { body, headers });
    expect([answer.status, await answer.json(), answer.headers.get('x-answered')]).toEqual([
      201,
      { made: true },
      'ingest',
    ]);
    expect(received.at(-1)).toMatchObject({ method: 'PUT', url: '/v1/users/a%2Fb?x=1', body, headers });
  });

  it('passes on an answer without a body', async () => {
    const answer = await send('DELETE', '/v1/users/ada/blocks/tag/jazz');
    expect([answer.status, await answer.text()]).toEqual([204, '']);
  });

  it.each([
    ['GET', '/v1/users/ada'],
    ['OPTIONS', '/v1/listens'],
    ['POST', '/nowhere'],
    ['GET', '/v1/users/%zz'],
    ['POST', '/1/feedback/user/ada/get-feedback-for-recordings'],
  ])('keeps %s %s', async (method, path) => {
    expect(await (await send(method, path)).text()).toBe('here');
  });

  it('answers 503 and says so when nobody is there to pass on to', async () => {
    const lost = forward({ origin: 'http://127.0.0.1:1', routes, log }, here);
    const answer = await lost(new Request('https://segue.example/v1/listens', { method: 'POST', body: '{}' }));
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '1']);
    expect(logged).toEqual(['request not passed on']);
  });
});
