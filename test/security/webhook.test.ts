/** Where a webhook may go: nowhere inside, however the address is spelled and whatever a name says the second time. */
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { isPublicAddress } from '#shared/adapters/webhook/public-address.ts';
import { createWebhook, type ResolvedAddress } from '#shared/adapters/webhook/webhook.ts';
import { webhookSecret, webhookSignature } from '#shared/formats/webhook-signature.ts';
import { Rejection } from '#shared/schemas/problem.ts';

type Received = { readonly url: string; readonly headers: NodeJS.Dict<string | string[]>; readonly body: string };

const received: Received[] = [];
let answer: (response: ServerResponse) => void;
let server: Server;
let port: number;
beforeAll(async () => {
  server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    received.push({ url: request.url ?? '', headers: request.headers, body });
    answer(response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  ({ port } = server.address() as AddressInfo);
});
afterAll(() => server.close().closeAllConnections());
beforeEach(() => {
  received.length = 0;
  answer = (response) => response.end();
});

const call = (url: string) => ({ url, id: 'edition-1', sentAt: 1_700_000_000, userId: 'ada', payload: { type: 't' } });
const outside = createWebhook({ secret: 's', loopbackAllowed: false });
const v4 = (address: string): ResolvedAddress => ({ address, family: 4 });

describe('createWebhook', () => {
  it.each([
    '127.0.0.1',
    '127.1',
    '2130706433',
    '0x7f000001',
    '0x7f.0.0.1',
    '017700000001',
    '0177.0.0.01',
    '0',
    '0.0.0.0',
    '10.0.0.1',
    '100.64.0.1',
    '169.254.169.254',
    '2852039166',
    '172.16.0.1',
    '172.31.255.255',
    '192.168.1.1',
    '198.18.0.1',
    '224.0.0.1',
    '255.255.255.255',
    '[::1]',
    '[::]',
    '[::ffff:127.0.0.1]',
    '[::ffff:7f00:1]',
    '[::ffff:a9fe:a9fe]',
    '[::127.0.0.1]',
    '[64:ff9b::7f00:1]',
    '[64:ff9b::169.254.169.254]',
    '[64:ff9b:1::a00:1]',
    '[2002:7f00:1::]',
    '[2001:0:7f00:1::]',
    '[fc00::1]',
    '[fd12:3456::1]',
    '[fe80::1]',
    '[fec0::1]',
    '[ff02::1]',
    '[2001:db8::1]',
    'localhost',
  ])('createWebhook refuses https://%s and http on the port of a server that is there', async (host) => {
    for (const url of [`https://${host}/`, `http://${host}:${port}/`]) {
      await expect(outside.send(call(url))).rejects.toBeInstanceOf(Rejection);
    }
    expect(received).toEqual([]);
  });

  it('createWebhook resolves a name once and connects to what it judged', async () => {
    const answers = [[v4('127.0.0.1')], [v4('10.0.0.1')], [v4('127.0.0.2')]];
    let asked = 0;
    const resolve = async () => answers[asked++] ?? [];
    const webhook = createWebhook({ secret: 's', loopbackAllowed: true, resolve });
    await webhook.send(call(`http://player.example:${port}/hook`));
    expect([asked, received.length]).toEqual([1, 1]);
    await expect(webhook.send(call(`http://player.example:${port}/hook`))).rejects.toBeInstanceOf(Rejection);
    expect([asked, received.length]).toEqual([2, 1]);
  });

  it.each([
    ['one of whose addresses is inside', [v4('93.184.215.14'), v4('10.0.0.1')]],
    ['of the metadata server', [v4('169.254.169.254')]],
    ['that has no address', []],
  ])('createWebhook refuses a name %s', async (_what, addresses) => {
    const webhook = createWebhook({ secret: 's', loopbackAllowed: false, resolve: async () => addresses });
    await expect(webhook.send(call('https://rebound.example/'))).rejects.toBeInstanceOf(Rejection);
  });

  it.each([
    'http://example.org/',
    'ftp://example.org/',
    'file:///etc/passwd',
    'gopher://example.org/',
    'data:text/plain,x',
  ])('createWebhook calls nothing but https outside: not %s', async (url) => {
    const webhook = createWebhook({ secret: 's', loopbackAllowed: false, resolve: async () => [v4('93.184.215.14')] });
    await expect(webhook.send(call(url))).rejects.toBeInstanceOf(Rejection);
  });

  it.each([301, 302, 303, 307, 308])('createWebhook follows no redirect: %i is a failure', async (status) => {
    answer = (response) => response.writeHead(status, { location: `http://127.0.0.1:${port}/inside` }).end();
    const webhook = createWebhook({ secret: 's', loopbackAllowed: true });
    await expect(webhook.send(call(`http://127.0.0.1:${port}/hook`))).rejects.toThrow(`it answered ${status}`);
    expect(received.map(({ url }) => url)).toEqual(['/hook']);
  });

  it('I11 Bounded: createWebhook reads no answer beyond its status, however long that is', async () => {
    const ended = new Promise<void>((resolve) => {
      answer = (response) => {
        const drip = setInterval(() => response.write('x'.repeat(1_000)), 1);
        response.on('close', () => {
          clearInterval(drip);
          resolve();
        });
      };
    });
    await createWebhook({ secret: 's', loopbackAllowed: true }).send(call(`http://127.0.0.1:${port}/hook`));
    await ended;
  });

  it('createWebhook signs what it sends with the secret of its user, and sends no token', async () => {
    await createWebhook({ secret: 's', loopbackAllowed: true }).send(call(`http://127.0.0.1:${port}/hook`));
    const [{ headers, body }] = received as [Received];
    const signed = webhookSignature(webhookSecret('s', 'ada'), { id: 'edition-1', sentAt: 1_700_000_000, body });
    expect(headers['webhook-signature']).toBe(signed);
    expect(headers).not.toHaveProperty('authorization');
  });
});

const inside4 = fc.oneof(
  fc.tuple(fc.constantFrom(10, 127, 0, 224, 255), fc.nat(255), fc.nat(255), fc.nat(255)),
  fc.tuple(fc.constant(192), fc.constant(168), fc.nat(255), fc.nat(255)),
  fc.tuple(fc.constant(169), fc.constant(254), fc.nat(255), fc.nat(255)),
  fc.tuple(fc.constant(172), fc.integer({ min: 16, max: 31 }), fc.nat(255), fc.nat(255)),
);
const hex = (bytes: readonly number[]): string =>
  Buffer.from(bytes)
    .toString('hex')
    .replace(/^(....)(....)$/, '$1:$2');

describe('isPublicAddress', () => {
  it('isPublicAddress finds an address inside in every wrapping of version 6', () => {
    fc.assert(
      fc.property(inside4, (bytes) => {
        const dotted = bytes.join('.');
        const wrapped = [
          `::ffff:${dotted}`,
          `::ffff:${hex(bytes)}`,
          `::${dotted}`,
          `64:ff9b::${dotted}`,
          `2002:${hex(bytes)}::`,
        ];
        expect([dotted, ...wrapped].filter(isPublicAddress)).toEqual([]);
      }),
    );
  });

  it.each(['8.8.8.8', '93.184.215.14', '2606:4700:4700::1111', '::ffff:8.8.8.8'])(
    'isPublicAddress lets %s pass',
    (address) => {
      expect(isPublicAddress(address)).toBe(true);
    },
  );

  it.each(['', 'localhost', '8.8.8', '8.8.8.8:80', 'fe80::1%eth0', '2606:4700::1111%lo', '::ffff:08.8.8.8'])(
    'isPublicAddress takes "%s" for no address',
    (address) => {
      expect(isPublicAddress(address)).toBe(false);
    },
  );
});
