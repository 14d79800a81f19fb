/** Editions in a player: one list a patch, in place and private; what is refused leaves it, and nothing is written twice. */
import { describe, expect, it } from 'vitest';
import { itemIdOf } from '#shared/domain/identity/ids.ts';
import type { UserId } from '#shared/schemas/ids.ts';
import { dialects } from '#test/support/media-server/dialects.ts';
import { type Household, openHousehold, songOf } from '#test/support/media-server/household.ts';

const songs = Array.from({ length: 400 }, (_, nth) => songOf(nth));

/** One listener with 80 listens of 80 songs, in the last two months. */
async function withEditions(house: Household, listens = 80): Promise<void> {
  const { opened } = house;
  await opened.user('ada');
  const heard = Array.from({ length: listens }, (_, nth) => ({
    userId: 'ada',
    title: `Song ${nth * 3}`,
    artistName: `Artist ${Math.floor((nth * 3) / 10)}`,
    listenedAt: opened.time.now - (20 + (nth % 38)) * 86_400,
  }));
  await opened.call('POST', '/v1/listens', { listens: heard });
  await opened.settled();
  await house.collect();
  await opened.home.run('train', opened.time.now);
  await opened.settled();
  await opened.home.run('plan', opened.time.now);
  await opened.settled();
}

const names = ({ player }: Household): string[] => player.playlists.map(({ name }) => name).sort();
const editionOf = async ({ opened }: Household, patch: string) =>
  (await opened.call('GET', `/v1/users/ada/playlists/${patch}`)).json;

