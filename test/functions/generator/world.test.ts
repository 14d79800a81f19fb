import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { generateWorld, type World, type WorldSize } from '#functions/generator/world.ts';
import { engagementWeight } from '#shared/domain/listens/engagement.ts';
import type { HistoryListen } from '#shared/formats/history/row.ts';
import { ItemInput } from '#shared/schemas/item.ts';
import { ListenInput } from '#shared/schemas/listen.ts';
import { TimeZone } from '#shared/schemas/user.ts';

const until = 1_780_000_000;
const size: WorldSize = { seed: 7, users: 300, listens: 45_000, until };
const world = generateWorld(size);
const listens = [...world.listens()];
const items = new Map(world.items.map((item) => [item.itemId, item]));
const itemOf = (listen: HistoryListen) => items.get(listen.itemId as string) as World['items'][number];
const sceneOf = (itemId: string) => items.get(itemId)?.tags?.[1];
const byUser = Map.groupBy(listens, ({ userId }) => userId as string);
const share = (part: number, whole: number) => part / whole;

function digestOf(other: World): string {
  const hash = createHash('sha256');
  hash.update(JSON.stringify([other.users, other.items]));
  for (const listen of other.listens()) hash.update(JSON.stringify(listen));
  return hash.digest('hex');
}

test('generateWorld: the same arguments give the same bytes, another seed another world', () => {
  const small = { seed: 1, users: 20, listens: 2000, until };
  const digest = digestOf(generateWorld(small));
  expect(digestOf(generateWorld(small))).toBe(digest);
  expect(digestOf(generateWorld({ ...small, seed: 2 }))).not.toBe(digest);
});

test('generateWorld: gives exactly as many users and listens as asked for, and refuses what does not fit', () => {
  expect(world.users).toHaveLength(300);
  expect(listens).toHaveLength(45_000);
  for (const [users, count] of [
    [1, 0],
    [1, 1],
    [3, 2],
    [1, 20_000],
    [50, 10_001],
  ] as const) {
    const other = generateWorld({ seed: 3, users, listens: count, until });
    expect([other.users.length, [...other.listens()].length]).toEqual([users, count]);
  }
  expect(() => generateWorld({ seed: 3, users: 1, listens: 20_001, until })).toThrow(RangeError);
  expect(() => generateWorld({ seed: 3, users: 0, listens: 0, until })).toThrow(/at least 1 user/);
});

test('generateWorld: everything is what the interface takes', () => {
  for (const item of world.items) ItemInput.parse(item);
  for (const listen of listens) ListenInput.parse(listen);
  for (const { timeZone } of world.users) TimeZone.parse(timeZone);
  expect(items.size).toBe(world.items.length);
  expect(new Set(world.users.map(({ userId }) => userId)).size).toBe(300);
});

test('generateWorld: time goes forward, nothing is played before it is out or after until', () => {
  for (const own of byUser.values()) {
    let before = 0;
    for (const listen of own) {
      expect(listen.listenedAt).toBeGreaterThan(before);
      expect(listen.listenedAt).toBeGreaterThanOrEqual(itemOf(listen).publishedAt);
      before = listen.listenedAt + (listen.playedMs as number) / 1000;
      expect(before).toBeLessThan(until);
    }
  }
  const newest = Math.max(...listens.map(({ listenedAt }) => listenedAt));
  expect(until - newest).toBeLessThan(2 * 86_400);
});

test('generateWorld: clusters are separable: what is heard by the same people is of the same scene', () => {
  const listeners = new Map<string, Set<string>>();
  for (const { itemId, userId, kind } of listens) {
    if (kind !== 'track') continue;
    const own = listeners.get(itemId as string) ?? new Set();
    listeners.set(itemId as string, own.add(userId as string));
  }
  const heard = [...listeners].filter(([, own]) => own.size >= 12);
  expect(heard.length).toBeGreaterThan(200);
  let matching = 0;
  for (const [itemId, own] of heard) {
    let nearest = '';
    let best = 0;
    for (const [other, others] of heard) {
      const cosine = own.intersection(others).size / Math.sqrt(own.size * others.size);
      if (other !== itemId && cosine > best) [nearest, best] = [other, cosine];
    }
    if (sceneOf(nearest) === sceneOf(itemId)) matching += 1;
  }
  expect(share(matching, heard.length)).toBeGreaterThan(0.9);
});

