/** The most similar targets of every source: dense products in tiles that stay in registers. */
import { type Matrix, zeros } from '#shared/domain/model/spectral/matrix.ts';
import { createTopK, type TopK } from '#shared/domain/model/spectral/top-k.ts';
import type { ItemVectors } from '#shared/domain/model/spectral/vectors.ts';
import type { ItemPairs } from '#shared/schemas/interactions.ts';

export type PairsRequest = {
  /** Items allowed as targets. */
  readonly targets: Int32Array;
  readonly perSource: number;
  /** The half-open range of sources, so that a catalogue can be cut between threads. */
  readonly from: number;
  readonly to: number;
};

const tile = 4;

/** Up to `perSource` targets with a score above zero for each source of the range, itself excluded. */
export function topPairs(vectors: ItemVectors, { targets, perSource, from, to }: PairsRequest): ItemPairs {
  const packed = pack(vectors.targets, targets);
  const rows = Array.from({ length: tile }, () => new Float64Array(packed.rows));
  const strongest = createTopK(perSource);
  const out = growingPairs((to - from) * Math.min(perSource, targets.length));
  for (let first = from; first < to; first += tile) {
    scoreTile(vectors.sources, first, packed, rows);
    for (let source = first; source < Math.min(first + tile, to); source++) {
      offerAll(strongest, rows[source - first] as Float64Array, targets, source);
      for (const { index, score } of strongest.take()) out.add(source, index, score);
    }
  }
  return out.pairs();
}

function offerAll(strongest: TopK, scores: Float64Array, targets: Int32Array, source: number): void {
  for (let at = 0; at < targets.length; at++) {
    const score = scores[at] as number;
    if (score > 0 && targets[at] !== source) strongest.offer(targets[at] as number, score);
  }
}

/** The chosen rows one behind the other, filled up with zeros to whole tiles. */
function pack(matrix: Matrix, chosen: Int32Array): Matrix {
  const k = matrix.columns;
  const packed = zeros(Math.ceil(chosen.length / tile) * tile, k);
  for (const [at, row] of chosen.entries()) {
    packed.values.set(matrix.values.subarray(row * k, (row + 1) * k), at * k);
  }
  return packed;
}

/** Products of four sources with all targets, 16 sums at a time, so that every number read is used four times. */
function scoreTile(sources: Matrix, first: number, targets: Matrix, rows: readonly Float64Array[]): void {
  const k = sources.columns;
  const some = new Float64Array(tile * k);
  some.set(sources.values.subarray(first * k, Math.min(first + tile, sources.rows) * k));
  const [a, b, c, d] = rows as [Float64Array, Float64Array, Float64Array, Float64Array];
  const sums = new Float64Array(tile * tile);
  for (let target = 0; target < targets.rows; target += tile) {
    multiplyTile(some, targets, target, sums);
    for (let at = 0; at < tile; at++) {
      a[target + at] = sums[at] as number;
      b[target + at] = sums[tile + at] as number;
      c[target + at] = sums[2 * tile + at] as number;
      d[target + at] = sums[3 * tile + at] as number;
    }
  }
}

/** sums[4·r + c] = the product of source r and target `target + c`. Written out: a loop would leave the registers. */
function multiplyTile(s: Float64Array, { columns: k, values: t }: Matrix, target: number, sums: Float64Array): void {
  const t0 = target * k;
  const t1 = t0 + k;
  const t2 = t1 + k;
  const t3 = t2 + k;
  // biome-ignore-start format: rows of the tile
  let a0 = 0,
    a1 = 0,
    a2 = 0,
    a3 = 0;
  let b0 = 0,
    b1 = 0,
    b2 = 0,
    b3 = 0;
  let c0 = 0,
    c1 = 0,
    c2 = 0,
    c3 = 0;
  let d0 = 0,
    d1 = 0,
    d2 = 0,
    d3 = 0;
  for (let i = 0; i < k; i++) {
    const x0 = s[i]!,
      x1 = s[k + i]!,
      x2 = s[2 * k + i]!,
      x3 = s[3 * k + i]!;
    const y0 = t[t0 + i]!,
      y1 = t[t1 + i]!,
      y2 = t[t2 + i]!,
      y3 = t[t3 + i]!;
    a0 += x0 * y0;
    a1 += x0 * y1;
    a2 += x0 * y2;
    a3 += x0 * y3;
    b0 += x1 * y0;
    b1 += x1 * y1;
    b2 += x1 * y2;
    b3 += x1 * y3;
    c0 += x2 * y0;
    c1 += x2 * y1;
    c2 += x2 * y2;
    c3 += x2 * y3;
    d0 += x3 * y0;
    d1 += x3 * y1;
    d2 += x3 * y2;
    d3 += x3 * y3;
  }
  sums[0] = a0;
  sums[1] = a1;
  sums[2] = a2;
  sums[3] = a3;
  sums[4] = b0;
  sums[5] = b1;
  sums[6] = b2;
  sums[7] = b3;
  sums[8] = c0;
  sums[9] = c1;
  sums[10] = c2;
  sums[11] = c3;
  sums[12] = d0;
  sums[13] = d1;
  sums[14] = d2;
  sums[15] = d3;
  // biome-ignore-end format: rows of the tile
}

/** Pairs of at most `capacity`, trimmed when taken. */
function growingPairs(capacity: number) {
  const sources = new Int32Array(capacity);
  const targets = new Int32Array(capacity);
  const scores = new Float64Array(capacity);
  let count = 0;
  return {
    add: (source: number, target: number, score: number): void => {
      sources[count] = source;
      targets[count] = target;
      scores[count] = score;
      count += 1;
    },
    pairs: (): ItemPairs => ({
      sources: sources.slice(0, count),
      targets: targets.slice(0, count),
      scores: scores.slice(0, count),
    }),
  };
}
