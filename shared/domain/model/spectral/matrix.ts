/** Dense matrices in typed arrays, row by row, and the products the factorisation needs of them. */

export type Matrix = {
  readonly rows: number;
  readonly columns: number;
  /** `rows * columns` numbers, row by row. */
  readonly values: Float64Array;
};

export function zeros(rows: number, columns: number): Matrix {
  return { rows, columns, values: new Float64Array(rows * columns) };
}

/** diag(scale)·A, a new matrix. */
export function scaleRows(a: Matrix, scale: Float64Array): Matrix {
  const scaled = zeros(a.rows, a.columns);
  for (let row = 0, at = 0; row < a.rows; row++) {
    const factor = scale[row] as number;
    for (const end = at + a.columns; at < end; at++) scaled.values[at] = factor * (a.values[at] as number);
  }
  return scaled;
}

/** AᵀA: columns × columns, symmetric. Four rows a step, so that a sum is loaded and stored a quarter as often. */
export function gram(a: Matrix): Matrix {
  const { rows, columns: k, values } = a;
  const sums = new Float64Array(k * k);
  const four = new Float64Array(4 * k);
  for (let row = 0; row < rows; row += 4) {
    const block = values.subarray(row * k, Math.min(row + 4, rows) * k);
    four.fill(0, block.length);
    four.set(block);
    for (let i = 0; i < k; i++) {
      const a0 = four[i]!;
      const a1 = four[k + i]!;
      const a2 = four[2 * k + i]!;
      const a3 = four[3 * k + i]!;
      for (let j = 0, at = i * k; j <= i; j++, at++) {
        sums[at] = sums[at]! + (a0 * four[j]! + a1 * four[k + j]!) + (a2 * four[2 * k + j]! + a3 * four[3 * k + j]!);
      }
    }
  }
  for (let i = 0; i < k; i++) for (let j = 0; j < i; j++) sums[j * k + i] = sums[i * k + j] as number;
  return { rows: k, columns: k, values: sums };
}

/** A·B for a tall A and a small B, a row of A at a time and four rows of B. */
export function times(a: Matrix, b: Matrix): Matrix {
  const { columns: inner } = a;
  const k = b.columns;
  const product = zeros(a.rows, k);
  const factors = b.values;
  for (let row = 0; row < a.rows; row++) {
    const out = product.values.subarray(row * k, (row + 1) * k);
    const own = a.values.subarray(row * inner, (row + 1) * inner);
    let i = 0;
    for (; i + 4 <= inner; i += 4) {
      const a0 = own[i]!;
      const a1 = own[i + 1]!;
      const a2 = own[i + 2]!;
      const a3 = own[i + 3]!;
      for (let j = 0, at = i * k; j < k; j++, at++) {
        const first = a0 * factors[at]! + a1 * factors[at + k]!;
        out[j] = out[j]! + first + (a2 * factors[at + 2 * k]! + a3 * factors[at + 3 * k]!);
      }
    }
    for (; i < inner; i++) for (let j = 0; j < k; j++) out[j] = out[j]! + own[i]! * factors[i * k + j]!;
  }
  return product;
}