test('generateWorld: popularity is heavy-tailed: a tenth of the items has half of the plays, half of them a tenth', () => {
  const plays = world.items.map(({ itemId }) => itemId);
  const counts = new Map(plays.map((itemId) => [itemId, 0]));
  for (const { itemId } of listens) counts.set(itemId as string, (counts.get(itemId as string) ?? 0) + 1);
  const sorted = [...counts.values()].sort((a, b) => b - a);
  const sum = (list: number[]) => list.reduce((total, count) => total + count, 0);
  expect(share(sum(sorted.slice(0, sorted.length / 10)), listens.length)).toBeGreaterThan(0.45);
  expect(share(sum(sorted.slice(sorted.length / 2)), listens.length)).toBeLessThan(0.12);
  const activity = [...byUser.values()].map((own) => own.length).sort((a, b) => a - b);
  expect(share(activity.at(-15) as number, activity[150] as number)).toBeGreaterThan(3);
});

test('generateWorld: taste drifts: the scene of the first weeks gives way to another', () => {
  const faithful = [...byUser.values()]
    .filter((own) => own.length >= 100)
    .map((own) => {
      const quarter = Math.floor(own.length / 4);
      const scenes = Map.groupBy(own.slice(0, quarter), ({ itemId }) => sceneOf(itemId as string));
      const [home] = [...scenes].sort(([, a], [, b]) => b.length - a.length)[0] as [string, HistoryListen[]];
      const shareOf = (part: HistoryListen[]) =>
        share(part.filter(({ itemId }) => sceneOf(itemId as string) === home).length, part.length);
      return { early: shareOf(own.slice(0, quarter)), late: shareOf(own.slice(-quarter)) };
    });
  const mean = (pick: 'early' | 'late') => faithful.reduce((sum, each) => sum + each[pick], 0) / faithful.length;
  expect(faithful.length).toBeGreaterThan(100);
  expect(mean('early')).toBeGreaterThan(0.6);
  expect(mean('late')).toBeLessThan(0.35);
});

test('generateWorld: people listen in sessions, mostly in their own evening', () => {
  const zoneOf = new Map(world.users.map(({ userId, timeZone }) => [userId, timeZone]));
  const hours = new Map(
    [...new Set(zoneOf.values())].map((timeZone) => [
      timeZone,
      new Intl.DateTimeFormat('en', { timeZone, hour: 'numeric', hourCycle: 'h23' }),
    ]),
  );
  let evening = 0;
  let sessions = 0;
  for (const [userId, own] of byUser) {
    const format = hours.get(zoneOf.get(userId) as string) as Intl.DateTimeFormat;
    own.forEach(({ listenedAt }, index) => {
      if (Number(format.format(listenedAt * 1000)) >= 17) evening += 1;
      if (index === 0 || listenedAt - (own[index - 1] as HistoryListen).listenedAt > 3 * 3600) sessions += 1;
    });
  }
  expect(share(evening, listens.length)).toBeGreaterThan(0.6);
  expect(share(listens.length, sessions)).toBeGreaterThan(7);
});

test('generateWorld: some songs are skipped, some come back again and again, artists come in runs', () => {
  const tracks = listens.filter(({ kind }) => kind === 'track');
  const skipped = tracks.filter((listen) => engagementWeight(listen) === 0).length;
  expect(share(skipped, tracks.length)).toBeGreaterThan(0.05);
  expect(share(skipped, tracks.length)).toBeLessThan(0.25);
  const pairs = new Set(tracks.map(({ userId, itemId }) => `${userId} ${itemId}`)).size;
  expect(share(tracks.length, pairs)).toBeGreaterThan(1.7);
  const runs = tracks.filter(
    ({ userId, artistId }, i) => tracks[i - 1]?.userId === userId && tracks[i - 1]?.artistId === artistId,
  );
  expect(share(runs.length, tracks.length)).toBeGreaterThan(0.35);
});

test('generateWorld: shows are heard in serial order, most episodes to the end', () => {
  const episodes = listens.filter(({ kind }) => kind === 'episode');
  expect(share(episodes.length, listens.length)).toBeGreaterThan(0.01);
  expect(share(episodes.length, listens.length)).toBeLessThan(0.08);
  const next = new Map<string, number>();
  for (const listen of episodes) {
    const key = `${listen.userId} ${listen.artistId}`;
    const serial = itemOf(listen).serial as number;
    const last = next.get(key) ?? 0;
    expect([last, last + 1]).toContain(serial);
    next.set(key, serial);
  }
  const completed = episodes.filter((listen) => (listen.playedMs as number) >= 0.95 * itemOf(listen).durationMs - 1);
  expect(share(completed.length, episodes.length)).toBeGreaterThan(0.7);
  expect(share(completed.length, episodes.length)).toBeLessThan(0.9);
});
