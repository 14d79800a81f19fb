import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRemembered } from '#shared/domain/lru-cache.ts';

describe('createRemembered', () => {
  it('createRemembered: forgets what was asked for longest ago', () => {
    const remembered = createRemembered<number>(3);
    for (const [value, key] of ['a', 'b', 'c'].entries()) remembered.set(key, value, 1);
    remembered.get('a');
    remembered.set('d', 3, 1);
    expect(['a', 'b', 'c', 'd'].map((key) => remembered.get(key))).toEqual([0, undefined, 2, 3]);
  });

  it('createRemembered: what weighs more than everything together is not kept', () => {
    const remembered = createRemembered<string>(10);
    remembered.set('small', 'small', 4);
    remembered.set('large', 'large', 11);
    expect(remembered.get('large')).toBeUndefined();
  });

  it('I11 Bounded: whatever is set and asked for, what is kept never weighs more than the limit', () => {
    const step = fc.record({ key: fc.integer({ min: 0, max: 9 }).map(String), weight: fc.integer({ min: 0, max: 7 }) });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const remembered = createRemembered<number>(12);
        for (const { key, weight } of steps) remembered.set(key, weight, weight);
        const kept = [...new Set(steps.map(({ key }) => key))].map((key) => remembered.get(key) ?? 0);
        expect(kept.reduce((sum, weight) => sum + weight, 0)).toBeLessThanOrEqual(12);
      }),
    );
  });
});
