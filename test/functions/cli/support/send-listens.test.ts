import fc from 'fast-check';
import { expect, test } from 'vitest';
import { connect } from '#functions/cli/support/client.ts';
import { Failure } from '#functions/cli/support/failure.ts';
import { batchesByLane, lanes, type Sendable, sendListens } from '#functions/cli/support/send-listens.ts';
import { answer, startStandin, token } from '#test/functions/cli/standin.ts';

const row = (userId: string, listenedAt: number): Sendable => ({ listen: { userId, itemId: 'i', listenedAt } });
const start = 1_690_000_000;

test('batchesByLane: every row once, each user in one lane, oldest first, at most 1,000 a batch', () => {
  const rows = fc.array(
    fc.tuple(fc.constantFrom('ada', 'bob', 'cy', 'dee', 'eve', 'fay'), fc.nat(50)).map(([user, at]) => row(user, at)),
    { maxLength: 300 },
  );
  fc.assert(
    fc.property(rows, fc.integer({ min: 1, max: 20 }), (some, times) => {
      const all = Array.from({ length: times }, () => some.map((each) => ({ ...each }))).flat();
      const planned = batchesByLane(all);
      expect(planned).toHaveLength(lanes);
      expect(new Set(planned.flat(2))).toEqual(new Set(all));
      expect(planned.flat(2)).toHaveLength(all.length);
      for (const batch of planned.flat()) expect(batch.length).toBeLessThanOrEqual(1000);
      const laneOf = new Map<string, number>();
      planned.forEach((lane, index) => {
        const newest = new Map<string, number>();
        for (const { listen } of lane.flat()) {
          const user = listen.userId as string;
          expect(laneOf.get(user) ?? index).toBe(index);
          laneOf.set(user, index);
          expect(listen.listenedAt).toBeGreaterThanOrEqual(newest.get(user) ?? 0);
          newest.set(user, listen.listenedAt);
        }
      });
    }),
  );
});

test('sendListens: a newest-first history arrives oldest first, in full batches', async () => {
  await using server = await startStandin();
  const rows = Array.from({ length: 2500 }, (_, i) => row('ada', start + 2500 - i));
  const shown: number[] = [];
  const sent = await sendListens(connect({ url: server.url, token }), rows, {
    onSent: ({ rows: count }) => shown.push(count),
  });
  expect(sent).toEqual({ accepted: 2500, rejected: [], dropped: [] });
  expect(shown).toEqual([1000, 1000, 500]);
  const order = [...server.listens.values()].map(({ listenedAt }) => listenedAt);
  expect(order).toEqual(order.toSorted((a, b) => a - b));
});

test('sendListens: verdicts of the server come back with the rows they are about', async () => {
  await using server = await startStandin();
  const old = row('ada', 1000);
  const future = row('ada', 4_000_000_000);
  const sent = await sendListens(connect({ url: server.url, token }), [future, row('ada', start), old]);
  expect(sent.accepted).toBe(1);
  expect(sent.rejected.map((rejection) => [rejection.row === old, rejection.row === future, rejection.code])).toEqual([
    [true, false, 'too-old'],
    [false, true, 'in-the-future'],
  ]);
});

test('sendListens: a body that is too large is halved until it fits, a listen that is too large is named', async () => {
  await using server = await startStandin({ bodyBytesMax: 2000 });
  const rows = Array.from({ length: 100 }, (_, i) => row('ada', start + i));
  const giant = { listen: { ...row('ada', start).listen, title: 'x'.repeat(3000) } };
  const sent = await sendListens(connect({ url: server.url, token }), [...rows, giant]);
  expect(sent.accepted).toBe(100);
  expect(sent.rejected).toEqual([{ row: giant, code: 'too-large', detail: expect.stringContaining('413') }]);
  expect(server.listens.size).toBe(100);
});

test('sendListens: one failure ends all lanes, and sending again completes the rest without adding anything twice', async () => {
  await using server = await startStandin();
  const rows = Array.from({ length: 20_000 }, (_, i) => row(`user${i % 40}`, start + i));
  const client = connect({ url: server.url, token });
  server.trouble.push((response) => answer(response, 403, { detail: 'not now' }));
  await expect(sendListens(client, rows)).rejects.toThrow(Failure);
  expect(server.listens.size).toBeLessThan(20_000);
  expect((await sendListens(client, rows)).accepted).toBe(20_000);
  expect(server.listens.size).toBe(20_000);
});
