/** Where readers look: the pointer to the current model, how it moves on and how it is moved back. */
import { tuning } from '#shared/domain/tuning.ts';
import type { ModelVersion } from '#shared/schemas/ids.ts';
import type { ModelManifest, ModelPointer } from '#shared/schemas/model.ts';

/** The version of the model that was due to be trained at `at`, Unix seconds: readable, and the same for every retry. */
export function modelVersionOf(at: number): ModelVersion {
  return new Date(at * 1_000).toISOString().replace(/[-:]|\.\d+/g, '') as ModelVersion;
}

/**
 * The model that was in force at `at`, Unix seconds, as far as the pointer remembers: what is made of it is the same whenever
 * it is asked for afterwards.
 */
export function versionAt({ modelVersion, previous }: ModelPointer, at: number): ModelVersion {
  const versions = [modelVersion, ...previous];
  const then = modelVersionOf(at);
  return versions.find((version) => version <= then) ?? (versions.at(-1) as ModelVersion);
}

/** In how many shards a model of so many rows is published. */
export function publicationShards(rows: number): number {
  const { rowsPerShard, shardsUsual } = tuning.model;
  const perShard = Math.min(rowsPerShard.max, Math.max(rowsPerShard.min, rows / shardsUsual));
  return Math.max(1, Math.ceil(rows / perShard));
}

/** The pointer at a newer model; undefined leaves it: versions sort by time, and an older one that is late stays behind. */
export function advancePointer(
  pointer: ModelPointer | undefined,
  { modelVersion, watermark }: Pick<ModelManifest, 'modelVersion' | 'watermark'>,
  publishedAt: number,
): ModelPointer | undefined {
  if (pointer === undefined) return { modelVersion, publishedAt, watermark, previous: [] };
  if (pointer.modelVersion >= modelVersion) return undefined;
  const previous = [pointer.modelVersion, ...pointer.previous].slice(0, tuning.model.previousMax);
  return { modelVersion, publishedAt, watermark, previous };
}

/**
 * The newest model of which nobody can be sent any more: neither readers, who follow the pointer or what it was a moment ago,
 * nor an operator's rollback. Its documents go when `version` is published; what is left of older ones runs out by itself.
 */
export function outlivedModel(
  pointer: ModelPointer | undefined,
  version: ModelVersion,
  newest: readonly Pick<ModelManifest, 'modelVersion' | 'state'>[],
): ModelVersion | undefined {
  if (pointer === undefined) return undefined;
  const reachable = new Set([version, pointer.modelVersion, ...pointer.previous]);
  const oldest = [...reachable].sort()[0] as ModelVersion;
  return newest.find(
    ({ modelVersion, state }) => state !== 'held' && modelVersion < oldest && !reachable.has(modelVersion),
  )?.modelVersion;
}

/**
 * The pointer back from a bad model at a good one before it, which forgets those in between; undefined when it points
 * elsewhere by now. `to` is the manifest of the good one.
 */
export function rollBackPointer(
  pointer: ModelPointer | undefined,
  { from, to }: { readonly from: ModelVersion; readonly to: Pick<ModelManifest, 'modelVersion' | 'watermark'> },
  publishedAt: number,
): ModelPointer | undefined {
  if (pointer?.modelVersion !== from || !pointer.previous.includes(to.modelVersion)) return undefined;
  const previous = pointer.previous.slice(pointer.previous.indexOf(to.modelVersion) + 1);
  return { modelVersion: to.modelVersion, publishedAt, watermark: to.watermark, previous };
}
