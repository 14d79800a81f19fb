/** An orthonormal basis of a matrix's columns, by Cholesky: two passes over a tall matrix instead of many. */
import { gram, type Matrix } from '#shared/domain/model/spectral/matrix.ts';

/** A pivot below this share of the largest is rounding: its column depends on the ones before it. */
const dependentBelow = 1e-13;

/**
 * Q with QᵀQ = I and the span of A, in place. Columns that depend on earlier ones become zero.
 *
 * CholeskyQR done twice (Yamamoto, Nakatsukasa, Yanagisawa, Fukaya 2015): the first pass leaves an error of
 * cond(A)² · 1e-16, the second removes it.
 */
export function orthonormalise(a: Matrix): Matrix {
  return choleskyPass(choleskyPass(a));
}

/** One pass: enough between two products of a power iteration, where only overflow and collapse must be kept away. */
export function choleskyPass(a: Matrix): Matrix {
  const k = a.columns;
  const lower = cholesky(gram(a));
  for (let row = 0; row < a.rows; row++) solveRow(a.values.subarray(row * k, (row + 1) * k), lower);
  return a;
}

/** L with LLᵀ = the symmetric positive semidefinite G, in place; a zero pivot marks a dependent column. */
function cholesky(g: Matrix): Matrix {
  const { rows: k, values } = g;
  let largest = 0;
  for (let i = 0; i < k; i++) largest = Math.max(largest, values[i * k + i] as number);
  for (let i = 0; i < k; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = values[i * k + j] as number;
      for (let m = 0; m < j; m++) sum -= (values[i * k + m] as number) * (values[j * k + m] as number);
      const pivot = values[j * k + j] as number;
      if (i === j) values[i * k + j] = sum > dependentBelow * largest ? Math.sqrt(sum) : 0;
      else values[i * k + j] = pivot === 0 ? 0 : sum / pivot;
    }
  }
  return g;
}

/** Solves q·Lᵀ = row for q, in place. Two sums at a time, because one alone waits for every addition before the next. */
function solveRow(row: Float64Array, { rows: k, values }: Matrix): void {
  for (let j = 0; j < k; j++) {
    const start = j * k;
    const pivot = values[start + j]!;
    let even = 0;
    let odd = 0;
    let m = 0;
    for (; m + 2 <= j; m += 2) {
      even += row[m]! * values[start + m]!;
      odd += row[m + 1]! * values[start + m + 1]!;
    }
    if (m < j) even += row[m]! * values[start + m]!;
    row[j] = pivot === 0 ? 0 : (row[j]! - even - odd) / pivot;
  }
}
