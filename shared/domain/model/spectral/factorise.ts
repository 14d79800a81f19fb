/** A truncated singular value decomposition of the popularity-damped listening matrix, by subspace iteration. */
import { byItems, byUsers, type Incidence, itemDegrees } from '#shared/domain/model/spectral/incidence.ts';
import { gram, type Matrix, times, zeros } from '#shared/domain/model/spectral/matrix.ts';
import { choleskyPass, orthonormalise } from '#shared/domain/model/spectral/orthonormalise.ts';
import { symmetricEigen } from '#shared/domain/model/spectral/symmetric-eigen.ts';

export type Factors = {
  /** Users of each item. */
  readonly degrees: Float64Array;
  /** Singular values, largest first. */
  readonly singular: Float64Array;
  /** Right singular vectors, items × components; signs are arbitrary and cancel in every score. */
  readonly items: Matrix;
};

export type FactoriseDials = {
  readonly components: number;
  readonly iterations: number;
  /** Added to an item's users before the power is taken. */
  readonly smoothing: number;
  readonly inExponent: number;
  readonly seed: number;
};

/**
 * Y = X·diag((d + smoothing)^-inExponent) ≈ U·S·Vᵀ with at most `components` components; fewer where X has fewer users
 * or items. Randomised subspace iteration (Halko, Martinsson, Tropp: "Finding structure with randomness", 2011), on
 * the smaller of the two sides, where keeping the basis orthonormal costs least.
 */
export function factorise(x: Incidence, dials: FactoriseDials): Factors {
  const degrees = itemDegrees(x);
  const scale = degrees.map((degree) => (degree + dials.smoothing) ** -dials.inExponent);
  const components = Math.min(dials.components, x.users, x.items);
  const onUsers = x.users <= x.items;
  const there = (a: Matrix): Matrix => (onUsers ? byItems(x, scale, a) : byUsers(x, scale, a));
  const back = (a: Matrix): Matrix => (onUsers ? byUsers(x, scale, a) : byItems(x, scale, a));

  let basis = noise(onUsers ? x.users : x.items, components, dials.seed);
  for (let round = 0; round < dials.iterations; round++) basis = choleskyPass(back(there(basis)));

  basis = orthonormalise(basis);
  const image = there(basis);
  const { values, vectors } = symmetricEigen(gram(image));
  const singular = values.map((value) => Math.sqrt(Math.max(0, value)));
  const items = times(onUsers ? image : basis, vectors);
  return { degrees, singular, items: onUsers ? divideColumns(items, singular) : items };
}

/** Numbers in [-1, 1) from xorshift32: what a start needs is only to lie across every direction. */
function noise(rows: number, columns: number, seed: number): Matrix {
  const matrix = zeros(rows, columns);
  let state = seed | 1;
  for (let i = 0; i < matrix.values.length; i++) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    matrix.values[i] = state / 2 ** 31;
  }
  return matrix;
}

/** A component whose singular value is rounding has no direction: it becomes zero. */
function divideColumns(a: Matrix, divisors: Float64Array): Matrix {
  const least = 1e-7 * (divisors[0] ?? 0);
  const factors = divisors.map((divisor) => (divisor > least ? 1 / divisor : 0));
  for (let at = 0; at < a.values.length; at++) {
    a.values[at] = (a.values[at] as number) * (factors[at % a.columns] as number);
  }
  return a;
}
