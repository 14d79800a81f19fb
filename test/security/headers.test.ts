/** The headers of every answer of every route: what a browser may do with it, and who may keep it. */
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Operation, Operations } from '#shared/edge/http/operation.ts';
import { v1 } from '#shared/edge/http/v1.ts';
import { listenBrainz } from '#shared/edge/listenbrainz/routes.ts';
import { routes } from '#test/security/routes.ts';
import { callers, openScene, type Scene, shown } from '#test/security/scene.ts';
import { openWire, type Wire } from '#test/support/wire.ts';

const operations: Operations = { ...v1, ...listenBrainz };
const ordered = Object.keys(routes).sort((a, b) => Number(a === 'deleteUser') - Number(b === 'deleteUser'));

let wire: Wire;
let scene: Scene;
beforeAll(async () => {
  wire = await openWire({ ...shown, publicReads: false });
  scene = await openScene(wire.test);
});
afterAll(() => wire[Symbol.asyncDispose]());

const always = {
  'x-content-type-options': 'nosniff',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
  // Tokens travel in a header that no page sends by itself, so every page may ask.
  'access-control-allow-origin': '*',
};
const never = ['set-cookie', 'server', 'x-powered-by', 'access-control-allow-credentials'];

function expectSafe(headers: Headers, what: string): void {
  const sent = Object.fromEntries(headers);
  expect(sent, what).toMatchObject(always);
  for (const name of never) expect(sent, what).not.toHaveProperty(name);
}

describe('headers', () => {
  it('respond, refuse: every answer is safe to show and nobody but its reader may keep it', async () => {
    let answers = 0;
    for (const id of ordered) {
      const { method } = operations[id] as Operation;
      const { path, body } = routes[id as keyof typeof routes];
      for (const caller of callers) {
        const { status, headers } = await scene.call(method, path(scene, caller), body, caller);
        const what = `${id} by ${caller}: ${status}`;
        expectSafe(headers, what);
        const kept =
          status === 200 && method === 'GET' && id !== 'exportUser' ? /^private, max-age=\d+$/ : /^no-store$/;
        expect(headers.get('cache-control'), what).toMatch(kept);
        if (status === 200 && method === 'GET' && id !== 'exportUser') {
          expect(headers.get('vary'), what).toContain('authorization');
        }
        if (status === 401) expect(headers.get('www-authenticate'), what).toMatch(/^Bearer/);
        answers += 1;
      }
    }
    process.stdout.write(`headers: ${answers} answers of ${ordered.length} routes\n`);
  });

  it.each([
    ['GET', '/nowhere'],
    ['PATCH', '/v1/listens'],
    ['OPTIONS', '/v1/listens'],
    ['OPTIONS', '/1/submit-listens'],
    ['OPTIONS', '/nowhere'],
    ['HEAD', '/v1/status'],
  ])('respond: %s %s is as safe', async (method, path) => {
    const { headers } = await scene.call(method, path, undefined, 'none');
    expectSafe(headers, `${method} ${path}`);
    if (method === 'OPTIONS') expect(headers.get('access-control-allow-headers')).toContain('Authorization');
  });

  it.each([
    ['GET', '/v1/users/bob/../carla'],
    ['GET', '/v1/users/bob/%2e%2e/carla'],
    ['GET', '/../../etc/passwd'],
    ['GET', '/v1/users/bob\u0000'],
    ['GET', 'http://169.254.169.254/v1/status/x'],
    ['GET', '//evil.example/v1/status/x'],
    ['CONNECT', 'evil.example:443'],
    ['GET', '*'],
  ])('I9 Mine only: %s %s, sent as it is over a socket, opens nothing', async (method, target) => {
    const origin = new URL(await wire.listen());
    const answer = await raw(
      Number(origin.port),
      `${method} ${target} HTTP/1.1\r\nhost: segue.test\r\nconnection: close\r\n\r\n`,
    );
    expect(answer).toMatch(/^(HTTP\/1\.1 4\d\d |$)/);
  });

  it.each([
    ['two lengths', 'content-length: 2\r\ncontent-length: 3\r\n\r\n{}'],
    ['a length and chunks', 'content-length: 2\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n'],
    ['a length that is no number', 'content-length: many\r\n\r\n{}'],
    ['a negative length', 'content-length: -1\r\n\r\n{}'],
  ])('I11 Bounded: a request with %s is refused before it is read', async (_what, rest) => {
    const origin = new URL(await wire.listen());
    const answer = await raw(
      Number(origin.port),
      `POST /v1/listens HTTP/1.1\r\nhost: segue.test\r\nconnection: close\r\n${rest}`,
    );
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
  });
});

/** What a server answers to these very bytes. */
function raw(port: number, request: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let answer = '';
    const socket = connect(port, '127.0.0.1', () => socket.write(Buffer.from(request, 'latin1')));
    socket.on('data', (data) => {
      answer += data.toString('latin1');
    });
    socket.on('end', () => resolve(answer));
    socket.on('error', reject);
    socket.setTimeout(5_000, () => socket.destroy(new Error('no answer')));
  });
}
