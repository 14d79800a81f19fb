/** The first hour of a home: jams from the profile alone, before any model, and why the rest is not there. */
import { expect, it } from 'vitest';
import { monday, openTestHome } from '#test/support/home.ts';

it('GET playlists/daily-jams, weekly-jams: of what one played, before any model, and without what was refused', async () => {
  await using opened = await openTestHome();
  const { call, user, settled } = opened;
  const token = await user('ada');
  const get = async (path: string) => call('GET', `/v1/users/ada${path}`, undefined, token);
  expect((await get('/playlists/daily-jams')).json.detail).toMatch(/No model is published yet/);
  const listens = Array.from({ length: 80 }, (_, nth) => ({
    title: `Song ${nth}`,
    artistName: `Artist ${nth % 20}`,
    listenedAt: monday - (nth < 40 ? nth + 1 : nth * 24) * 3_600,
  }));
  await call('POST', '/v1/listens', { listens }, token);
  await settled();

  const { json } = await get('/playlists/daily-jams');
  expect(json).toMatchObject({ patch: 'daily-jams', modelVersion: null, asOf: '2026-11-23T11:00:00Z' });
  expect(json.items.length).toBeGreaterThan(20);
  expect(json.items[0].reason.text).toMatch(/^You played this/);
  const rested = (await get('/playlists/weekly-jams')).json.items;
  expect(rested.length).toBeGreaterThan(20);
  for (const { item } of rested) expect(Number(item.title.split(' ')[1])).toBeGreaterThanOrEqual(40);
  expect((await get('/playlists/daily-jams?format=m3u8')).text).toContain('#EXTM3U');
  expect((await get('/playlists/weekly-exploration')).json.detail).toMatch(/No model is published yet/);

  const [{ item }] = json.items;
  await call('PUT', `/v1/users/ada/feedback/${item.itemId}`, { score: -1 }, token);
  const titles = (await get('/playlists/daily-jams')).json.items.map((each: any) => each.item.title);
  expect(titles).not.toContain(item.title);
  expect(titles.length).toBeGreaterThan(20);

  await call('POST', '/v1/run/train');
  await call('POST', '/v1/run/plan');
  await settled();
  expect((await get('/playlists/daily-jams')).json.modelVersion).toMatch(/^2026/);
});
