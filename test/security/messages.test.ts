/** What platforms and other versions send to functions: envelopes, messages, schedules. Read, or refused for a dead letter. */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { deliveryIn, messageIn } from '#shared/edge/cloud/event.ts';
import { onMessage } from '#shared/edge/cloud/on-message.ts';
import { onSchedule } from '#shared/edge/cloud/on-schedule.ts';
import { type Topic, topics } from '#shared/schemas/message.ts';
import { hostileBody, hostileText, mutated } from '#test/security/hostile.ts';
import { served } from '#test/support/function-server.ts';

const event = (name: string) => JSON.parse(readFileSync(new URL(`../events/${name}.json`, import.meta.url), 'utf8'));
const envelopes = [
  event('push'),
  event('push-emulator'),
  event('cloudevent-structured'),
  event('cloudevent-binary').body,
];
const receiptId = '6f1ed002-ab59-4a27-88ef-1d345c5e6a01';
const listen = { id: 'l', userId: 'ada', itemId: 'i', kind: 'track', listenedAt: 1_700_000_000, info: { a: [1] } };
const good: Readonly<Record<Topic, readonly object[]>> = {
  listens: [
    { type: 'listened', batchId: 'b', userId: 'ada', receivedAt: 1, listens: [listen] },
    { type: 'retracted', batchId: 'b', userId: 'ada', receivedAt: 1, listens: [{ id: 'l', listenedAt: 1 }] },
    { type: 'rebuild', batchId: 'b', userId: 'ada', receivedAt: 1 },
  ],
  models: [{ modelVersion: '20261123T030000Z', shard: 0, shards: 1 }],
  editions: [{ type: 'due', due: [{ userId: 'ada', patch: 'weekly-jams', period: '2026-W48', dueAt: 1 }] }],
  erasures: [{ userId: 'ada', receiptId }],
};
const bytes = fc.oneof(
  fc
    .constantFrom(...envelopes)
    .chain(hostileBody)
    .map((text) => Buffer.from(text)),
  fc.uint8Array({ maxLength: 200 }).map((raw) => Buffer.from(raw)),
);
const wrapped = (text: string, messageId = '1') => ({
  message: { data: Buffer.from(text).toString('base64'), messageId },
});

const handled: unknown[] = [];
const ran: number[] = [];
let message: string;
let schedule: string;
beforeAll(async () => {
  onMessage({ verb: 'fuzzed', topic: 'listens', handle: async (one) => handled.push(one), log: () => {} });
  onSchedule({ verb: 'ticked', handle: async (at) => ran.push(at), clock: () => 1_800_000_000, log: () => {} });
  [message, schedule] = [await served('fuzzed'), await served('ticked')];
});

describe('messages', () => {
  it('deliveredIn reads an envelope or refuses it, whatever the bytes', () => {
    let read = 0;
    fc.assert(
      fc.property(bytes, (body) => {
        try {
          const { message: inside } = deliveryIn(body);
          expect([typeof inside.data, typeof inside.messageId]).toEqual(['string', 'string']);
          read += 1;
        } catch (error) {
          expect((error as Error).message).toMatch(/^Cannot read the request/);
        }
      }),
      { numRuns: 3_000 },
    );
    expect(read).toBeGreaterThan(100);
    process.stdout.write(`envelopes: 3000 bodies, ${read} read, no crash\n`);
  });

  it.each(Object.keys(good) as Topic[])('messageIn reads a message of topic "%s" or refuses it by its id', (topic) => {
    let read = 0;
    const texts = fc.constantFrom(...good[topic]).chain((one) =>
      fc.oneof(
        hostileBody(one),
        mutated(one).map((value) => JSON.stringify(value)),
      ),
    );
    fc.assert(
      fc.property(texts, (text) => {
        try {
          const one = messageIn(topic, wrapped(text));
          expect(topics[topic].safeParse(one).success).toBe(true);
          expect(Object.getPrototypeOf(one)).toBe(Object.prototype);
          read += 1;
        } catch (error) {
          expect((error as Error).message).toMatch(/^Cannot read message "1"/);
        }
      }),
      { numRuns: 1_000 },
    );
    process.stdout.write(`messages: 1000 of topic "${topic}", ${read} read, no crash\n`);
  });

  it('onMessage acknowledges only what was handled, and handles only what fits', async () => {
    const texts = fc.constantFrom(...good.listens).chain(hostileBody);
    const bodies = fc.oneof(
      bytes,
      texts.map((text) => Buffer.from(JSON.stringify(wrapped(text)))),
    );
    await fc.assert(
      fc.asyncProperty(bodies, hostileText, async (body, type) => {
        handled.length = 0;
        const headers = { 'content-type': Buffer.from(type).toString('base64url') || 'a' };
        const { status } = await fetch(message, { method: 'POST', headers, body: new Uint8Array(body) });
        expect([status, handled.length]).toEqual(handled.length === 1 ? [204, 1] : [500, 0]);
      }),
      { numRuns: 200 },
    );
  });

  it('I11 Bounded: onMessage is not stopped by depth or length', async () => {
    const deep = `${'['.repeat(500_000)}${']'.repeat(500_000)}`;
    const long = JSON.stringify({ ...good.listens[0], batchId: 'x'.repeat(2_000_000) });
    const deepInfo = JSON.stringify(good.listens[0]).replace('[1]', `${'['.repeat(5_000)}${']'.repeat(5_000)}`);
    const statuses = [];
    for (const text of [deep, long, deepInfo]) {
      statuses.push((await fetch(message, { method: 'POST', body: JSON.stringify(wrapped(text)) })).status);
    }
    expect(statuses.slice(0, 2)).toEqual([500, 204]);
    expect([204, 500]).toContain(statuses[2]);
    expect(
      (await fetch(message, { method: 'POST', body: JSON.stringify(wrapped(JSON.stringify(good.listens[2]))) })).status,
    ).toBe(204);
  });

  it('onSchedule runs as of a whole second, whatever body and header say', async () => {
    const times = fc.oneof(
      hostileText,
      fc.constantFrom('2026-11-23T03:00:00Z', '-271821-04-20T00:00:00Z', '1e400', 'Infinity'),
    );
    await fc.assert(
      fc.asyncProperty(hostileBody({ at: 1_700_000_000 }), times, async (body, time) => {
        ran.length = 0;
        const printable = /^[\x20-\x7e]*$/.test(time) ? { 'x-cloudscheduler-scheduletime': time } : {};
        const answer = await fetch(schedule, { method: 'POST', headers: printable, body });
        expect(answer.status).toBe(200);
        expect(ran.map(Number.isSafeInteger)).toEqual([true]);
      }),
      { numRuns: 200 },
    );
    process.stdout.write('functions: 200 messages and 200 schedules over HTTP, no crash\n');
  });
});
