/** Who listened to what, as lists of items by user and of users by item, and its products with dense matrices. */
import { type Matrix, scaleRows, zeros } from '#shared/domain/model/spectral/matrix.ts';
import type { Interactions } from '#shared/schemas/interactions.ts';

/** List n is `members[starts[n]] … members[starts[n + 1] - 1]`, in ascending order. */
type Lists = { readonly starts: Int32Array; readonly members: Int32Array };

/** A users × items matrix X of ones, by row and by column. */
export type Incidence = {
  readonly users: number;
  readonly items: number;
  readonly itemsOf: Lists;
  readonly usersOf: Lists;
};

/** Builds the matrix from distinct pairs in any order. */
export function incidenceOf({ users, items, userOf, itemOf }: Interactions): Incidence {
  return { users, items, itemsOf: listsOf(users, userOf, itemOf), usersOf: listsOf(items, itemOf, userOf) };
}

function listsOf(count: number, listOf: Int32Array, memberOf: Int32Array): Lists {
  const starts = new Int32Array(count + 1);
  for (const list of listOf) starts[list + 1] = (starts[list + 1] as number) + 1;
  for (let list = 0; list < count; list++) starts[list + 1] = (starts[list + 1] as number) + (starts[list] as number);
  const members = new Int32Array(memberOf.length);
  const next = starts.slice();
  for (let pair = 0; pair < listOf.length; pair++) {
    const at = next[listOf[pair] as number] as number;
    members[at] = memberOf[pair] as number;
    next[listOf[pair] as number] = at + 1;
  }
  // Sums of doubles depend on their order, so a list's order must not depend on the order of the pairs.
  for (let list = 0; list < count; list++) members.subarray(starts[list], starts[list + 1]).sort();
  return { starts, members };
}

/** Users of each item. */
export function itemDegrees({ items, usersOf: { starts } }: Incidence): Float64Array {
  return Float64Array.from({ length: items }, (_, item) => (starts[item + 1] as number) - (starts[item] as number));
}

/** X·diag(scale)·Q for Q of items × k: users × k. */
export function byUsers(x: Incidence, scale: Float64Array, q: Matrix): Matrix {
  return sumsOfRows(x.itemsOf, scaleRows(q, scale));
}

/** diag(scale)·Xᵀ·Z for Z of users × k: items × k. */
export function byItems(x: Incidence, scale: Float64Array, z: Matrix): Matrix {
  return scaleRows(sumsOfRows(x.usersOf, z), scale);
}

/** Row n is the sum of the rows that list n names. Four at a time, so that a sum is loaded and stored a quarter as often. */
function sumsOfRows({ starts, members }: Lists, { columns: k, values }: Matrix): Matrix {
  const sums = zeros(starts.length - 1, k);
  for (let list = 0; list < sums.rows; list++) {
    const out = sums.values.subarray(list * k, (list + 1) * k);
    const end = starts[list + 1] as number;
    let at = starts[list] as number;
    for (; at + 4 <= end; at += 4) {
      const a = (members[at] as number) * k;
      const b = (members[at + 1] as number) * k;
      const c = (members[at + 2] as number) * k;
      const d = (members[at + 3] as number) * k;
      for (let i = 0; i < k; i++) {
        out[i] = out[i]! + (values[a + i]! + values[b + i]!) + (values[c + i]! + values[d + i]!);
      }
    }
    for (; at < end; at++) {
      const a = (members[at] as number) * k;
      for (let i = 0; i < k; i++) out[i] = out[i]! + values[a + i]!;
    }
  }
  return sums;
}
