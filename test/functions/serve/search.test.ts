import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { monday, openTestHome, type TestHome } from '#test/support/home.ts';

const described = [
  {
    itemId: 'creep',
    title: 'Creep',
    artistId: 'rh',
    artistName: 'Radiohead',
    releaseName: 'Pablo Honey',
    tags: ['rock'],
  },
  { itemId: 'crew', title: 'Crew', artistId: 'gg', artistName: 'GoldLink', tags: ['rap'] },
  {
    itemId: 'jigsaw',
    title: 'Jigsaw',
    artistId: 'rh',
    artistName: 'Radiohead',
    releaseName: 'In Rainbows',
    tags: ['rock'],
  },
  {
    itemId: 'salt 1',
    kind: 'episode',
    title: 'Arrival',
    artistId: 'salt',
    artistName: 'The Salt Road',
    tags: ['fiction'],
  },
];

describe('GET search', () => {
  let test: TestHome;
  let token: string;
  const search = async (query: string) =>
    (await test.call('GET', `/v1/users/ada/search?${query}`, undefined, token)).json;
  const names = async (query: string) => (await search(query)).results.map(({ of, name }: any) => `${of} ${name}`);
  beforeAll(async () => {
    test = await openTestHome();
    token = await test.user('ada');
    await test.user('bob');
    await test.call('PUT', '/v1/items', { items: described });
    const listens = [...Array(3).keys()].flatMap((nth) => [
      {
        userId: 'ada',
        itemId: 'creep',
        artistId: 'rh',
        artistName: 'Radiohead',
        listenedAt: monday - 3_600 * (nth + 1),
      },
      { userId: 'bob', itemId: 'crew', artistId: 'gg', artistName: 'GoldLink', listenedAt: monday - 3_600 * (nth + 1) },
    ]);
    await test.call('POST', '/v1/listens', { listens });
    await test.home.idle();
    for (const verb of ['train', 'plan']) {
      expect((await test.call('POST', `/v1/run/${verb}`)).status).toBe(200);
      await test.home.idle();
    }
  });
  afterAll(() => test[Symbol.asyncDispose]());

  it('finds items, artists, shows, tags and own playlists in what training published, and says why', async () => {
    expect(await names('q=radiohead')).toEqual(['artist Radiohead', 'item Creep', 'item Jigsaw']);
    expect((await names('q=cre'))[0]).toBe('item Creep');
    expect(await names('q=in%20rainb')).toContain('item Jigsaw');
    expect(await names('q=salt')).toContain('show The Salt Road');
    expect(await names('q=fict')).toContain('tag fiction');
    expect(await names('q=crepe')).toContain('item Creep');
    const [first] = (await search('q=creep')).results;
    expect(first).toMatchObject({ of: 'item', id: 'creep', matched: { field: 'title', how: 'whole' } });
    expect(first.why).toBe('Its title has the word, and you play it');
    const [playlist] = (await search('q=weekly%20ja&of=playlist')).results;
    expect(playlist.name).toMatch(/^Weekly Jams, week of/);
    expect((await test.call('GET', `/v1/playlists/${playlist.id}`, undefined, token)).status).toBe(200);
    expect(await names('q=radiohead&of=artist')).toEqual(['artist Radiohead']);
  });

  it('finds what was played a minute ago, before any model knows it', async () => {
    expect(await names('q=brand%20new')).toEqual([]);
    test.time.now += 60;
    const listen = { title: 'Brand New Song', artistName: 'Nobody Yet', listenedAt: test.time.now - 30 };
    await test.call('POST', '/v1/listens', { listens: [listen] }, token);
    await test.home.idle();
    expect(await names('q=brand%20new')).toEqual(['item Brand New Song']);
  });

  it('I7 a blocked artist is not found, neither by name nor by what they play', async () => {
    await test.call('PUT', '/v1/users/ada/blocks/artist/rh', undefined, token);
    expect(await names('q=radiohead')).toEqual([]);
    expect(await names('q=creep')).not.toContain('item Creep');
    await test.call('DELETE', '/v1/users/ada/blocks/artist/rh', undefined, token);
    await test.call('PUT', '/v1/users/ada/blocks/tag/fiction', undefined, token);
    expect(await names('q=fiction')).toEqual([]);
    await test.call('DELETE', '/v1/users/ada/blocks/tag/fiction', undefined, token);
  });

  it('refuses what is no query', async () => {
    expect((await test.call('GET', '/v1/users/ada/search', undefined, token)).status).toBe(400);
    expect((await test.call('GET', '/v1/users/ada/search?q=', undefined, token)).status).toBe(400);
    expect(await names('q=%E2%80%A6')).toEqual([]);
  });
});
