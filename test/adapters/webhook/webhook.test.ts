import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { isPublicAddress } from '#shared/adapters/webhook/public-address.ts';
import { createWebhook } from '#shared/adapters/webhook/webhook.ts';
import { webhookSecret, webhookSignature } from '#shared/domain/webhook-signature.ts';
import { Rejection } from '#shared/schemas/problem.ts';
import { startListener } from '#test/adapters/webhook/listener.ts';

const call = {
  id: 'edition-7',
  sentAt: 1_795_000_000,
  userId: 'ada',
  payload: { type: 'edition.published', data: {} },
};
const development = createWebhook({ secret: 'a secret of the deployment', loopbackAllowed: true });
const production = createWebhook({ secret: 'a secret of the deployment', loopbackAllowed: false });

describe('createWebhook', () => {
  it('sends one POST that a receiver verifies as Standard Webhooks says', async () => {
    await using listener = await startListener(200);
    await development.send({ ...call, url: listener.url });
    const [{ headers, body, method }] = listener.told as [(typeof listener.told)[number]];
    expect([method, headers['content-type'], listener.told.length]).toEqual(['POST', 'application/json', 1]);
    expect(JSON.parse(body)).toEqual({ ...call.payload, timestamp: '2026-11-18T11:06:40.000Z' });
    expect([headers['webhook-id'], headers['webhook-timestamp']]).toEqual(['edition-7', '1795000000']);
    // What a receiver does: the key is what follows "whsec_", in base64; the content is id, instant and body.
    const secret = webhookSecret('a secret of the deployment', 'ada');
    const key = Buffer.from(secret.slice('whsec_'.length), 'base64');
    const signature = createHmac('sha256', key).update(`edition-7.1795000000.${body}`).digest('base64');
    expect(headers['webhook-signature']).toBe(`v1,${signature}`);
    expect(JSON.stringify([headers, body])).not.toContain('a secret of the deployment');
  });

  it('signs as the specification’s own example does', () => {
    const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
    const signed = { id: 'msg_p5jXN8AQM9LWM0D4loKWxJek', sentAt: 1_614_265_330, body: '{"test": 2432232314}' };
    expect(webhookSignature(secret, signed)).toBe('v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=');
  });

  it('has another secret for every user, and none that says the deployment’s', () => {
    const secrets = ['ada', 'bob', ''].map((userId) => webhookSecret('deployment', userId));
    expect(new Set(secrets).size).toBe(3);
    for (const secret of secrets) expect(Buffer.from(secret.slice(6), 'base64')).toHaveLength(32);
  });

  it.each([301, 307, 400, 404, 410, 500, 503])('an answer of %i is tried again, and never followed', async (status) => {
    await using listener = await startListener(status);
    const sent = development.send({ ...call, url: listener.url });
    await expect(sent).rejects.toThrow(`it answered ${status}`);
    await expect(sent).rejects.not.toBeInstanceOf(Rejection);
    await expect(sent).rejects.not.toThrow('in-the-url');
    expect(listener.told).toHaveLength(1);
  });

  it('nobody there is tried again', async () => {
    const listener = await startListener(200);
    await listener[Symbol.asyncDispose]();
    const sent = development.send({ ...call, url: listener.url });
    await expect(sent).rejects.toThrow(/ECONNREFUSED/);
    await expect(sent).rejects.not.toBeInstanceOf(Rejection);
  });

  it.each([
    'https://127.0.0.1/',
    'https://localhost/',
    'https://[::1]/',
    'https://10.1.2.3/',
    'https://172.31.0.1/',
    'https://192.168.0.10/',
    'https://169.254.169.254/computeMetadata/v1/',
    'https://100.64.0.1/',
    'https://0.0.0.0/',
    'https://2130706433/',
    'https://0x7f.1/',
    'https://[::]/',
    'https://[::ffff:10.0.0.1]/',
    'https://[fd00::1]/',
    'https://[fe80::1]/',
    'https://[64:ff9b::a00:1]/',
    'https://[2002:a00:1::]/',
    'https://255.255.255.255/',
  ])('never calls inside: %s', async (url) => {
    await expect(production.send({ ...call, url })).rejects.toThrow('is not a public address');
    await expect(production.send({ ...call, url })).rejects.toBeInstanceOf(Rejection);
  });

  it('calls this machine in development only, and no other address inside even then', async () => {
    await using listener = await startListener(200);
    await expect(production.send({ ...call, url: listener.url })).rejects.toBeInstanceOf(Rejection);
    expect(listener.told).toHaveLength(0);
    await expect(development.send({ ...call, url: 'http://10.1.2.3/' })).rejects.toBeInstanceOf(Rejection);
  });

  it('calls the outside by https alone', async () => {
    const sent = production.send({ ...call, url: 'http://93.184.216.34/' });
    await expect(sent).rejects.toThrow('must be called by https');
    await expect(development.send({ ...call, url: 'http://93.184.216.34/' })).rejects.toBeInstanceOf(Rejection);
  });
});

describe('isPublicAddress', () => {
  it('knows what is outside', () => {
    const outside = ['93.184.216.34', '8.8.8.8', '172.32.0.1', '100.128.0.1', '2606:4700::1111', '::ffff:8.8.8.8'];
    const inside = ['10.0.0.1', '224.0.0.1', '198.18.0.1', '2001:db8::1', '::ffff:127.0.0.1', '::', 'no address', ''];
    for (const address of outside) expect(isPublicAddress(address), address).toBe(true);
    for (const address of inside) expect(isPublicAddress(address), address).toBe(false);
  });
});
