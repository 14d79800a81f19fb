/** Item vectors whose products are similarities: a smooth low-pass over the components, unlike in and out. */
import type { Factors } from '#shared/domain/model/spectral/factorise.ts';
import { type Matrix, zeros } from '#shared/domain/model/spectral/matrix.ts';

/** The similarity of target j to source i is the product of `sources` row i and `targets` row j. */
export type ItemVectors = { readonly sources: Matrix; readonly targets: Matrix };

export type FilterDials = {
  readonly smoothing: number;
  readonly inExponent: number;
  readonly outExponent: number;
  /** The component at which half passes, counted from 0. */
  readonly rank: number;
  /** How steeply the filter falls there. */
  readonly steepness: number;
};

/**
 * r_k = S_k / S_1,  θ = r_rank,  g_k = r_k^p / (r_k^p + θ^p)
 * source vector of i = (d_i + smoothing)^-inExponent · V_i ∘ g
 * target vector of j = (d_j + smoothing)^+outExponent · V_j
 *
 * S_0, the direction of plain popularity, is no measure of the rest: hence S_1.
 */
export function itemVectors({ degrees, singular, items }: Factors, dials: FilterDials): ItemVectors {
  const passes = lowPass(singular, dials);
  const sources = zeros(items.rows, items.columns);
  const targets = zeros(items.rows, items.columns);
  for (let item = 0; item < items.rows; item++) {
    const users = (degrees[item] as number) + dials.smoothing;
    const inward = users ** -dials.inExponent;
    const outward = users ** dials.outExponent;
    for (let c = 0, at = item * items.columns; c < items.columns; c++, at++) {
      const value = items.values[at] as number;
      sources.values[at] = inward * value * (passes[c] as number);
      targets.values[at] = outward * value;
    }
  }
  return { sources, targets };
}

/** How much of each component passes, 0 to 1. */
export function lowPass(
  singular: Float64Array,
  { rank, steepness }: Pick<FilterDials, 'rank' | 'steepness'>,
): Float64Array {
  const unit = singular[Math.min(1, singular.length - 1)] as number;
  const threshold = (singular[Math.min(rank, singular.length - 1)] as number) ** steepness;
  return singular.map((value) => {
    const power = value ** steepness;
    return power > 0 && unit > 0 ? power / (power + threshold) : 0;
  });
}
