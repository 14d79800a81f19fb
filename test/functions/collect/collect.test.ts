/** Libraries of media servers: what they hold becomes known, what their accounts say stays theirs, and no trouble loses anything. */
import { describe, expect, it } from 'vitest';
import { itemIdOf } from '#shared/domain/identity/ids.ts';
import { hasHeard, openHeard } from '#shared/domain/profile/heard.ts';
import type { UserId } from '#shared/schemas/ids.ts';
import { dialects } from '#test/support/media-server/dialects.ts';
import { type Household, openHousehold, songOf } from '#test/support/media-server/household.ts';

const songs = Array.from({ length: 620 }, (_, nth) => songOf(nth));
const ada = 'ada' as UserId;
const first = itemIdOf('Artist 0', 'Song 0');

const feedbackOf = async ({ opened }: Household) => (await opened.call('GET', '/v1/users/ada/feedback')).json.feedback;
const libraryOf = async ({ opened }: Household) => (await opened.call('GET', '/v1/libraries')).json.libraries[0];
const holds = async ({ opened }: Household, nth: number): Promise<boolean> => {
  const { libraryId } = (await opened.call('GET', '/v1/libraries')).json.libraries[0];
  const songOfItem = await opened.home.stores.libraries.songOf([libraryId]);
  return songOfItem?.({ itemId: itemIdOf(`Artist ${Math.floor(nth / 10)}`, `Song ${nth}`) }) !== undefined;
};

