/** Mixes and stations where the right answer is known: in the invented world everybody likes three of 24 scenes. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { generateWorld } from '#functions/generator/world.ts';
import { mainArtistIn } from '#shared/domain/identity/keys.ts';
import { pagesOf } from '#shared/domain/pages.ts';
import { tuning } from '#shared/domain/tuning.ts';
import { monday, openTestHome, type TestHome } from '#test/support/home.ts';

const day = 86_400;
const size = { seed: 11, users: 70, listens: 6_000, spanDays: 120 };
const until = monday + 3 * day;
const world = generateWorld({ ...size, until });
const tagsOf = new Map(world.items.map(({ itemId, tags = [] }) => [itemId as string, tags]));
const genreOf = (itemId: string): string => tagsOf.get(itemId)?.[0] ?? 'unknown';
const sceneOf = (itemId: string): string => tagsOf.get(itemId)?.[1] ?? 'unknown';
const userIds = world.users.slice(0, 25).map(({ userId }) => userId);

type Mix = { readonly mixId: string; readonly items: readonly string[] };

const mean = (values: readonly number[]): number =>
  Number((values.reduce((sum, value) => sum + value, 0) / values.length).toFixed(3));

/** The share of the commonest of them. */
function purity(labels: readonly string[]): number {
  const counts = Map.groupBy(labels, (label) => label);
  return Math.max(...[...counts.values()].map(({ length }) => length)) / labels.length;
}

describe('taste clusters', () => {
  let test: TestHome;
  const get = async (path: string) => (await test.call('GET', `/v1/users/${path}`)).json;
  /** What was played in these seconds arrives, and a model is made of it. */
  const live = async (from: number, to: number): Promise<void> => {
    test.time.now = to;
    const played = [...world.listens()].filter(({ listenedAt }) => listenedAt >= from && listenedAt < to);
    for (const listens of pagesOf(played, 1_000)) await test.call('POST', '/v1/listens', { listens });
    await test.home.idle();
    await test.home.run('train', to);
    await test.home.idle();
  };
  const mixesOf = async (userId: string): Promise<Mix[]> => {
    const { mixes } = await get(`${userId}/mixes`);
    return Promise.all(
      mixes.map(async ({ mixId }: Mix) => {
        const { items } = await get(`${userId}/mixes/${mixId}`);
        return { mixId, items: items.map(({ item }: { item: { itemId: string } }) => item.itemId) };
      }),
    );
  };
  beforeAll(async () => {
    test = await openTestHome();
    for (const items of pagesOf(world.items, 500)) await test.call('PUT', '/v1/items', { items });
    await live(0, monday);
  }, 120_000);
  afterAll(() => test[Symbol.asyncDispose]());

  it('mixes: each of one scene or two of a kind, and the same sides after a day of listening and another model', async () => {
    const today = new Map<string, Mix[]>();
    for (const userId of userIds) today.set(userId, await mixesOf(userId));
    const all = [...today.values()].flat();
    const genres = mean(all.map(({ items }) => purity(items.map(genreOf))));
    const scenes = mean(all.map(({ items }) => purity(items.map(sceneOf))));
    await live(monday, monday + day);
    // The model of that noon is the one of the day after.
    test.time.now += day;
    const kept: number[] = [];
    const fresh: number[] = [];
    for (const userId of userIds) {
      const later = new Map((await mixesOf(userId)).map((mix) => [mix.mixId, mix.items]));
      for (const { mixId, items } of today.get(userId) as Mix[]) {
        const now = later.get(mixId);
        kept.push(now === undefined ? 0 : 1);
        if (now !== undefined) fresh.push(now.filter((itemId) => !items.includes(itemId)).length / now.length);
      }
    }
    const figures = { mixes: all.length, genres, scenes, sidesKept: mean(kept), freshShare: mean(fresh) };
    console.log(`mixes of ${userIds.length} listeners: ${JSON.stringify(figures)}`);
    expect(all.length).toBeGreaterThan(userIds.length);
    expect(genres).toBeGreaterThan(0.8);
    expect(figures.sidesKept).toBeGreaterThan(0.7);
    expect(figures.freshShare).toBeGreaterThan(0.05);
  }, 120_000);

  it('radio: 500 tracks in 20 pages without a repeat, near the seed first, artists apart', async () => {
    const shares: number[][] = [];
    const distances: number[] = [];
    for (const userId of userIds.slice(0, 6)) {
      const [seed] = (await get(`${userId}/affinities?of=item&limit=1`)).affinities;
      const tracks: { itemId: string; artist: string }[] = [];
      let after = '';
      for (let page = 0; page < 20; page++) {
        const { items, next } = await get(`${userId}/radio?seed=item:${seed.id}&limit=25${after}`);
        after = `&after=${next}`;
        const found = items.map(({ item }: any) => ({ itemId: item.itemId, artist: mainArtistIn(item) ?? '' }));
        const near = found.filter(({ itemId }: { itemId: string }) => genreOf(itemId) === genreOf(seed.id)).length;
        shares[page] = [...(shares[page] ?? []), near / found.length];
        tracks.push(...found);
      }
      expect(tracks).toHaveLength(500);
      expect(new Set(tracks.map(({ itemId }) => itemId)).size).toBe(500);
      const last = new Map<string, number>();
      for (const [at, { artist }] of tracks.entries()) {
        const before = last.get(artist);
        if (before !== undefined) distances.push(at - before);
        last.set(artist, at);
      }
    }
    const byPage = shares.map(mean);
    const apart = mean(distances.map((each) => (each > tuning.radio.artistDistance ? 1 : 0)));
    console.log(`radio: share of the seed's genre by page ${byPage.join(' ')}, artists apart ${apart}`);
    expect(byPage[0]).toBeGreaterThan(0.7);
    expect(byPage[0]).toBeGreaterThan(mean(byPage.slice(10)));
    expect(apart).toBeGreaterThan(0.95);
  }, 120_000);
});
