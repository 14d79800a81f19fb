/** The spectral model: factorisation, filter and the pairs taken out of it. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { factorise } from '#shared/domain/model/spectral/factorise.ts';
import { createTopK } from '#shared/domain/model/spectral/top-k.ts';
import { topPairs } from '#shared/domain/model/spectral/top-pairs.ts';
import { itemVectors, lowPass } from '#shared/domain/model/spectral/vectors.ts';
import {
  anyIncidence,
  anyMatrix,
  at,
  dense,
  distance,
  filled,
  listening,
  multiplied,
  transposed,
} from '#test/domain/model/spectral/dense.ts';

const dials = { components: 64, iterations: 6, smoothing: 4, inExponent: 0.37, seed: 7 };
const filter = { smoothing: 4, inExponent: 0.37, outExponent: 0.26, rank: 1, steepness: 11 };
const everything = (items: number) => Int32Array.from({ length: items }, (_, item) => item);

describe('factorise', () => {
  it('rebuilds the damped matrix when it may keep every component', () => {
    fc.assert(
      fc.property(anyIncidence({ usersMax: 9, itemsMax: 9 }), (x) => {
        const { degrees, singular, items } = factorise(x, dials);
        const y = filled(
          x.users,
          x.items,
          (user, item) => at(dense(x), user, item) * ((degrees[item] as number) + 4) ** -0.37,
        );
        const scaled = filled(items.rows, items.columns, (row, c) => at(items, row, c) * (singular[c] as number));
        // Y = U·S·Vᵀ, so YᵀY = (V·S)·(V·S)ᵀ whatever U is.
        expect(distance(multiplied(scaled, transposed(scaled)), multiplied(transposed(y), y))).toBeLessThan(1e-7);
      }),
    );
  });

  it('does not depend on the order of the pairs, nor the products on the seed', () => {
    const lists = [[0, 1, 2], [1, 2, 3], [3, 4], [0, 4, 5], [5]];
    const one = factorise(listening(6, lists), dials);
    const shuffled = factorise(
      listening(
        6,
        lists.map((list) => list.toReversed()),
      ),
      dials,
    );
    expect(shuffled).toEqual(one);
    const other = factorise(listening(6, lists), { ...dials, seed: 9 });
    for (const [c, value] of other.singular.entries()) expect(value).toBeCloseTo(one.singular[c] as number, 9);
    const products = (f: typeof one) => {
      const { sources, targets } = itemVectors(f, filter);
      return multiplied(sources, transposed(targets));
    };
    expect(distance(products(other), products(one))).toBeLessThan(1e-9);
  });
});

describe('itemVectors', () => {
  it('sees a checkerboard: who likes black squares likes black squares', () => {
    const black = [0, 2, 4, 6];
    const white = [1, 3, 5, 7];
    const without = (squares: readonly number[]) => squares.map((left) => squares.filter((square) => square !== left));
    const board = listening(8, [...without(black), ...without(white)]);
    const vectors = itemVectors(factorise(board, dials), filter);
    const pairs = topPairs(vectors, { targets: everything(8), perSource: 3, from: 0, to: 8 });
    expect(pairs.sources).toHaveLength(8 * 3);
    for (const [at, source] of pairs.sources.entries()) expect((pairs.targets[at] as number) % 2).toBe(source % 2);
  });

  it('lowPass passes half at the rank, nearly all before and nearly nothing behind', () => {
    const passes = lowPass(Float64Array.of(9, 5, 2, 1, 0), { rank: 2, steepness: 11 });
    expect(passes[2]).toBeCloseTo(0.5, 12);
    expect(passes[1]).toBeGreaterThan(0.99);
    expect(passes[3]).toBeLessThan(0.01);
    expect(passes[4]).toBe(0);
  });

  it('lowPass keeps everything there is where there are fewer components than the rank', () => {
    expect([...lowPass(Float64Array.of(3, 3), { rank: 64, steepness: 11 })]).toEqual([0.5, 0.5]);
    expect([...lowPass(Float64Array.of(0), { rank: 64, steepness: 11 })]).toEqual([0]);
  });
});

describe('topPairs', () => {
  const anyVectors = fc.tuple(anyMatrix({ rowsMax: 12, columnsMax: 5 }), fc.integer()).map(([sources, salt]) => ({
    sources,
    targets: filled(sources.rows, sources.columns, (row, c) => Math.sin(salt + 7 * row + 3 * c)),
  }));

  it('takes what sorting all products would take', () => {
    fc.assert(
      fc.property(anyVectors, fc.integer({ min: 1, max: 14 }), fc.nat(3), (vectors, perSource, skipped) => {
        const items = vectors.sources.rows;
        const targets = everything(items).filter((item) => item % 4 !== skipped);
        const products = multiplied(vectors.sources, transposed(vectors.targets));
        const expected = Array.from({ length: items }, (_, source) =>
          [...targets]
            .filter((target) => target !== source && at(products, source, target) > 0)
            .sort((a, b) => at(products, source, b) - at(products, source, a) || a - b)
            .slice(0, perSource),
        );
        const pairs = topPairs(vectors, { targets, perSource, from: 0, to: items });
        const found = Array.from({ length: items }, (_, source) =>
          [...pairs.targets].filter((_, at) => pairs.sources[at] === source),
        );
        expect(found).toEqual(expected);
      }),
    );
  });

  it('gives the same whole or cut into ranges', () => {
    fc.assert(
      fc.property(anyVectors, fc.nat(12), (vectors, where) => {
        const items = vectors.sources.rows;
        const cut = Math.min(where, items);
        const request = { targets: everything(items), perSource: 3 };
        const whole = topPairs(vectors, { ...request, from: 0, to: items });
        const parts = [
          topPairs(vectors, { ...request, from: 0, to: cut }),
          topPairs(vectors, { ...request, from: cut, to: items }),
        ];
        expect(parts.flatMap(({ targets }) => [...targets])).toEqual([...whole.targets]);
        expect(parts.flatMap(({ scores }) => [...scores])).toEqual([...whole.scores]);
      }),
    );
  });
});

describe('createTopK', () => {
  it('keeps what sorting would keep, ties to the lower index, in any order of arrival', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 9 })), fc.nat(8), (scores, size) => {
        const offered = scores.map((score, index) => ({ index, score }));
        const expected = offered.toSorted((a, b) => b.score - a.score || a.index - b.index).slice(0, size);
        const strongest = createTopK(size);
        for (const { index, score } of offered) strongest.offer(index, score);
        expect(strongest.take()).toEqual(expected);
        for (const { index, score } of offered.toReversed()) strongest.offer(index, score);
        expect(strongest.take()).toEqual(expected);
      }),
    );
  });
});
