import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rankWithJitter } from '#shared/domain/edition/jitter.ts';

const anyScores = fc
  .array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 60 })
  .map((scores) => scores.sort((a, b) => b - a));
const anyChance = fc.record({ seed: fc.integer(), jitter: fc.double({ min: 0, max: 0.9, noNaN: true }) });

/** A source that counts how far it was read. */
function counted(scores: readonly number[]) {
  let reads = 0;
  function* source(): Generator<{ score: number; nth: number }, undefined> {
    for (const [nth, score] of scores.entries()) {
      reads = nth + 1;
      yield { score, nth };
    }
    return undefined;
  }
  return { source: source(), reads: () => reads };
}

const all = <T>(offers: { at(nth: number): T | undefined }): T[] => {
  const given: T[] = [];
  for (let offer = offers.at(0); offer !== undefined; offer = offers.at(given.length)) given.push(offer);
  return given;
};

describe('rankWithJitter', () => {
  it('gives every offer once, none far from its place', () => {
    fc.assert(
      fc.property(anyScores, anyChance, (scores, { seed, jitter }) => {
        const given = all(rankWithJitter(counted(scores).source, { seed, jitter }));
        expect(given.map(({ nth }) => nth).sort((a, b) => a - b)).toEqual(scores.map((_, nth) => nth));
        for (const [place, { score }] of given.entries()) {
          for (const later of given.slice(place + 1)) {
            expect(later.score * (1 - jitter / 2)).toBeLessThanOrEqual(score * (1 + jitter / 2) + 1e-12);
          }
        }
      }),
    );
  });

  it('gives the same whether it is read at once or as it is wanted, and from what was read alone', () => {
    fc.assert(
      fc.property(anyScores, anyChance, fc.nat(59), (scores, dials, wanted) => {
        const whole = all(rankWithJitter(counted(scores).source, dials)).slice(0, wanted + 1);
        const lazy = counted(scores);
        const offers = rankWithJitter(lazy.source, dials);
        offers.at(wanted);
        const given = whole.map((_, nth) => offers.at(nth));
        expect(given).toEqual(whole);
        const again = rankWithJitter(counted(scores.slice(0, lazy.reads())).source, dials);
        expect(whole.map((_, nth) => again.at(nth))).toEqual(whole);
      }),
    );
  });

  it('reads no further than needed', () => {
    const { source, reads } = counted(Array.from({ length: 300 }, (_, nth) => 1 - nth / 300));
    rankWithJitter(source, { seed: 1, jitter: 0.1 }).at(9);
    expect(reads()).toBeGreaterThanOrEqual(10);
    expect(reads()).toBeLessThan(60);
  });

  it('is another order for another seed, and the scores’ own without chance', () => {
    const scores = Array.from({ length: 30 }, (_, nth) => 1 - nth / 200);
    const order = (seed: number, jitter: number) =>
      all(rankWithJitter(counted(scores).source, { seed, jitter })).map(({ nth }) => nth);
    expect(order(1, 0.3)).not.toEqual(order(2, 0.3));
    expect(order(1, 0)).toEqual(scores.map((_, nth) => nth));
  });
});
