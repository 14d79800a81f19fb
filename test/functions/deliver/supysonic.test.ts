/** A household with a real Subsonic server: one listener, 80 listens, and three full playlists in the player. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connectMediaServers } from '#functions/media-servers/connect.ts';
import { createSubsonicClient, listIn, type SubsonicCall } from '#shared/adapters/subsonic/client.ts';
import { monday, openTestHome, type TestHome } from '#test/support/home.ts';
import { type CountingProxy, startCountingProxy } from '#test/support/media-server/counting-proxy.ts';
import { writes } from '#test/support/media-server/fake-subsonic.ts';
import { type Supysonic, startSupysonic, supysonicIsInstalled } from '#test/support/media-server/supysonic.ts';

const genres = ['Ambient', 'Dub', 'Shoegaze', 'Folk'];
const tracks = Array.from({ length: 3_000 }, (_, nth) => ({
  artist: `Artist ${Math.floor(nth / 20)}`,
  album: `Album ${Math.floor(nth / 10)}`,
  title: `Söng ${nth}`,
  genre: genres[Math.floor(nth / 20) % genres.length] as string,
}));
const heard = Array.from({ length: 80 }, (_, nth) => ({ nth: nth * 7, days: 20 + (nth % 38) }));
const patches = ['weekly-exploration', 'weekly-jams', 'daily-jams'];

describe.skipIf(!supysonicIsInstalled)('a household with supysonic (skipped where it is not installed)', () => {
  let real: Supysonic;
  let proxy: CountingProxy;
  let opened: TestHome;
  let ask: SubsonicCall;

  beforeAll(async () => {
    real = await startSupysonic(tracks);
    proxy = await startCountingProxy(real.url);
    const { user, password } = real;
    const account = { url: proxy.url, user, password, for: ['ada'] };
    opened = await openTestHome(monday, { mediaServers: connectMediaServers(JSON.stringify(account)) });
    ask = createSubsonicClient({ url: real.url, user, password }, { salt: () => 'salt and pepper' });
    const listens = heard.map(({ nth, days }) => ({
      userId: 'ada',
      title: `Söng ${nth}`,
      artistName: `Artist ${Math.floor(nth / 20)}`,
      listenedAt: monday - days * 86_400,
    }));
    await opened.user('ada');
    await opened.call('POST', '/v1/listens', { listens });
    await opened.settled();
  }, 300_000);
  afterAll(async () => {
    await opened?.[Symbol.asyncDispose]();
    await proxy?.[Symbol.asyncDispose]();
    await real?.[Symbol.asyncDispose]();
  });

  const tick = async (verb: 'train' | 'plan' | 'collect'): Promise<void> => {
    await opened.home.run(verb, opened.time.now);
    await opened.settled();
  };
  const written = (): string[] => proxy.calls.splice(0).filter((method) => writes.has(method));
  const playlists = async () => listIn(await ask('getPlaylists'), 'playlists', 'playlist');
  const titlesOf = async (name: string): Promise<unknown[]> => {
    const list = (await playlists()).find((each) => each.name === name);
    const answer = await ask('getPlaylist', [['id', String(list?.id)]]);
    return listIn(answer, 'playlist', 'entry').map(({ title }) => title);
  };
  const edition = async (patch: string) => (await opened.call('GET', `/v1/users/ada/playlists/${patch}`)).json;

  it('I14 Delivered: all three editions are whole and in the player, private, and run again nothing is written', async () => {
    await tick('collect');
    expect((await opened.call('GET', '/v1/libraries')).json.libraries).toMatchObject([{ songs: 3_000, trouble: null }]);
    await tick('train');
    await tick('plan');
    const editions = await Promise.all(patches.map(edition));
    console.info(
      `supysonic: ${editions.map(({ patch, items }) => `${patch} ${items.length} of 50`).join(', ')}; ${written().length} writes`,
    );
    expect(editions.map(({ items }) => items.length)).toEqual([50, 50, 50]);
    const lists = await playlists();
    expect(lists.map(({ name }) => name).sort()).toEqual(['Daily Jams', 'Weekly Exploration', 'Weekly Jams']);
    expect(lists.filter((list) => list.public === true)).toEqual([]);
    const [exploration] = editions;
    expect(await titlesOf('Weekly Exploration')).toEqual(exploration.items.map(({ item }: any) => item.title));
    await tick('plan');
    await tick('collect');
    await opened.call('POST', '/v1/run/collect');
    await opened.settled();
    expect(written()).toEqual([]);
  }, 300_000);

  it('a star is a love, and its withdrawal is withdrawn', async () => {
    const [song] = listIn(await ask('search3', [['query', 'Söng 2999']]), 'searchResult3', 'song');
    const loves = async () => (await opened.call('GET', '/v1/users/ada/feedback')).json.feedback;
    for (const [method, titles] of [
      ['star', ['Söng 2999']],
      ['unstar', []],
    ] as const) {
      await ask(method, [['id', String(song?.id)]]);
      await opened.call('POST', '/v1/run/collect');
      expect((await loves()).map(({ title }: any) => title)).toEqual(titles);
    }
  }, 120_000);

  it('a block is gone from the player, also when the server was killed before it could be told', async () => {
    const [first, second] = (await edition('weekly-exploration')).items;
    const block = async ({ item }: any): Promise<void> => {
      await opened.call('PUT', `/v1/users/ada/blocks/item/${item.itemId}`, {});
      await opened.settled();
    };
    await block(first);
    expect(await titlesOf('Weekly Exploration')).not.toContain(first.item.title);
    await real.kill();
    await block(second);
    await real.restart();
    expect(await titlesOf('Weekly Exploration')).toContain(second.item.title);
    await tick('collect');
    const titles = await titlesOf('Weekly Exploration');
    expect(titles).not.toContain(second.item.title);
    expect(titles).toHaveLength(48);
    expect(await playlists()).toHaveLength(3);
  }, 120_000);
});
