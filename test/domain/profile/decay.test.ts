import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addListen, affinityAt, affinityOfKey, decayFactor, rankKey, sumOf } from '#shared/domain/profile/decay.ts';
import { tuning } from '#shared/domain/tuning.ts';
import type { AffinityEntry } from '#shared/schemas/profile.ts';
import { epoch } from '#test/support/listens.ts';

type Heard = { readonly at: number; readonly weight: number };
const day = 86_400;
const heard: fc.Arbitrary<Heard> = fc.record({
  at: fc.integer({ min: 0, max: 400 }).map((days) => epoch + days * day),
  weight: fc.constantFrom(0.5, 0.7, 1),
});
const some = fc.array(heard, { minLength: 1, maxLength: 20 });

/** The definition, over the set of listens. */
function defined(listens: readonly Heard[], asOf: number) {
  const { fastHalfLifeDays, slowHalfLifeDays } = tuning.affinity;
  const sum = (halfLifeDays: number) =>
    listens.reduce((all, { at, weight }) => all + weight * Math.exp((-Math.LN2 * (asOf - at)) / day / halfLifeDays), 0);
  return { fast: sum(fastHalfLifeDays), slow: sum(slowHalfLifeDays) };
}

function entryOf([first, ...rest]: readonly Heard[]): AffinityEntry {
  const { at, weight } = first as Heard;
  const entry: AffinityEntry = ['a', weight, weight, at, 1];
  for (const listen of rest) addListen(entry, listen.weight, listen.at);
  return entry;
}

function expectDefined(entry: AffinityEntry, listens: readonly Heard[]): void {
  expect(entry[0]).toBe('a');
  expect(entry[3]).toBe(Math.max(...listens.map(({ at }) => at)));
  expect(entry[4]).toBe(listens.length);
  for (const asOf of [entry[3], entry[3] + 33 * day]) {
    const [is, right] = [affinityAt(entry, asOf), defined(listens, asOf)];
    expect(is.fast / right.fast).toBeCloseTo(1, 9);
    expect(is.slow / right.slow).toBeCloseTo(1, 9);
  }
}

describe('decay', () => {
  it('decayFactor halves every half-life', () => {
    expect([0, 7, 14, 21].map((seconds) => decayFactor(seconds, 7))).toEqual([1, 0.5, 0.25, 0.125]);
  });

  it('I2 Order is nothing: addListen gives sums, newest instant and plays of the set, in whatever order', () => {
    fc.assert(fc.property(some, (listens) => expectDefined(entryOf(listens), listens)));
  });

  it('I2 Order is nothing: sumOf is what the listens of both give, either way round', () => {
    fc.assert(
      fc.property(some, some, (one, other) => {
        expectDefined(sumOf(entryOf(one), entryOf(other)), [...one, ...other]);
        expectDefined(sumOf(entryOf(other), entryOf(one)), [...one, ...other]);
      }),
    );
  });

  it('rankKey orders entries as their slow affinity does at any instant, and stands for it', () => {
    fc.assert(
      fc.property(some, some, fc.integer({ min: 400, max: 900 }), (one, other, days) => {
        const asOf = epoch + days * day;
        const [a, b] = [entryOf(one), entryOf(other)];
        const [slowA, slowB] = [defined(one, asOf).slow, defined(other, asOf).slow];
        expect(affinityOfKey(rankKey(a), asOf) / slowA).toBeCloseTo(1, 6);
        if (Math.abs(slowA / slowB - 1) > 1e-6) expect(rankKey(a) > rankKey(b)).toBe(slowA > slowB);
      }),
    );
  });
});
