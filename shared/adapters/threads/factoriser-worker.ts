/** The thread of the factoriser: one job, one answer. Vectors travel in shared memory, so that no thread copies them. */
import { parentPort, workerData } from 'node:worker_threads';
import { type ModelRequest, type SpectralModel, spectralModel } from '#shared/domain/model/spectral/item-pairs.ts';
import type { Matrix } from '#shared/domain/model/spectral/matrix.ts';
import { type PairsRequest, topPairs } from '#shared/domain/model/spectral/top-pairs.ts';
import type { ItemVectors } from '#shared/domain/model/spectral/vectors.ts';
import type { Interactions, ItemPairs } from '#shared/schemas/interactions.ts';

export type Job =
  | { readonly job: 'factorise'; readonly interactions: Interactions; readonly request: ModelRequest }
  | { readonly job: 'pairs'; readonly vectors: ItemVectors; readonly request: PairsRequest };
export type JobResult<J extends Job> = J['job'] extends 'factorise' ? SpectralModel : ItemPairs;

function answer(job: Job): SpectralModel | ItemPairs {
  if (job.job === 'pairs') return topPairs(job.vectors, job.request);
  const { vectors, targets } = spectralModel(job.interactions, job.request);
  return { vectors: { sources: shared(vectors.sources), targets: shared(vectors.targets) }, targets };
}

function shared({ rows, columns, values }: Matrix): Matrix {
  const copy = new Float64Array(new SharedArrayBuffer(values.byteLength));
  copy.set(values);
  return { rows, columns, values: copy };
}

parentPort?.postMessage(answer(workerData));
