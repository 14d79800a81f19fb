import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createDice } from '#functions/generator/dice.ts';
import { drawPopular } from '#functions/generator/popularity.ts';

const throwsOf = (dice: ReturnType<typeof createDice>, count: number) =>
  Array.from({ length: count }, () => dice.next());

test('createDice: seed and name decide every throw', () => {
  fc.assert(
    fc.property(fc.integer(), fc.string(), fc.string(), (seed, name, other) => {
      const first = throwsOf(createDice(seed, name), 20);
      expect(throwsOf(createDice(seed, name), 20)).toEqual(first);
      for (const thrown of first) expect(thrown >= 0 && thrown < 1).toBe(true);
      if (name !== other) expect(throwsOf(createDice(seed, other), 20)).not.toEqual(first);
      expect(throwsOf(createDice(seed + 1, name), 20)).not.toEqual(first);
    }),
  );
});

test('createDice: throws are even and independent enough for a world', () => {
  const dice = createDice(5, 'even');
  const buckets = new Array<number>(100).fill(0);
  for (let i = 0; i < 100_000; i++) {
    const bucket = dice.below(10) * 10 + dice.below(10);
    buckets[bucket] = (buckets[bucket] as number) + 1;
  }
  const chiSquare = buckets.reduce((sum, count) => sum + (count - 1000) ** 2 / 1000, 0);
  // 99 degrees of freedom: above 149 once in a thousand seeds, and this seed is fixed.
  expect(chiSquare).toBeLessThan(149);
  const normal = Array.from({ length: 20_000 }, () => dice.normal());
  const mean = normal.reduce((sum, value) => sum + value, 0) / normal.length;
  const variance = normal.reduce((sum, value) => sum + (value - mean) ** 2, 0) / normal.length;
  expect(Math.abs(mean)).toBeLessThan(0.03);
  expect(Math.abs(variance - 1)).toBeLessThan(0.05);
});

test('popular: rank r comes about 1 / r as often as rank 1', () => {
  const dice = createDice(5, 'popular');
  const list = Array.from({ length: 50 }, (_, index) => index);
  const counts = new Array<number>(50).fill(0);
  for (let i = 0; i < 200_000; i++) {
    const rank = drawPopular(list, 1, dice);
    counts[rank] = (counts[rank] as number) + 1;
  }
  for (const rank of [1, 3, 9, 49]) {
    expect((counts[0] as number) / (counts[rank] as number) / (rank + 1)).toBeCloseTo(1, 0);
  }
  expect(drawPopular(['only'], 1, dice)).toBe('only');
});
