/** Eigenvalues and eigenvectors of a small symmetric matrix, by Jacobi's rotations. */
import { type Matrix, zeros } from '#shared/domain/model/spectral/matrix.ts';

const sweepsMax = 30;
/** The sum of squares off the diagonal, relative to the whole, at which the matrix counts as diagonal. */
const diagonalBelow = 1e-24;

export type Eigen = {
  /** Largest first. */
  readonly values: Float64Array;
  /** Column c belongs to value c; its sign is arbitrary. */
  readonly vectors: Matrix;
};

/**
 * Cyclic Jacobi (Golub, Van Loan: "Matrix Computations", 8.5): simple, and as accurate as the matrix allows.
 * Throws when it does not converge, which no finite symmetric matrix does.
 */
export function symmetricEigen(matrix: Matrix): Eigen {
  const n = matrix.rows;
  const a = matrix.values.slice();
  // Rows of `v` are eigenvectors, so that a rotation touches two runs of memory and not two columns.
  const v = new Float64Array(n * n);
  for (let i = 0; i < n; i++) v[i * n + i] = 1;

  const whole = a.reduce((sum, value) => sum + value * value, 0);
  for (let sweep = 0; offDiagonal(a, n) > diagonalBelow * whole; sweep++) {
    if (sweep === sweepsMax) throw new Error(`Cannot find eigenvalues: ${sweepsMax} sweeps did not converge`);
    for (let p = 0; p < n - 1; p++) for (let q = p + 1; q < n; q++) rotate(a, v, n, p, q);
  }
  return sorted(a, v, n);
}

function offDiagonal(a: Float64Array, n: number): number {
  let sum = 0;
  for (let i = 0; i < n; i++) for (let j = 0; j < i; j++) sum += 2 * (a[i * n + j] as number) ** 2;
  return sum;
}

/** Makes a[p][q] zero by a rotation in the plane of p and q; keeps both triangles, so that rows serve as columns. */
function rotate(a: Float64Array, v: Float64Array, n: number, p: number, q: number): void {
  const apq = a[p * n + q] as number;
  const app = a[p * n + p] as number;
  const aqq = a[q * n + q] as number;
  if (Math.abs(apq) <= 1e-17 * Math.sqrt(Math.abs(app * aqq)) || apq === 0) return;
  const slope = (aqq - app) / (2 * apq);
  const tangent = (slope >= 0 ? 1 : -1) / (Math.abs(slope) + Math.sqrt(slope * slope + 1));
  const cosine = 1 / Math.sqrt(tangent * tangent + 1);
  const sine = tangent * cosine;
  turn(a, p * n, q * n, n, cosine, sine);
  for (let i = 0; i < n; i++) {
    a[i * n + p] = a[p * n + i] as number;
    a[i * n + q] = a[q * n + i] as number;
  }
  a[p * n + p] = app - tangent * apq;
  a[q * n + q] = aqq + tangent * apq;
  a[p * n + q] = 0;
  a[q * n + p] = 0;
  turn(v, p * n, q * n, n, cosine, sine);
}

/** Turns two rows by an angle. */
function turn(rows: Float64Array, p: number, q: number, n: number, cosine: number, sine: number): void {
  for (let i = 0; i < n; i++) {
    const x = rows[p + i] as number;
    const y = rows[q + i] as number;
    rows[p + i] = cosine * x - sine * y;
    rows[q + i] = sine * x + cosine * y;
  }
}

function sorted(a: Float64Array, v: Float64Array, n: number): Eigen {
  const order = Array.from({ length: n }, (_, i) => i).sort(
    (i, j) => (a[j * n + j] as number) - (a[i * n + i] as number),
  );
  const vectors = zeros(n, n);
  const values = Float64Array.from(order, (i) => a[i * n + i] as number);
  for (const [column, i] of order.entries()) {
    for (let row = 0; row < n; row++) vectors.values[row * n + column] = v[i * n + row] as number;
  }
  return { values, vectors };
}
