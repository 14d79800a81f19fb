import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rowsOf } from '#shared/ports/warehouse.ts';
import type { ArtistId, ItemId, ModelVersion } from '#shared/schemas/ids.ts';
import type { ItemCard } from '#shared/schemas/model.ts';
import { monday, openTestHome, type TestHome } from '#test/support/home.ts';
import { publishTaste } from '#test/support/published-taste.ts';
import { modelVersion, storeEdition } from '#test/support/wire-edition.ts';

const card = (artist: string, nth: number): ItemCard => ({
  itemId: `${artist} ${nth}` as ItemId,
  kind: 'track',
  title: `Song ${nth} of ${artist}`,
  artistId: `${artist} id` as ArtistId,
  artistName: artist,
  tags: [artist === 'Low' ? 'slow' : 'fast'],
});
const own = [1, 2, 3, 4].map((nth) => card('Low', nth));
const near = ['Codeine', 'Bedhead', 'Ida', 'Idaho'].flatMap((artist) =>
  [1, 2, 3, 4, 5].map((nth) => card(artist, nth)),
);
const playlistId = '7d9c1c3a-1f0e-5c1a-9b1d-2f3e4d5c6b7a';

describe('destinations', () => {
  let test: TestHome;
  let token: string;
  const get = (path: string, as: string | null = token) => test.call('GET', `/v1/users/ada${path}`, undefined, as);
  beforeAll(async () => {
    test = await openTestHome();
    token = await test.user('ada');
    await publishTaste(test, { userId: 'ada', own, near });
    await storeEdition(test, { playlistId, userId: 'bob', dueAt: monday });
  });
  afterAll(() => test[Symbol.asyncDispose]());

  it('GET mixes: a side with its names, and the mix as any player takes it', async () => {
    const { mixes } = (await get('/mixes')).json;
    expect(mixes).toHaveLength(1);
    expect(mixes[0]).toMatchObject({ title: 'Low Mix', period: '2026-11-23', tags: ['slow'], modelVersion });
    const mix = (await get(`/mixes/${mixes[0].mixId}`)).json;
    expect(mix).toMatchObject({ patch: 'mix', playlistId: mixes[0].playlistId, title: 'Low Mix' });
    expect(mix.items).toHaveLength(mixes[0].items);
    const rungs = Map.groupBy(mix.items, ({ reason }: any) => reason.rung);
    expect([rungs.get('loved')?.length, rungs.get('neighbours')?.length]).toEqual([4, near.length]);
    expect((await get(`/mixes/${mixes[0].mixId}?format=xspf`)).text).toContain('<title>Low Mix</title>');
    expect((await get('/mixes/7d9c1c3a-1f0e-5c1a-9b1d-2f3e4d5c6b7a')).status).toBe(404);
  });

  it('GET radio: page after page without a repeat, with a reason for each, until there is no more', async () => {
    const heard: string[] = [];
    let after = '';
    for (let page = 0; page < 4; page++) {
      const { status, json, text } = await get(`/radio?seed=item:Low%201&limit=5${after}`);
      expect(status, text).toBe(200);
      expect(json.title).toBe('Song 1 of Low Radio');
      expect(json.items.every(({ reason }: any) => reason.text !== '')).toBe(true);
      heard.push(...json.items.map(({ item }: any) => item.itemId));
      after = `&after=${json.next}`;
    }
    expect(heard[0]).toBe('Low 1');
    expect(heard).toHaveLength(20);
    expect(new Set(heard).size).toBe(20);
    expect((await get(`/radio?seed=item:Low%202${after}`)).json.detail).toContain('"after"');
    expect((await get('/radio?seed=item:Low%202&after=nonsense')).status).toBe(400);
  });

  it('GET radio: a blocked artist is gone from the next page on', async () => {
    const first = (await get('/radio?seed=item:Low%201&limit=3')).json;
    await test.call('PUT', '/v1/users/ada/blocks/artist/Ida%20id', undefined, token);
    const next = (await get(`/radio?seed=item:Low%201&limit=20&after=${first.next}`)).json;
    expect(next.items.length).toBeGreaterThan(10);
    expect(JSON.stringify(next)).not.toContain('Ida ');
    await test.call('DELETE', '/v1/users/ada/blocks/artist/Ida%20id', undefined, token);
  });

  it('I9 Mine only: nobody starts a station from the playlist of somebody else', async () => {
    expect((await get(`/radio?seed=playlist:${playlistId}`)).status).toBe(404);
    expect((await get(`/radio?seed=playlist:${playlistId}`, undefined)).status).toBe(404);
  });

  it('GET radio: what is unknown is 404, several seeds are heard through each other', async () => {
    expect((await get('/radio?seed=item:nothing')).status).toBe(404);
    const { json } = await get('/radio?seed=item:Low%201,item:Low%202');
    expect(json.title).toBe('Song 1 of Low, Song 2 of Low Radio');
  });

  it('GET playlists/on-repeat: what was played again and again lately, and 404 before that', async () => {
    expect((await get('/playlists/on-repeat')).status).toBe(404);
    const listens = [1, 1, 1, 2, 2, 3].map((nth, at) => ({
      ...card('Low', nth),
      listenedAt: monday - 3_600 * (at + 1),
    }));
    await test.call('POST', '/v1/listens', { listens }, token);
    await test.home.idle();
    // The model knows nothing of what was played first since, and nobody else has a word for it.
    const words = { itemId: 'a client’s own id', title: 'What Ada calls it', artistName: 'Low' };
    const own = [1, 2].map((nth) => ({ ...words, listenedAt: monday - 60 * nth }));
    await test.call('POST', '/v1/listens', { listens: own }, token);
    await test.home.idle();
    const { json } = await get('/playlists/on-repeat');
    expect(json.items.map(({ item }: any) => item.title).sort()).toEqual([
      ...['Song 1 of Low', 'Song 2 of Low', 'What Ada calls it'],
    ]);
    expect(json.items[0].reason.text).toMatch(/^You played this 3 times/);
    expect((await get('/playlists/rewind')).status).toBe(404);
    expect((await get('/playlists/mix')).status).toBe(400);
  });

  it('GET home: no song on two shelves, each shelf with its place, its chance and why it is there', async () => {
    const { shelves } = (await get('/home')).json;
    const shown = shelves.flatMap(({ items }: any) => items.map(({ item }: any) => item.itemId));
    expect(new Set(shown).size).toBe(shown.length);
    expect(shelves.map(({ position }: any) => position)).toEqual(shelves.map((_: any, nth: number) => nth + 1));
    for (const { why, probability } of shelves) {
      expect(why).not.toBe('');
      expect(probability).toBeGreaterThan(0);
    }
    expect((await get('/home')).json.shelves).toEqual(shelves);
    await test.home.idle();
    await test.home.verbs.refresh();
    const asked = { name: 'exposures', text: 'SELECT experiment, variant, shown FROM exposures ORDER BY experiment' };
    const rows = await rowsOf<Record<string, string>>(test.home.stores.warehouse, asked, {});
    const told = rows.filter(({ shown: where }) => where === 'home');
    expect(told.map(({ experiment, variant }) => `${experiment} ${variant}`)).toEqual(
      shelves.map(({ shelf, position, probability }: any) => `home:${shelf} ${position} ${probability}`).sort(),
    );
  });

  it('I5 Replay: a model that is published by day changes no mix of that day, and tomorrow it does', async () => {
    const before = await get('/mixes');
    const { registry } = test.home.stores;
    const newer = '20261123T140000Z' as ModelVersion;
    await registry.point((pointer) => pointer && { ...pointer, modelVersion: newer, previous: [modelVersion] });
    test.time.now += 4 * 3_600;
    expect((await get('/mixes')).json.mixes).toEqual(before.json.mixes);
    test.time.now += 24 * 3_600;
    // The newer model says nothing of her.
    expect((await get('/mixes')).json.mixes).toEqual([]);
  });
});

