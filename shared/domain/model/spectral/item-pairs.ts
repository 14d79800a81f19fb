/** The spectral model from end to end: interactions in, the most similar items of every item out. */
import { roundsWithin, targetsWithin } from '#shared/domain/model/spectral/budget.ts';
import { factorise } from '#shared/domain/model/spectral/factorise.ts';
import { incidenceOf } from '#shared/domain/model/spectral/incidence.ts';
import { topPairs } from '#shared/domain/model/spectral/top-pairs.ts';
import { type ItemVectors, itemVectors } from '#shared/domain/model/spectral/vectors.ts';
import { tuning } from '#shared/domain/tuning.ts';
import type { Interactions, ItemPairs } from '#shared/schemas/interactions.ts';

/** A fixed start: the same interactions give the same model. */
const seed = 20_060_107;

/** The component at which half passes, and the multiplications that choosing pairs may cost; rounds may cost half of it. */
export type ModelRequest = { readonly rank: number; readonly productsMax: number };

export type SpectralModel = { readonly vectors: ItemVectors; readonly targets: Int32Array };

/** Vectors of all items and the items that may be neighbours; `topPairs` takes the pairs out, in ranges if need be. */
export function spectralModel(interactions: Interactions, { rank, productsMax }: ModelRequest): SpectralModel {
  const dials = tuning.model.spectral;
  const x = incidenceOf(interactions);
  const factors = factorise(x, { ...dials, iterations: roundsWithin(x, productsMax), seed });
  return { vectors: itemVectors(factors, { ...dials, rank }), targets: targetsWithin(x, productsMax) };
}

/** All pairs at once, on the thread that asks. */
export function spectralPairs(
  interactions: Interactions,
  { neighboursMax, ...request }: ModelRequest & { readonly neighboursMax: number },
): ItemPairs {
  const { vectors, targets } = spectralModel(interactions, request);
  return topPairs(vectors, { targets, perSource: neighboursMax, from: 0, to: interactions.items });
}
