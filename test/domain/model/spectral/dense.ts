/** Plain reference arithmetic and random matrices for the tests of the spectral model. */
import fc from 'fast-check';
import { type Incidence, incidenceOf } from '#shared/domain/model/spectral/incidence.ts';
import { type Matrix, zeros } from '#shared/domain/model/spectral/matrix.ts';

export const at = ({ columns, values }: Matrix, row: number, column: number): number =>
  values[row * columns + column] as number;

export function filled(rows: number, columns: number, value: (row: number, column: number) => number): Matrix {
  const matrix = zeros(rows, columns);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) matrix.values[row * columns + column] = value(row, column);
  }
  return matrix;
}

export function multiplied(a: Matrix, b: Matrix): Matrix {
  return filled(a.rows, b.columns, (row, column) => {
    let sum = 0;
    for (let i = 0; i < a.columns; i++) sum += at(a, row, i) * at(b, i, column);
    return sum;
  });
}

export function transposed(a: Matrix): Matrix {
  return filled(a.columns, a.rows, (row, column) => at(a, column, row));
}

/** The largest difference between two matrices of one shape. */
export function distance(a: Matrix, b: Matrix): number {
  if (a.rows !== b.rows || a.columns !== b.columns) return Number.POSITIVE_INFINITY;
  return a.values.reduce((most, value, i) => Math.max(most, Math.abs(value - (b.values[i] as number))), 0);
}

export const anyMatrix = (bounds: { rowsMax: number; columnsMax: number }): fc.Arbitrary<Matrix> =>
  fc
    .tuple(fc.integer({ min: 1, max: bounds.rowsMax }), fc.integer({ min: 1, max: bounds.columnsMax }))
    .chain(([rows, columns]) =>
      fc
        .array(fc.integer({ min: -20, max: 20 }), { minLength: rows * columns, maxLength: rows * columns })
        .map((values) => ({ rows, columns, values: Float64Array.from(values, (value) => value / 4) })),
    );

/** Who listened to what, at random; every user to something. */
export const anyIncidence = (bounds: { usersMax: number; itemsMax: number }): fc.Arbitrary<Incidence> =>
  fc
    .tuple(fc.integer({ min: 1, max: bounds.usersMax }), fc.integer({ min: 1, max: bounds.itemsMax }))
    .chain(([users, items]) =>
      fc
        .array(fc.uniqueArray(fc.integer({ min: 0, max: items - 1 }), { minLength: 1 }), {
          minLength: users,
          maxLength: users,
        })
        .map((lists) => listening(items, lists)),
    );

export function listening(items: number, lists: readonly (readonly number[])[]): Incidence {
  const pairs = lists.flatMap((list, user) => list.map((item) => [user, item] as const));
  return incidenceOf({
    users: lists.length,
    items,
    userOf: Int32Array.from(pairs, ([user]) => user),
    itemOf: Int32Array.from(pairs, ([, item]) => item),
  });
}

export function dense({ users, items, itemsOf: { starts, members } }: Incidence): Matrix {
  const matrix = zeros(users, items);
  for (let user = 0; user < users; user++) {
    for (const item of members.subarray(starts[user], starts[user + 1])) matrix.values[user * items + item] = 1;
  }
  return matrix;
}
