/** What a webhook sends, and what it makes of the answer. Where it may go stands in test/security/webhook.test.ts. */
import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createWebhook } from '#shared/adapters/webhook/webhook.ts';
import { webhookSecret, webhookSignature } from '#shared/formats/webhook-signature.ts';
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

  it.each([400, 401, 404, 410])('an answer of %i is final, and told without what the address says', async (status) => {
    await using listener = await startListener(status);
    const sent = development.send({ ...call, url: listener.url });
    await expect(sent).rejects.toBeInstanceOf(Rejection);
    await expect(sent).rejects.toThrow(`it answered ${status}`);
    await expect(sent).rejects.not.toThrow('in-the-url');
  });

  it.each([301, 307, 408, 429, 500, 503])('an answer of %i is tried again, and never followed', async (status) => {
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
