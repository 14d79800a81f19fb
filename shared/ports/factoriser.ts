/** The spectral model: the one computation of training that the warehouse does not run. */
import type { Interactions, ItemPairs } from '#shared/schemas/interactions.ts';

export type FactoriserRequest = {
  /** Components that pass the filter: how fine a taste may be. */
  readonly rank: number;
  /** Targets per source. */
  readonly neighboursMax: number;
  /**
   * Multiplications that choosing the pairs may cost, and finding the vectors half as many: where all pairs cost more, only
   * popular items are targets.
   */
  readonly productsMax: number;
};

export interface Factoriser {
  /** A pure function of its arguments. Uses minutes of processor time at most and does not hold up the event loop. */
  pairs(interactions: Interactions, request: FactoriserRequest): Promise<ItemPairs>;
}
