/** Profiles of more items than they keep, from the same history in different orders. */
import { expect, test } from 'vitest';
import { monday, openTestHome } from '#test/support/home.ts';

/** Enough different items that most are let go, and some come back months later. */
const history = Array.from({ length: 3_000 }, (_, nth) => ({
  userId: '',
  title: `Song ${(nth * nth) % 997}`,
  artistName: `Artist ${(nth * 7) % 331}`,
  listenedAt: monday - 200 * 86_400 + nth * 4_000,
}));

test('I2 Order is nothing: plays and favourites are the same, whichever end a long history begins at', async () => {
  await using opened = await openTestHome();
  const { call, home } = opened;
  const orders: Record<string, readonly object[]> = { oldest: history, newest: history.toReversed() };
  const favourites: Record<string, unknown> = {};
  for (const [userId, listens] of Object.entries(orders)) {
    for (let from = 0; from < listens.length; from += 500) {
      await call('POST', '/v1/listens', {
        listens: listens.slice(from, from + 500).map((one) => ({ ...one, userId })),
      });
      await home.idle();
      opened.time.now += 1;
    }
    await opened.settled();
  }
  const asked = opened.time.now;
  for (const userId of Object.keys(orders)) {
    for (const of of ['item', 'artist'] as const) {
      opened.time.now = asked;
      const { affinities } = (await call('GET', `/v1/users/${userId}/affinities?of=${of}&limit=100`)).json;
      favourites[`${userId} ${of}`] = affinities.map(({ id, plays, affinity }: any) => [
        id,
        plays,
        affinity.toFixed(9),
      ]);
    }
  }
  expect(favourites['oldest item']).toEqual(favourites['newest item']);
  expect(favourites['oldest artist']).toEqual(favourites['newest artist']);
  expect((favourites['oldest item'] as unknown[]).length).toBe(100);
});
