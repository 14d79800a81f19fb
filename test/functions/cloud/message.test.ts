import { readFileSync } from 'node:fs';
import { beforeEach, describe, expect, it } from 'vitest';
import { onMessage } from '#shared/edge/cloud/on-message.ts';
import { LeaseTaken } from '#shared/ports/lease.ts';
import type { Severity } from '#shared/ports/log.ts';
import { limits } from '#shared/schemas/limits.ts';
import type { ErasuresMessage } from '#shared/schemas/message.ts';
import { Rejection } from '#shared/schemas/problem.ts';
import { served } from '#test/support/function-server.ts';

const event = (name: string) => JSON.parse(readFileSync(new URL(`../../events/${name}.json`, import.meta.url), 'utf8'));
const push = event('push');
const binary = event('cloudevent-binary');
const erasure = { userId: 'ada', receiptId: '6f1ed002-ab59-4a27-88ef-1d345c5e6a01' };

const handled: ErasuresMessage[] = [];
const published: unknown[] = [];
let publish = async (...message: readonly unknown[]): Promise<void> => void published.push(message);
const lines: { severity: Severity; message: string; fields: Readonly<Record<string, unknown>> | undefined }[] = [];
let outcome: () => void = () => {};

onMessage({
  verb: 'erase',
  topic: 'erasures',
  handle: async (message) => {
    outcome();
    handled.push(message);
  },
  topics: { publish: (...message) => publish(...message) },
  log: (severity, message, fields) => void lines.push({ severity, message, fields }),
});
const url = await served('erase');

beforeEach(() => {
  handled.length = 0;
  lines.length = 0;
  outcome = () => {};
});

async function post(body: unknown, headers: Readonly<Record<string, string>> = {}): Promise<number> {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const all = { 'content-type': 'application/json', ...headers };
  return (await fetch(`${url}/projects/p/topics/erasures`, { method: 'POST', headers: all, body: text })).status;
}

const withData = (data: string, deliveryAttempt = 1) => ({
  ...push,
  deliveryAttempt,
  message: { ...push.message, data: Buffer.from(data).toString('base64') },
});

describe('onMessage', () => {
  it.each([
    ['a push as Pub/Sub sends it', push, {}],
    ['a push as the emulator sends it', event('push-emulator'), {}],
    ['a CloudEvent in binary mode', binary.body, binary.headers],
    [
      'a CloudEvent in structured mode',
      event('cloudevent-structured'),
      { 'content-type': 'application/cloudevents+json' },
    ],
  ])('takes %s', async (_what, body, headers) => {
    expect(await post(body, headers)).toBe(204);
    expect(handled).toEqual([erasure]);
  });

  it('answers 500 for what is thrown, so that it is delivered again, and says so', async () => {
    outcome = () => {
      throw new Error('Cannot reach the store');
    };
    expect(await post(push)).toBe(500);
    expect(lines).toMatchObject([
      { severity: 'ERROR', message: 'message failed', fields: { verb: 'erase', attempt: 2 } },
    ]);
    outcome = () => {};
    expect(await post(push)).toBe(204);
    expect(handled).toEqual([erasure]);
  });

  it('says that a message is buried when its last delivery fails', async () => {
    outcome = () => {
      throw new Error('Cannot reach the store');
    };
    await post(withData(JSON.stringify(erasure), limits.erasureAttemptsMax - 1));
    await post(withData(JSON.stringify(erasure), limits.erasureAttemptsMax));
    expect(lines).toMatchObject([{ message: 'message failed' }, { severity: 'ERROR', message: 'message buried' }]);
  });

  it('acknowledges and records what is rejected', async () => {
    outcome = () => {
      throw new Rejection('not-found', 'There is no such user');
    };
    expect(await post(push)).toBe(204);
    expect(lines).toMatchObject([
      {
        severity: 'WARNING',
        message: 'message rejected',
        fields: { code: 'not-found', detail: 'There is no such user' },
      },
    ]);
  });

  it.each([
    ['text that is no JSON', withData('not json')],
    ['JSON of another shape', withData('{"userId":"ada"}')],
    ['a message without data', { ...push, message: { messageId: '1', attributes: { a: 'b' } } }],
    ['a body without a message', { hello: 'world' }],
    ['a body that is no JSON', 'hello'],
    ['an empty body', ''],
  ])('leaves %s to the dead-letter topic: nothing is acknowledged unread', async (_what, body) => {
    expect(await post(body)).toBe(500);
    expect(handled).toEqual([]);
    expect(lines).toMatchObject([{ severity: 'ERROR' }]);
  });

  it('reads a message with any text in it', async () => {
    const userId = `🎧 "\\ ${'x'.repeat(200)}`;
    expect(await post(withData(JSON.stringify({ ...erasure, userId })))).toBe(204);
    expect(handled).toEqual([{ ...erasure, userId }]);
  });

  it('sends a message again that another worker keeps waiting, which is no attempt, and keeps it when that fails', async () => {
    outcome = () => {
      throw new LeaseTaken('Cannot do "refresh" now');
    };
    expect(await post(withData(JSON.stringify(erasure), 99))).toBe(204);
    expect(published).toEqual([['erasures', [{ message: erasure, orderingKey: 'ada' }]]]);
    expect(lines).toMatchObject([{ severity: 'INFO', message: 'message postponed' }]);
    publish = () => Promise.reject(new Error('no topic'));
    expect(await post(withData(JSON.stringify(erasure)))).toBe(500);
  });
});
