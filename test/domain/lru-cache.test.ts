import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createLruCache } from '#shared/domain/lru-cache.ts';

describe('createLruCache', () => {
  it('createLruCache: forgets what was asked for longest ago', () => {
    const cache = createLruCache<number>(3);
    for (const [value, key] of ['a', 'b', 'c'].entries()) cache.set(key, value, 1);
    cache.get('a');
    cache.set('d', 3, 1);
    expect(['a', 'b', 'c', 'd'].map((key) => cache.get(key))).toEqual([0, undefined, 2, 3]);
  });

  it('createLruCache: what weighs more than everything together is not kept', () => {
    const cache = createLruCache<string>(10);
    cache.set('small', 'small', 4);
    cache.set('large', 'large', 11);
    expect(cache.get('large')).toBeUndefined();
  });

  it('I11 Bounded: whatever is set and asked for, what is kept never weighs more than the limit', () => {
    const step = fc.record({ key: fc.integer({ min: 0, max: 9 }).map(String), weight: fc.integer({ min: 0, max: 7 }) });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const cache = createLruCache<number>(12);
        for (const { key, weight } of steps) cache.set(key, weight, weight);
        const kept = [...new Set(steps.map(({ key }) => key))].map((key) => cache.get(key) ?? 0);
        expect(kept.reduce((sum, weight) => sum + weight, 0)).toBeLessThanOrEqual(12);
      }),
    );
  });
});
