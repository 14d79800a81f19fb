/** The linear algebra of the spectral model against plain loops. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { byItems, byUsers, itemDegrees } from '#shared/domain/model/spectral/incidence.ts';
import { gram, times } from '#shared/domain/model/spectral/matrix.ts';
import { choleskyPass, orthonormalise } from '#shared/domain/model/spectral/orthonormalise.ts';
import { symmetricEigen } from '#shared/domain/model/spectral/symmetric-eigen.ts';
import {
  anyIncidence,
  anyMatrix,
  at,
  dense,
  distance,
  filled,
  multiplied,
  transposed,
} from '#test/domain/model/spectral/dense.ts';

const small = { rowsMax: 9, columnsMax: 7 };

describe('matrix', () => {
  it('gram is the product of the transpose with the matrix', () => {
    fc.assert(
      fc.property(anyMatrix(small), (a) => {
        expect(distance(gram(a), multiplied(transposed(a), a))).toBeLessThan(1e-9);
      }),
    );
  });

  it('times is the product of a tall matrix with a square one', () => {
    fc.assert(
      fc.property(anyMatrix(small), (a) => {
        const square = gram(a);
        expect(distance(times(a, square), multiplied(a, square))).toBeLessThan(1e-6);
      }),
    );
  });
});

describe('incidence', () => {
  it('byUsers and byItems are products with the scaled matrix of ones', () => {
    fc.assert(
      fc.property(anyIncidence({ usersMax: 8, itemsMax: 9 }), (x) => {
        const scale = itemDegrees(x).map((degree) => 1 / (degree + 2));
        const y = filled(x.users, x.items, (user, item) => at(dense(x), user, item) * (scale[item] as number));
        const q = filled(x.items, 3, (row, column) => row - 2 * column);
        const z = filled(x.users, 3, (row, column) => 2 * row + column);
        expect(distance(byUsers(x, scale, q), multiplied(y, q))).toBeLessThan(1e-9);
        expect(distance(byItems(x, scale, z), multiplied(transposed(y), z))).toBeLessThan(1e-9);
      }),
    );
  });
});

describe('orthonormalise', () => {
  it('gives orthonormal columns, zero where a column depends on earlier ones, and the same span', () => {
    fc.assert(
      fc.property(anyMatrix({ rowsMax: 10, columnsMax: 6 }), (a) => {
        const q = orthonormalise({ ...a, values: a.values.slice() });
        const identity = gram(q);
        for (let i = 0; i < q.columns; i++) {
          for (let j = 0; j < i; j++) expect(Math.abs(at(identity, i, j))).toBeLessThan(1e-9);
          const norm = at(identity, i, i);
          expect(Math.min(Math.abs(norm - 1), norm)).toBeLessThan(1e-9);
        }
        // Projecting onto the basis gives the matrix back only if the basis spans it.
        expect(distance(multiplied(q, multiplied(transposed(q), a)), a)).toBeLessThan(1e-5);
      }),
    );
  });

  it('needs its second pass where columns are nearly alike', () => {
    const alike = () => filled(6, 2, (row, column) => Math.sqrt(row + 2) + (column === 1 ? 1e-5 * (row % 3) : 0));
    const error = (q: ReturnType<typeof alike>): number => Math.abs(at(gram(q), 0, 1));
    expect(error(choleskyPass(alike()))).toBeGreaterThan(1e-12);
    expect(error(orthonormalise(alike()))).toBeLessThan(1e-14);
  });
});

describe('symmetricEigen', () => {
  it('takes a symmetric matrix apart into orthonormal vectors and sorted values', () => {
    fc.assert(
      fc.property(anyMatrix({ rowsMax: 8, columnsMax: 8 }), (a) => {
        const matrix = gram(a);
        const { values, vectors } = symmetricEigen(matrix);
        const scaled = filled(vectors.rows, vectors.columns, (row, c) => at(vectors, row, c) * (values[c] as number));
        expect(distance(multiplied(scaled, transposed(vectors)), matrix)).toBeLessThan(1e-8);
        const identity = filled(a.columns, a.columns, (row, column) => (row === column ? 1 : 0));
        expect(distance(gram(vectors), identity)).toBeLessThan(1e-10);
        expect([...values]).toEqual([...values].sort((x, y) => y - x));
      }),
    );
  });

  it('finds the values everybody knows: 3 and 1', () => {
    const { values } = symmetricEigen({ rows: 2, columns: 2, values: Float64Array.of(2, 1, 1, 2) });
    expect(values[0]).toBeCloseTo(3, 12);
    expect(values[1]).toBeCloseTo(1, 12);
  });
});