describe('collect', () => {
  it('reads a library into the catalogue; read again it changes nothing', async () => {
    await using house = await openHousehold(dialects.navidrome, { songs });
    await house.opened.user('ada');
    const [read] = await house.collect();
    expect(read).toMatchObject({ outcome: 'read', songs: 620, items: 620 });
    const { item } = (await house.opened.call('GET', `/v1/items/${first}`)).json;
    expect(item).toMatchObject({ title: 'Song 0', artistName: 'Artist 0', tags: ['ambient'], durationMs: 200_000 });
    expect(await holds(house, 619)).toBe(true);
    const [again] = await house.collect();
    expect(again).toMatchObject({ outcome: 'read', songs: 620, items: 0 });
    const [looked] = await house.collect(false);
    expect(looked.outcome).toBe('unchanged');
  });

  it('knows the song that a listen told of, by its address', async () => {
    const musicBrainzId = '385f4381-0f6d-47a0-bc56-07570374f650';
    await using house = await openHousehold(dialects.navidrome, {
      songs: [songOf(0, { musicBrainzId, title: 'Song 0 (subtitle)' })],
    });
    const listen = {
      userId: 'ada',
      itemId: 'own id',
      title: 'Song 0',
      artistName: 'Artist 0',
      addresses: [`mbid:${musicBrainzId}`],
      listenedAt: house.opened.time.now - 60,
    };
    await house.opened.call('POST', '/v1/listens', { listens: [listen] });
    await house.opened.settled();
    await house.collect();
    const { item } = (await house.opened.call('GET', '/v1/items/own%20id')).json;
    expect(item).toMatchObject({ title: 'Song 0', tags: ['ambient'] });
    const { libraryId } = await libraryOf(house);
    const found = await house.opened.home.stores.libraries.songOf([libraryId]);
    expect(found?.({ itemId: 'own id' as never })).toBe('1000');
  });

  it('keeps what vanished as known and no longer as playable', async () => {
    await using house = await openHousehold(dialects.gonic, { songs: songs.slice(0, 20) });
    await house.collect();
    house.player.songs.splice(0, 1);
    await house.collect();
    expect(await holds(house, 0)).toBe(false);
    expect(await holds(house, 1)).toBe(true);
    expect((await house.opened.call('GET', `/v1/items/${first}`)).status).toBe(200);
  });

  it('makes a star a love that goes with the star, and touches no love or hate that was said here', async () => {
    await using house = await openHousehold(dialects.navidrome, { songs: songs.slice(0, 20) });
    await house.opened.user('ada');
    const [own, hated] = [itemIdOf('Artist 0', 'Song 1'), itemIdOf('Artist 0', 'Song 2')];
    await house.collect();
    await house.opened.call('PUT', `/v1/users/ada/feedback/${own}`, { score: 1 });
    await house.opened.call('PUT', `/v1/users/ada/feedback/${hated}`, { score: -1 });
    for (const id of ['1000', '1001', '1002']) house.player.stars.add(id);
    await house.collect();
    const scores = async () =>
      Object.fromEntries((await feedbackOf(house)).map(({ title, score }: any) => [title, score]));
    expect(await scores()).toEqual({ 'Song 0': 1, 'Song 1': 1, 'Song 2': -1 });
    // Taken back here while the star stays: it is not loved again.
    await house.opened.call('PUT', `/v1/users/ada/feedback/${own}`, { score: 0 });
    await house.collect();
    expect(await scores()).toEqual({ 'Song 0': 1, 'Song 2': -1 });
    await house.opened.call('PUT', `/v1/users/ada/feedback/${own}`, { score: 1 });
    house.player.stars.clear();
    await house.collect();
    expect(await scores()).toEqual({ 'Song 1': 1, 'Song 2': -1 });
  });

  it('takes a counted play without a listen for heard', async () => {
    const played = songs
      .slice(0, 20)
      .map((song, nth) => (nth === 3 ? { ...song, played: '2026-01-01T00:00:00Z', playCount: 2 } : song));
    await using house = await openHousehold(dialects.navidrome, { songs: played });
    await house.opened.user('ada');
    await house.collect();
    const record = await house.opened.home.stores.users.read(ada);
    if (record.state !== 'known') throw new Error('unknown');
    const heard = openHeard([...(await house.opened.home.stores.libraries.around(record.user)).heard]);
    expect([2, 3, 4].filter((nth) => hasHeard(heard, { itemId: itemIdOf('Artist 0', `Song ${nth}`) }))).toEqual([3]);
  });

  it('takes nobody’s stars from a shared account', async () => {
    await using house = await openHousehold(dialects.navidrome, {
      songs: songs.slice(0, 20),
      account: { for: 'household' },
    });
    await house.opened.user('ada');
    house.player.stars.add('1000');
    await house.collect();
    expect(await feedbackOf(house)).toEqual([]);
    const record = await house.opened.home.stores.users.read(ada);
    expect(record.state === 'known' && record.user.libraries).toHaveLength(1);
  });

  it('loses nothing to a scan, a proxy’s page or a library that is half there, and says so', async () => {
    await using house = await openHousehold(dialects.navidrome, { songs });
    await house.collect();
    const stage = async () => {
      await house.opened.home.run('watch', house.opened.time.now);
      const { stages } = (await house.opened.call('GET', '/v1/status')).json;
      return stages.find(({ stage: name }: any) => name.startsWith('library '));
    };
    expect(await stage()).toMatchObject({ state: 'ok', detail: 'navidrome 9: 620 songs' });
    for (const trouble of ['scanning', 'proxy page'] as const) {
      house.player.trouble = trouble;
      expect((await house.collect())[0].outcome).toBe('trouble');
      expect((await stage()).detail).toMatch(trouble === 'scanning' ? /is scanning/ : /does not answer/);
      expect(await holds(house, 619)).toBe(true);
    }
    house.player.trouble = 'none';
    house.player.songs.splice(100);
    expect((await house.collect())[0].detail).toMatch(/most songs are gone.*100 of 620 songs are left/);
    expect(await holds(house, 619)).toBe(true);
    house.opened.time.now += 900;
    expect((await house.collect(false))[0]).toMatchObject({ outcome: 'read', songs: 100 });
    expect(await holds(house, 619)).toBe(false);
    expect(await libraryOf(house)).toMatchObject({ songs: 100, trouble: null });
  });

  it('does not try a wrong password again by itself', async () => {
    await using house = await openHousehold(dialects.navidrome, { songs, account: { password: 'wrong' } });
    for (let tick = 0; tick < 5; tick++) {
      house.opened.time.now += 900;
      expect((await house.collect(false))[0].outcome).toBe('trouble');
    }
    expect(house.player.refusedLogins).toBe(1);
    await house.collect();
    expect(house.player.refusedLogins).toBe(2);
    expect(JSON.stringify(await libraryOf(house)) + house.opened.lines.join()).not.toContain('wrong');
  });

  it('forgets a library that the operator names no more', async () => {
    await using house = await openHousehold(dialects.navidrome, { songs: songs.slice(0, 20) });
    await house.collect();
    const { libraries } = house.opened.home.stores;
    await libraries.update(
      'elsewhere',
      () =>
        ({
          ...house.opened,
          libraryId: 'elsewhere',
          addedAt: 1,
          server: 'x',
          place: 0,
          parts: 0,
          revision: '',
          songs: 0,
          nameless: 0,
          mark: '',
          readAt: 1,
          lookedAt: 1,
        }) as never,
    );
    await house.collect();
    expect((await libraries.all()).map(({ libraryId }) => libraryId)).not.toContain('elsewhere');
  });
});