describe('I14 Delivered', () => {
  // What each of the others does to a playlist, the adapter's own tests hold.
  it.each(['ampache', 'funkwhale'] as const)(
    'one private list a patch on %s, written once',
    async (name) => {
      await using house = await openHousehold(dialects[name], { songs });
      await withEditions(house);
      expect(names(house)).toEqual(['Daily Jams', 'Weekly Exploration', 'Weekly Jams']);
      const edition = await editionOf(house, 'weekly-exploration');
      const titles = new Map(songs.map(({ id, title }) => [id, title]));
      const list = house.player.playlists.find(({ name }) => name === 'Weekly Exploration');
      expect(list?.songIds.map((id) => titles.get(String(id)))).toEqual(
        edition.items.map(({ item }: any) => item.title),
      );
      expect(edition.items.length).toBeGreaterThan(30);
      expect(house.player.playlists.filter(({ isPublic }) => isPublic)).toEqual([]);
      const { deliveries } = (await house.opened.call('GET', '/v1/users/ada/deliveries')).json;
      expect(deliveries).toHaveLength(3);
      const { playlistId, period } = edition;
      expect(deliveries).toContainEqual(
        expect.objectContaining({
          patch: 'weekly-exploration',
          period,
          playlistId,
          server: expect.stringMatching(name),
        }),
      );
      house.written();
      await house.collect(false);
      await house.collect();
      expect(house.written()).toBe(0);
    },
    60_000,
  );

  it('takes out what is blocked, at once, and follows an edition in place', async () => {
    await using house = await openHousehold(dialects.navidrome, { songs });
    await withEditions(house);
    const { opened, player } = house;
    const ids = player.playlists.map(({ id }) => id);
    const [first] = (await editionOf(house, 'weekly-exploration')).items;
    await opened.call('PUT', `/v1/users/ada/blocks/item/${first.item.itemId}`, {});
    await opened.settled();
    const title = (id: string) => songs.find((song) => song.id === id)?.title;
    const shown = () => player.playlists.flatMap(({ songIds }) => songIds.map(title));
    expect(shown()).not.toContain(first.item.title);
    opened.time.now += 7 * 86_400;
    await opened.home.run('plan', opened.time.now);
    await opened.settled();
    expect(player.playlists.map(({ id }) => id)).toEqual(ids);
    const { items, period } = await editionOf(house, 'weekly-exploration');
    const list = player.playlists.find(({ name }) => name === 'Weekly Exploration');
    expect(list?.songIds.map(title)).toEqual(items.map(({ item }: any) => item.title));
    expect(list?.comment).toContain(period);
  }, 60_000);

  it('comes back after the server was away, and finds its list again when ids are lost', async () => {
    await using house = await openHousehold(dialects.navidrome, { songs });
    house.player.trouble = 'proxy page';
    await withEditions(house);
    expect(names(house)).toEqual([]);
    house.player.trouble = 'none';
    await house.collect(false);
    await house.opened.home.run('train', house.opened.time.now + 60);
    await house.opened.settled();
    await house.opened.home.run('plan', house.opened.time.now);
    await house.opened.settled();
    await house.collect(false);
    expect(names(house)).toEqual(['Daily Jams', 'Weekly Exploration', 'Weekly Jams']);
    const { libraryId } = (await house.opened.call('GET', '/v1/libraries')).json.libraries[0];
    const ada = 'ada' as UserId;
    const { deliveries } = house.opened.home.stores;
    for (const delivery of await deliveries.ofUser(ada)) {
      await deliveries.keep({
        ...delivery,
        libraryId,
        lists: delivery.lists.map((list) => ({ ...list, storedId: 'gone' })),
      });
    }
    await house.collect();
    expect(house.player.playlists).toHaveLength(3);
  }, 60_000);

  it('leaves alone what is the listener’s own', async () => {
    await using house = await openHousehold(dialects.navidrome, { songs });
    const own = {
      id: 'own',
      name: 'Weekly Jams',
      comment: 'mine',
      owner: 'ada',
      isPublic: true,
      songIds: ['1001', '1002'],
    };
    house.player.playlists.push({ ...own });
    await withEditions(house);
    expect(house.player.playlists).toHaveLength(4);
    expect(house.player.playlists[0]).toEqual(own);
  }, 60_000);

  it('keeps weeks where that is asked, and takes the oldest away', async () => {
    await using house = await openHousehold(dialects.navidrome, {
      songs,
      account: { keepWeeks: 2, patches: ['weekly-exploration'] },
    });
    await withEditions(house);
    const weeks = async (): Promise<string[]> => {
      house.opened.time.now += 7 * 86_400;
      await house.opened.home.run('plan', house.opened.time.now);
      await house.opened.settled();
      return names(house);
    };
    expect(names(house)).toEqual(['Weekly Exploration 2026-W48']);
    expect(await weeks()).toEqual(['Weekly Exploration 2026-W48', 'Weekly Exploration 2026-W49']);
    expect(await weeks()).toEqual(['Weekly Exploration 2026-W49', 'Weekly Exploration 2026-W50']);
  }, 60_000);

  it('names whose list it is where an account is shared, and takes a forgotten user’s away', async () => {
    await using house = await openHousehold(dialects.navidrome, { songs, account: { for: 'household' } });
    await withEditions(house);
    expect(names(house)).toEqual(['Daily Jams · ada', 'Weekly Exploration · ada', 'Weekly Jams · ada']);
    await house.opened.call('DELETE', '/v1/users/ada');
    await house.opened.settled();
    expect(names(house)).toEqual([]);
  }, 60_000);

  it('offers only what the library holds to who wants that, also live, and says what is missing', async () => {
    await using house = await openHousehold(dialects.navidrome, { songs: songs.slice(0, 300) });
    const { opened } = house;
    const items = songs.slice(300).map(({ title, artist, genre }) => ({
      itemId: itemIdOf(artist, title),
      title,
      artistName: artist,
      tags: [genre],
    }));
    await opened.call('PUT', '/v1/items', { items });
    await withEditions(house);
    const missing = (await opened.call('GET', '/v1/users/ada/playlists/weekly-exploration/missing')).json;
    const before = await editionOf(house, 'weekly-exploration');
    const elsewhere = before.items.filter(({ item }: any) => Number(item.title.slice(5)) >= 300);
    expect(elsewhere.length).toBeGreaterThan(0);
    expect(missing.missing.map(({ title }: any) => title)).toEqual(elsewhere.map(({ item }: any) => item.title));
    const { text } = await opened.call('GET', '/v1/users/ada/playlists/weekly-exploration/missing?format=text');
    expect(text).toBe(elsewhere.map(({ item }: any) => `${item.artistName} - ${item.title}\n`).join(''));
    await opened.call('PUT', '/v1/users/ada', { playable: 'library' });
    opened.time.now += 7 * 86_400;
    await opened.home.run('plan', opened.time.now);
    await opened.settled();
    const held = async (answer: any) => answer.filter(({ item }: any) => Number(item.title.slice(5)) >= 300);
    expect(await held((await editionOf(house, 'weekly-exploration')).items)).toEqual([]);
    expect((await editionOf(house, 'weekly-exploration')).items.length).toBeGreaterThan(20);
    const live = (await opened.call('GET', '/v1/users/ada/recommendations?limit=100')).json.recommendations;
    expect(live.length).toBeGreaterThan(20);
    expect(await held(live)).toEqual([]);
  }, 60_000);
});
