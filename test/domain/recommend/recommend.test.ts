import { describe, expect, it } from 'vitest';
import { emptyProfile, learn } from '#shared/domain/profile/learn.ts';
import { recommend, seedItems } from '#shared/domain/recommend/recommend.ts';
import { tuning } from '#shared/domain/tuning.ts';
import type { ArtistId, ItemId, UserId } from '#shared/schemas/ids.ts';
import type { ItemCard, Neighbours } from '#shared/schemas/model.ts';
import type { Profile } from '#shared/schemas/profile.ts';
import type { User } from '#shared/schemas/user.ts';
import { daySeconds, dueAt as now } from '#test/support/editions.ts';
import { modelVersion } from '#test/support/invented-music.ts';

/** A profile of listens `[item, seconds ago, weight]`. */
function profileOf(...plays: readonly (readonly [string, number, number?])[]): Profile {
  const listens = plays.map(([itemId, ago, weight = 1], nth) => ({
    id: `${nth}`,
    itemId,
    kind: 'track' as const,
    tags: [],
    listenedAt: now - ago,
    weight,
  }));
  const empty = emptyProfile('ada' as UserId);
  return learn(empty, { batchId: 'all', receivedAt: now, listens }).next ?? empty;
}

const near = (itemId: string, scores: Readonly<Record<string, number>>): Neighbours => ({
  modelVersion,
  itemId,
  neighbours: Object.entries(scores).map(([id, score]) => ({ item: card(id), score })),
});

/** "a1" is by artist "a". */
const card = (id: string): ItemCard => ({
  itemId: id as ItemId,
  kind: 'track',
  title: id.toUpperCase(),
  artistId: id[0] as ArtistId,
  tags: [],
});

const seedsOf = (profile: Profile, feedback: User['feedback'] = []) => seedItems({ profile, feedback, at: now });

const answer = (
  profile: Profile,
  neighbours: readonly Neighbours[],
  more: { limit?: number; seed?: number; without?: string } = {},
) =>
  recommend({
    seeds: seedsOf(profile),
    neighbours,
    cards: new Map([['old', card('old')]]),
    allowed: () => true,
    without: ({ itemId }) => itemId === more.without,
    seed: more.seed ?? 1,
    limit: more.limit ?? 10,
  });

describe('seedItems', () => {
  it('damps what was played much: sqrt(ln(1 + affinity))', () => {
    const old = 60 * daySeconds;
    const profile = profileOf(['much', old, 40], ['little', old]);
    const [much, little] = seedsOf(profile);
    expect(much?.itemId).toBe('much');
    expect(much?.weight).toBeCloseTo(Math.sqrt(Math.log(1 + 40 / 4)), 6);
    expect(little?.weight).toBeCloseTo(Math.sqrt(Math.log(1 + 1 / 4)), 6);
  });

  it('follows the last listen, and lets go of it within hours', () => {
    const profile = profileOf(['old', 5 * daySeconds, 9], ['new', 60]);
    expect(seedsOf(profile)[0]?.itemId).toBe('new');
    expect(seedItems({ profile, feedback: [], at: now + 6 * 3_600 })[0]?.itemId).toBe('old');
  });

  it('gives a skip no say, nor a hated item, and a loved one more', () => {
    const profile = profileOf(['skipped', 60, 0], ['hated', 120], ['plain', 2 * daySeconds], ['loved', 2 * daySeconds]);
    const seeds = seedsOf(profile, [
      ['hated', { score: -1, givenAt: now }],
      ['loved', { score: 1, givenAt: now }],
    ]);
    expect(seeds.map(({ itemId }) => itemId)).toEqual(['loved', 'plain']);
    expect((seeds[0]?.weight ?? 0) / (seeds[1]?.weight ?? 1)).toBeCloseTo(tuning.recommend.lovedBoost, 6);
  });

  it('is bounded', () => {
    const many = profileOf(...Array.from({ length: 190 }, (_, nth) => [`item ${nth}`, nth * 60] as const));
    expect(seedsOf(many)).toHaveLength(tuning.recommend.seedsMax);
  });
});

describe('recommend', () => {
  const profile = profileOf(['old', 60 * daySeconds], ['older', 90 * daySeconds]);

  it('sums weight times score over the seeds, and keeps them as the reason', () => {
    const candidates = answer(profile, [
      near('old', { a1: 1, b1: 1 }),
      near('older', { b1: 1 }),
      near('stranger', { z1: 99 }),
    ]);
    expect(candidates.map(({ item }) => item.itemId)).toEqual(['b1', 'a1']);
    const [old, older] = seedsOf(profile);
    const [wOld, wOlder] = [old?.weight ?? 0, older?.weight ?? 0];
    expect(candidates[0]).toMatchObject({ score: 1 });
    expect(candidates[0]?.seeds[0]).toMatchObject({
      itemId: 'old',
      title: 'OLD',
      share: expect.closeTo(wOld / (wOld + wOlder), 5),
    });
    expect(candidates[1]?.score).toBeCloseTo(wOld / (wOld + wOlder), 5);
    expect(candidates[1]?.seeds).toEqual([{ itemId: 'old', title: 'OLD', artistId: 'o', share: 1 }]);
  });

  it('answers another way once another song was played', () => {
    const neighbours = [near('old', { a1: 1 }), near('new', { b1: 1 })];
    const before = profileOf(['old', daySeconds], ['new', 2 * daySeconds], ['old', 3 * daySeconds]);
    const after = profileOf(['old', daySeconds], ['new', 2 * daySeconds], ['old', 3 * daySeconds], ['new', 30]);
    expect(answer(before, neighbours)[0]?.item.itemId).toBe('a1');
    expect(answer(after, neighbours)[0]?.item.itemId).toBe('b1');
  });

  it('leaves out what must not come', () => {
    expect(
      answer(profile, [near('old', { a1: 1, b1: 0.5 })], { without: 'a1' }).map(({ item }) => item.itemId),
    ).toEqual(['b1']);
  });

  it('limits an artist while there are others, and fills up with them when there are not', () => {
    const scores = { a1: 1, a2: 1, a3: 1, a4: 1, a5: 1, b1: 0.1 };
    const ids = (limit: number) => answer(profile, [near('old', scores)], { limit }).map(({ item }) => item.itemId);
    expect(ids(4).filter((id) => id.startsWith('a'))).toHaveLength(3);
    expect(ids(4)).toContain('b1');
    expect(ids(6)).toHaveLength(6);
  });

  it('gives the same answer for the same seed, and others for others', () => {
    const scores = Object.fromEntries(
      Array.from({ length: 26 }, (_, nth) => [`${String.fromCharCode(97 + nth)}1`, 1 - nth / 1_000]),
    );
    const ids = (seed: number): string =>
      answer(profile, [near('old', scores)], { seed, limit: 26 })
        .map(({ item }) => item.itemId)
        .join();
    expect(ids(1)).toBe(ids(1));
    expect(ids(1)).not.toBe(ids(2));
  });
});
