/** Dense matrices in typed arrays, row by row, and the two products the factorisation needs of them. */

export type Matrix = {
  readonly rows: number;
  readonly columns: number;
  /** `rows * columns` numbers, row by row. */
  readonly values: Float64Array;
};

export function zeros(rows: number, columns: number): Matrix {
  return { rows, columns, values: new Float64Array(rows * columns) };
}

/** AᵀA: columns × columns, symmetric. Four rows a step, so that a sum is loaded and stored a quarter as often. */
export function gram(a: Matrix): Matrix {
  const { rows, columns: k, values } = a;
  const sums = new Float64Array(k * k);
  const padded = new Float64Array(4 * k);
  for (let row = 0; row < rows; row += 4) {
    const block = values.subarray(row * k, Math.min(row + 4, rows) * k);
    padded.fill(0, block.length);
    padded.set(block);
    for (let i = 0; i < k; i++) {
      const a0 = padded[i] as number;
      const a1 = padded[k + i] as number;
      const a2 = padded[2 * k + i] as number;
      const a3 = padded[3 * k + i] as number;
      for (let j = 0, at = i * k; j <= i; j++, at++) {
        sums[at] =
          (sums[at] as number) +
          a0 * (padded[j] as number) +
          a1 * (padded[k + j] as number) +
          a2 * (padded[2 * k + j] as number) +
          a3 * (padded[3 * k + j] as number);
      }
    }
  }
  for (let i = 0; i < k; i++) for (let j = 0; j < i; j++) sums[j * k + i] = sums[i * k + j] as number;
  return { rows: k, columns: k, values: sums };
}

/** A·B for a tall A and a small square B, row by row. */
export function times(a: Matrix, b: Matrix): Matrix {
  const { rows, columns: inner } = a;
  const k = b.columns;
  const product = zeros(rows, k);
  for (let row = 0; row < rows; row++) {
    const out = product.values.subarray(row * k, (row + 1) * k);
    for (let i = 0; i < inner; i++) {
      const factor = a.values[row * inner + i] as number;
      if (factor === 0) continue;
      for (let j = 0, at = i * k; j < k; j++, at++) {
        out[j] = (out[j] as number) + factor * (b.values[at] as number);
      }
    }
  }
  return product;
}
