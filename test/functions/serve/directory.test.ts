/** What is there, as the operator, a user and a stranger read it. */
import { describe, expect, it } from 'vitest';
import { hourlyListens, monday, openTestHome } from '#test/support/home.ts';

describe('GET /v1/users', () => {
  it('lists everybody once, page by page, and says when there are no more', async () => {
    await using opened = await openTestHome();
    const { call, user, time } = opened;
    for (const name of ['ada', 'bob', 'carla', 'dan', 'eve']) {
      await user(name);
      if (name === 'bob') time.now += 5;
    }
    const seen: string[] = [];
    let cursor: string | null = null;
    do {
      const { json } = await call('GET', `/v1/users?limit=2${cursor === null ? '' : `&cursor=${cursor}`}`);
      seen.push(...json.users.map(({ userId }: { userId: string }) => userId));
      cursor = json.nextCursor;
    } while (cursor !== null);
    expect(seen.slice(0, 2).sort()).toEqual(['ada', 'bob']);
    expect(seen.sort()).toEqual(['ada', 'bob', 'carla', 'dan', 'eve']);
  });
});

describe('GET /v1/users/{userId}/…', () => {
  it('tokens: lists what can be revoked, and not the tokens', async () => {
    await using opened = await openTestHome();
    const { call, user } = opened;
    const token = await user('ada');
    const listed = await call('GET', '/v1/users/ada/tokens', undefined, token);
    expect(listed.json.tokens).toMatchObject([{ scope: 'user', createdAt: '2026-11-23T12:00:00Z' }]);
    expect(listed.text).not.toContain(token);
    expect((await call('DELETE', `/v1/users/ada/tokens/${listed.json.tokens[0].tokenId}`)).status).toBe(204);
    expect((await call('GET', '/v1/users/ada/tokens')).json.tokens).toEqual([]);
  });

  it('feedback: newest first with names where they are known, in pages', async () => {
    await using opened = await openTestHome();
    const { call, user, home, time } = opened;
    const token = await user('ada');
    await call('POST', '/v1/listens', { listens: hourlyListens('ada', ['a']) });
    await home.idle();
    for (const [itemId, score] of [
      ['a', 1],
      ['b', -1],
      ['c', 1],
    ] as const) {
      time.now += 1;
      await call('PUT', `/v1/users/ada/feedback/${itemId}`, { score }, token);
    }
    const first = (await call('GET', '/v1/users/ada/feedback?limit=2', undefined, token)).json;
    expect(first.feedback.map(({ itemId, score }: any) => [itemId, score])).toEqual([
      ['c', 1],
      ['b', -1],
    ]);
    const rest = (await call('GET', `/v1/users/ada/feedback?limit=2&cursor=${first.nextCursor}`, undefined, token))
      .json;
    expect(rest).toMatchObject({ feedback: [{ itemId: 'a', score: 1, title: 'Title of a' }], nextCursor: null });
  });

  it('schedule: says when each edition is due, and why one that is due is not there', async () => {
    await using opened = await openTestHome(monday);
    const { call, user } = opened;
    const token = await user('ada', { timeZone: 'Europe/Berlin' });
    const { schedule, modelVersion } = (await call('GET', '/v1/users/ada/schedule', undefined, token)).json;
    expect(modelVersion).toBeNull();
    expect(schedule.map(({ patch }: any) => patch)).toEqual([
      ...['weekly-exploration', 'weekly-jams', 'daily-jams', 'new-releases'],
    ]);
    expect(schedule[0]).toMatchObject({ period: '2026-W48', state: 'due' });
    expect(schedule[0].why).toContain('No model is published yet');
  });
});

describe('GET /v1/items, /v1/artists', () => {
  it('gives one item, several at once with those that are not there, and an artist with its items', async () => {
    await using opened = await openTestHome();
    const { call, home, user } = opened;
    const token = await user('ada');
    const items = ['x', 'y'].map((itemId) => ({ itemId, title: itemId, artistId: 'band', artistName: 'Band' }));
    await call('PUT', '/v1/items', { items });
    await home.idle();
    expect((await call('GET', '/v1/items/x', undefined, token)).json.item).toMatchObject({ itemId: 'x', title: 'x' });
    const several = (await call('GET', '/v1/items?ids=y,gone,x,y', undefined, token)).json;
    expect(several).toMatchObject({ items: [{ itemId: 'y' }, { itemId: 'x' }], unknown: ['gone'] });
    const artist = (await call('GET', '/v1/artists/band', undefined, token)).json;
    expect(artist).toMatchObject({ artistId: 'band', artistName: 'Band' });
    expect(artist.items).toHaveLength(2);
    expect((await call('GET', '/v1/artists/nobody', undefined, token)).status).toBe(404);
    const many = Array.from({ length: 101 }, (_, nth) => nth).join(',');
    expect((await call('GET', `/v1/items?ids=${many}`, undefined, token)).json.detail).toContain('at most 100');
  });
});
