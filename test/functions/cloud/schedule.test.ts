import { readFileSync } from 'node:fs';
import { beforeEach, describe, expect, it } from 'vitest';
import { onSchedule } from '#shared/edge/cloud/on-schedule.ts';
import { served } from '#test/support/function-server.ts';

const scheduler = JSON.parse(readFileSync(new URL('../../events/scheduler.json', import.meta.url), 'utf8'));
const now = 1_800_000_000;

const ran: number[] = [];
const parts: unknown[] = [];
const logged: string[] = [];
let outcome: () => unknown = () => undefined;
onSchedule({
  verb: 'tick',
  handle: async (at, part) => {
    ran.push(at);
    parts.push(part);
    return outcome();
  },
  clock: () => now,
  log: (severity, message) => void logged.push(`${severity} ${message}`),
});
const url = await served('tick');

beforeEach(() => {
  ran.length = 0;
  parts.length = 0;
  logged.length = 0;
  outcome = () => undefined;
});

const post = (body: string, headers: Readonly<Record<string, string>> = {}) =>
  fetch(url, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body });

describe('onSchedule', () => {
  it('runs as of the instant at which Scheduler meant to fire, so that a retry is the same run', async () => {
    outcome = () => ({ due: 3 });
    const answer = await post(JSON.stringify(scheduler.body), scheduler.headers);
    expect([answer.status, await answer.json()]).toEqual([200, { due: 3 }]);
    expect(ran).toEqual([Date.parse('2026-11-22T23:05:00Z') / 1_000]);
  });

  it.each([
    ['what the body asks for', '{"at":1700000000}', 1_700_000_000],
    ['what the body asks for as text', '{"at":"2026-11-23T00:00:00Z"}', Date.parse('2026-11-23T00:00:00Z') / 1_000],
    ['now without either', '', now],
    ['now when the body is no JSON', 'hello', now],
  ])('runs as of %s', async (_what, body, at) => {
    expect((await post(body)).status).toBe(200);
    expect(ran).toEqual([at]);
  });

  it('runs the part that the schedule names, and the whole where it names none', async () => {
    await post('{"part":3,"parts":16}', scheduler.headers);
    await post('{}', scheduler.headers);
    await post('{"part":-1,"parts":0}', scheduler.headers);
    const whole = { part: 0, parts: 1 };
    expect(parts).toEqual([{ part: 3, parts: 16 }, whole, whole]);
    expect(new Set(ran)).toEqual(new Set([Date.parse('2026-11-22T23:05:00Z') / 1_000]));
  });

  it('answers 500 for what is thrown, so that Scheduler tries again, and says so', async () => {
    outcome = () => {
      throw new Error('Cannot read the schedules');
    };
    expect((await post('{}')).status).toBe(500);
    expect(logged).toEqual(['ERROR scheduled verb failed']);
  });
});
