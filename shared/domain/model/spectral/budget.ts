/** What a factorisation may cost: small catalogues are computed exactly, large ones within a bounded number of products. */
import { type Incidence, itemDegrees } from '#shared/domain/model/spectral/incidence.ts';
import { tuning } from '#shared/domain/tuning.ts';

/**
 * Rounds of subspace iteration that half of `productsMax` allows, between `roundsMin` and `roundsMax`. A round multiplies
 * every pair with every component twice, and every row of the smaller side with all components twice.
 */
export function roundsWithin(x: Incidence, productsMax: number, dials = tuning.model.spectral): number {
  const components = Math.min(dials.components, x.users, x.items);
  const perRound = 2 * components * (x.itemsOf.members.length + components * Math.min(x.users, x.items));
  return Math.min(dials.roundsMax, Math.max(dials.roundsMin, Math.floor(productsMax / 2 / perRound)));
}

/**
 * The items that may be neighbours: the most popular ones, ties to the lower index, as many as scoring every item
 * against them with `productsMax` multiplications allows. Items further down are found by the kernel.
 */
export function targetsWithin(x: Incidence, productsMax: number, dials = tuning.model.spectral): Int32Array {
  const degrees = itemDegrees(x);
  const components = Math.min(dials.components, x.users, x.items);
  const affordable = Math.floor(productsMax / Math.max(1, x.items * components));
  const byPopularity = (a: number, b: number): number => (degrees[b] as number) - (degrees[a] as number) || a - b;
  return Int32Array.from({ length: x.items }, (_, item) => item)
    .sort(byPopularity)
    .slice(0, affordable)
    .sort();
}
