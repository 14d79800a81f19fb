/** What the spectral model is computed from and what it gives: millions of numbers, hence arrays side by side. */

/** Distinct pairs of users and items, both numbered from 0. */
export type Interactions = {
  readonly users: number;
  readonly items: number;
  readonly userOf: Int32Array;
  readonly itemOf: Int32Array;
};

/** Pairs of items and how similar the target is to the source; by source, the most similar target first. */
export type ItemPairs = {
  readonly sources: Int32Array;
  readonly targets: Int32Array;
  readonly scores: Float64Array;
};
