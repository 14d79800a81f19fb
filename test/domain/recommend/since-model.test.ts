import { describe, expect, it } from 'vitest';
import { recommend, type Seed } from '#shared/domain/recommend/recommend.ts';
import { type Basis, type SinceModel, sinceModel, worthNow } from '#shared/domain/recommend/since-model.ts';
import { tuning } from '#shared/domain/tuning.ts';
import type { ItemId } from '#shared/schemas/ids.ts';
import type { Candidate, ItemCard, Neighbours } from '#shared/schemas/model.ts';
import { modelVersion } from '#test/support/invented-music.ts';

const dials = { ...tuning.recommend, jitter: 0 };
const card = (itemId: string): ItemCard => ({ itemId: itemId as ItemId, kind: 'track', title: itemId, tags: [] });
/** What is near what: every item of the user's own, and how near each of the others is to it. */
const nearness: Record<string, Record<string, number>> = {
  a: { x: 0.9, y: 0.4 },
  b: { y: 0.8, z: 0.3 },
  c: { z: 0.5, x: 0.1 },
  d: { w: 0.7, z: 0.6 },
};
const near = (itemId: string): Neighbours => ({
  modelVersion,
  itemId,
  item: card(itemId),
  neighbours: Object.entries(nearness[itemId] ?? {}).map(([id, score]) => ({ item: card(id), score })),
});
const seedsOf = (weights: Record<string, number>): Seed[] =>
  Object.entries(weights)
    .map(([itemId, weight]) => ({ itemId, weight }))
    .sort((a, b) => b.weight - a.weight);

const ranking = { allowed: () => true, without: () => false, seed: 1, limit: 10, dials };
/** All that the seeds say. */
const asked = (seeds: readonly Seed[]): Candidate[] =>
  recommend({ ...ranking, seeds, neighbours: seeds.map(({ itemId }) => near(itemId)), cards: new Map() });

/** What a model keeps of these weights. */
function modelled(weights: Record<string, number>): { candidates: Candidate[]; basis: Basis } {
  const seeds = seedsOf(weights);
  const candidates = asked(seeds);
  const raw = (itemId: string): number =>
    seeds.reduce((sum, seed) => sum + seed.weight * (nearness[seed.itemId]?.[itemId] ?? 0), 0);
  const scale = Math.max(...candidates.map(({ item }) => raw(item.itemId)));
  return { candidates, basis: { scale, seeds: seeds.map(({ itemId, weight }) => [itemId, weight]) } };
}

/** An answer of what is kept and the neighbours of what gained. */
function kept(
  then: Record<string, number>,
  now: Record<string, number>,
  forbidden: readonly string[] = [],
): Candidate[] {
  const { candidates, basis } = modelled(then);
  const since = sinceModel(basis, { weights: seedsOf(now) }) as SinceModel;
  return recommend({
    ...ranking,
    seeds: since.gained,
    neighbours: since.gained.map(({ itemId }) => near(itemId)),
    cards: new Map(),
    proposed: {
      candidates,
      worth: (candidate) =>
        worthNow(candidate, {
          scale: basis.scale,
          since,
          forbidden: ({ itemId }) => forbidden.includes(itemId),
        }),
    },
  });
}

const then = { a: 2, b: 1.5, c: 1 };

describe('sinceModel', () => {
  it.each([
    ['nothing', then],
    ['a listen of something known', { ...then, c: 3 }],
    ['a listen of something new', { ...then, d: 2 }],
    ['both', { a: 2, b: 3.5, c: 1, d: 1 }],
    ['time alone', { a: 1, b: 0.75, c: 0.5 }],
  ])('I3 One formula: after %s, what is kept and what gained say what all seeds would', (_, now) => {
    const right = asked(seedsOf(now));
    const found = kept(then, now);
    expect(found.map(({ item }) => item.itemId)).toEqual(right.map(({ item }) => item.itemId));
    for (const [at, { score, seeds }] of found.entries()) {
      expect(score).toBeCloseTo(right[at]?.score ?? 0, 4);
      expect(seeds[0]?.itemId).toBe(right[at]?.seeds[0]?.itemId);
      expect(seeds[0]?.share).toBeCloseTo(right[at]?.seeds[0]?.share ?? 0, 4);
    }
  });

  it('asks for the neighbours of a few items only, those that gained most', () => {
    const basis: Basis = { scale: 1, seeds: Array.from({ length: 40 }, (_, n) => [`item ${n}`, 1]) };
    const weights = basis.seeds.map(([itemId], n) => ({ itemId, weight: n < 20 ? 3 - n / 10 : 1 }));
    const gained = sinceModel(basis, { weights })?.gained ?? [];
    expect(gained.map(({ itemId }) => itemId)).toEqual([0, 1, 2, 3, 4].map((n) => `item ${n}`));
  });

  it('says nothing where the candidates were made of other items than those that are strongest now', () => {
    const { basis } = modelled({ a: 1 });
    expect(sinceModel(basis, { weights: seedsOf({ b: 2, c: 2, a: 1 }) })).toBeUndefined();
    expect(sinceModel(basis, { weights: seedsOf({ a: 3, b: 2 }) })).toBeDefined();
  });
});

describe('worthNow', () => {
  it('I7 what must not be named gives nothing: its candidates fall behind, and no reason names it', () => {
    const found = kept(then, then, ['a']);
    expect(found.map(({ item }) => item.itemId)).toEqual(['y', 'z', 'x']);
    expect(found.flatMap(({ seeds }) => seeds.map(({ itemId }) => itemId))).not.toContain('a');
  });
});
