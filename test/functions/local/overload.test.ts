/** More listens than the embedded home can take: it says so early, counts what it accepted, and recovers by itself. */
import { describe, expect, it } from 'vitest';
import { limits } from '#shared/schemas/limits.ts';
import { type Answered, hourlyListens, monday, openTestHome, type TestHome } from '#test/support/home.ts';

const shedding = { bodyBytesInFlightMax: 100_000, queuedMessagesMax: 8 };

/** One listen of one user each, by both interfaces in turn. */
function send({ call }: TestHome, nth: number, token: string): Promise<Answered> {
  if (nth % 2 === 0) return call('POST', '/v1/listens', { listens: [{ ...listenOf(nth), userId: 'ada' }] }, token);
  const metadata = { artist_name: 'Artist', track_name: `Track ${nth}` };
  const payload = [{ listened_at: monday - 3_600 * (nth + 1), track_metadata: metadata }];
  return call('POST', '/1/submit-listens', { listen_type: 'single', payload }, token);
}

const listenOf = (nth: number) => ({ itemId: `item ${nth}`, listenedAt: monday - 3_600 * (nth + 1) });

describe('the embedded home', () => {
  it('I11 Bounded: sheds listens with 503 while too many wait, and counts each it accepted once', async () => {
    await using home = await openTestHome(monday, { shedding });
    const token = await home.user('ada');
    const accepted = new Set<number>();
    let refused = 0;
    // Side by side, so that none of them finds the queue empty again; what is refused is sent until it is accepted.
    for (let left = Array.from({ length: 60 }, (_, nth) => nth); left.length > 0; ) {
      const answers = await Promise.all(left.map((nth) => send(home, nth, token)));
      for (const [at, { status, headers }] of answers.entries()) {
        if (status === 200) accepted.add(left[at] as number);
        else {
          refused += 1;
          expect(status).toBe(503);
          expect(headers.get('retry-after')).toBe(String(limits.overloadedSeconds));
        }
      }
      left = left.filter((nth) => !accepted.has(nth));
      await home.home.idle();
    }
    expect(refused).toBeGreaterThan(0);
    const { json } = await home.call('GET', '/v1/users/ada/affinities?of=item&limit=100');
    expect(json.listens).toBe(60);
    expect(json.affinities.map(({ plays }: { plays: number }) => plays)).toEqual(Array(60).fill(1));
  });

  it('I11 Bounded: reads no more at a time than its limit, and one large request alone', async () => {
    await using home = await openTestHome(monday, { shedding });
    const items = Array.from({ length: 500 }, (_, nth) => `item ${nth}`);
    const large = { listens: hourlyListens('ada', items) };
    const [first, second] = await Promise.all([
      home.call('POST', '/v1/listens', large),
      home.call('POST', '/v1/listens', large),
    ]);
    expect([first.status, second.status]).toEqual([200, 503]);
    expect(second.json).toMatchObject({ type: 'urn:segue:problem:overloaded', status: 503 });
    await home.home.idle();
    expect((await home.call('POST', '/v1/listens', large)).status).toBe(200);
  });

  it('I12 Said: while listens are shed, everything else is answered, in the words of each interface', async () => {
    await using home = await openTestHome(monday, { shedding: { ...shedding, queuedMessagesMax: 1 } });
    const token = await home.user('ada');
    const { topics } = home.home.stores;
    const message = { type: 'rebuild', batchId: 'b', userId: 'ada' as never, receivedAt: monday } as const;
    await topics.publish('listens', [{ message, orderingKey: 'ada' }]);
    const [native, listenBrainz, read] = await Promise.all([
      send(home, 0, token),
      send(home, 1, token),
      home.call('GET', '/v1/users/ada/affinities?of=item', undefined, token),
    ]);
    expect(native.status).toBe(503);
    expect(listenBrainz.json).toEqual({
      code: 503,
      error: 'Cannot submit listens to queue, please try again later.',
    });
    expect(read.status).toBe(200);
  });
});
