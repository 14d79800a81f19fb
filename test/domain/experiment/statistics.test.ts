import { describe, expect, it } from 'vitest';
import { chiSquare, chiSquareTail, intervalOf, liftOf } from '#shared/domain/experiment/statistics.ts';

describe('chiSquareTail', () => {
  // Abramowitz and Stegun, table 26.8: the value that is exceeded with this chance.
  it.each([
    [3.841_458_821, 1, 0.05],
    [10.827_566_17, 1, 0.001],
    [5.991_464_547, 2, 0.05],
    [13.815_510_56, 2, 0.001],
    [18.307_038_05, 10, 0.05],
    [29.588_298_45, 10, 0.001],
    [2.155_856_48, 10, 0.995],
  ])('gives the tables: %f with %i degrees', (x, degrees, p) => {
    expect(chiSquareTail(x, degrees)).toBeCloseTo(p, 9);
  });

  it('is 1 for no deviation and 0 for an absurd one', () => {
    expect(chiSquareTail(0, 3)).toBe(1);
    for (const x of [1_000, 1_400, 1_390, 1e9]) expect(chiSquareTail(x, 3)).toBeCloseTo(0, 12);
  });
});

describe('chiSquare', () => {
  it('is Pearson’s statistic', () => {
    const groups = [
      { users: 60, expected: 50 },
      { users: 40, expected: 50 },
    ];
    expect(chiSquare(groups)).toBe(4);
  });
});

describe('intervalOf', () => {
  it('is 1.96 standard errors to both sides, and nothing where they are not known', () => {
    const { low, high } = intervalOf({ mean: 10, standardError: 1 }) ?? { low: 0, high: 0 };
    expect([low, high].map((bound) => Math.round(bound * 100) / 100)).toEqual([8.04, 11.96]);
    expect(intervalOf({ mean: 10, standardError: null })).toBeNull();
  });
});

describe('liftOf', () => {
  it('is the growth as a share of the control, unsure by both', () => {
    const lift = liftOf({ mean: 12, standardError: 0.6 }, { mean: 10, standardError: 0.5 });
    expect(lift?.mean).toBeCloseTo(0.2, 12);
    // sqrt((0.6 / 10)² + (12 · 0.5 / 100)²)
    expect(lift?.standardError).toBeCloseTo(0.084_853, 6);
    expect(liftOf({ mean: 1, standardError: 1 }, { mean: 0, standardError: 0 })).toBeNull();
    expect(liftOf({ mean: 1, standardError: null }, { mean: 2, standardError: 1 })).toEqual({
      mean: -0.5,
      standardError: null,
    });
  });
});