describe('new releases', () => {
  it('GET playlists/new-releases: made on the Friday of a week in which something came out, by whom one plays', async () => {
    await using opened = await openTestHome();
    const token = await opened.user('eve');
    const get = (path: string) => opened.call('GET', `/v1/users/eve${path}`, undefined, token);
    await publishTaste(opened, { userId: 'eve', own: [], near });
    const listens = [1, 2].map((nth) => ({ ...card('Low', nth), listenedAt: monday - 3_600 * nth }));
    await opened.call('POST', '/v1/listens', { listens }, token);
    await opened.home.idle();
    const { status, json: none } = await get('/playlists/new-releases');
    expect([status, none.detail]).toEqual([404, expect.stringContaining('due on Friday')]);
    const out = (nth: number, daysAgo: number) => ({ ...card('Low', nth), publishedAt: monday - daysAgo * 86_400 });
    const older = { ...card('Codeine', 9), publishedAt: monday - 40 * 86_400 };
    const plan = async (days: number): Promise<string[]> => {
      opened.time.now = monday + days * 86_400 + 3_600;
      await opened.call('POST', '/v1/run/plan');
      await opened.home.idle();
      const { json } = await get('/playlists?limit=100');
      return json.playlists.flatMap(({ patch, period }: any) => (patch === 'new-releases' ? [period] : []));
    };
    await opened.call('PUT', '/v1/items', { items: [out(11, 2), out(12, 6), older] });
    // Who is new has that of the Friday before; on the next there is nothing that it did not have, which is no edition.
    expect(await plan(0)).toEqual(['2026-W47']);
    const { json } = await get('/playlists/new-releases');
    expect(json).toMatchObject({ title: 'New Releases, week of 20 November 2026', period: '2026-W47' });
    expect(json.items.map(({ item }: any) => item.itemId).sort()).toEqual(['Low 11', 'Low 12']);
    expect(json.items[0].reason.text).toBe('New from Low');
    expect(await plan(4)).toEqual(['2026-W47']);
    const { schedule } = (await get('/schedule')).json;
    expect(schedule.find(({ patch }: any) => patch === 'new-releases').period).toBe('2026-W49');
    await opened.call('PUT', '/v1/items', { items: [out(13, -10)] });
    expect(await plan(10)).toEqual(['2026-W47']);
    expect(await plan(11)).toEqual(['2026-W49', '2026-W47']);
    expect((await get('/playlists/new-releases')).json.items.map(({ item }: any) => item.itemId)).toEqual(['Low 13']);
  });
});
