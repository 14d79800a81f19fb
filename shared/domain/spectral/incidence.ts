/** Who listened to what, as rows of item indexes, and its products with dense matrices. */
import { type Matrix, zeros } from '#shared/domain/spectral/matrix.ts';
import type { Interactions } from '#shared/schemas/interactions.ts';

/** A users × items matrix of ones: the items of user u are `columns[starts[u]] … columns[starts[u + 1] - 1]`. */
export type Incidence = {
  readonly users: number;
  readonly items: number;
  readonly starts: Int32Array;
  readonly columns: Int32Array;
};

/** Builds the rows from distinct pairs in any order. */
export function incidenceOf({ users, items, userOf, itemOf }: Interactions): Incidence {
  const starts = new Int32Array(users + 1);
  for (const user of userOf) starts[user + 1] = (starts[user + 1] as number) + 1;
  for (let user = 0; user < users; user++) starts[user + 1] = (starts[user + 1] as number) + (starts[user] as number);
  const columns = new Int32Array(itemOf.length);
  const next = starts.slice();
  for (let pair = 0; pair < userOf.length; pair++) {
    const user = userOf[pair] as number;
    const at = next[user] as number;
    columns[at] = itemOf[pair] as number;
    next[user] = at + 1;
  }
  // Sums of doubles depend on their order, so a row's order must not depend on the order of the pairs.
  for (let user = 0; user < users; user++) columns.subarray(starts[user], starts[user + 1]).sort();
  return { users, items, starts, columns };
}

/** Users of each item. */
export function itemDegrees({ items, columns }: Incidence): Float64Array {
  const degrees = new Float64Array(items);
  for (const item of columns) degrees[item] = (degrees[item] as number) + 1;
  return degrees;
}

/** X·diag(scale)·Q for Q of items × k: users × k. */
export function byUsers(x: Incidence, scale: Float64Array, q: Matrix): Matrix {
  const k = q.columns;
  const product = zeros(x.users, k);
  for (let user = 0; user < x.users; user++) {
    const sums = product.values.subarray(user * k, (user + 1) * k);
    for (let at = x.starts[user] as number; at < (x.starts[user + 1] as number); at++) {
      const item = x.columns[at] as number;
      addScaled(sums, q.values.subarray(item * k, (item + 1) * k), scale[item] as number);
    }
  }
  return product;
}

/** diag(scale)·Xᵀ·Z for Z of users × k: items × k. */
export function byItems(x: Incidence, scale: Float64Array, z: Matrix): Matrix {
  const k = z.columns;
  const product = zeros(x.items, k);
  for (let user = 0; user < x.users; user++) {
    const row = z.values.subarray(user * k, (user + 1) * k);
    for (let at = x.starts[user] as number; at < (x.starts[user + 1] as number); at++) {
      const item = x.columns[at] as number;
      addScaled(product.values.subarray(item * k, (item + 1) * k), row, scale[item] as number);
    }
  }
  return product;
}

function addScaled(sums: Float64Array, row: Float64Array, factor: number): void {
  for (let i = 0; i < sums.length; i++) sums[i] = (sums[i] as number) + factor * (row[i] as number);
}
