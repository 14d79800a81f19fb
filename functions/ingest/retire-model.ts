/** Takes a model back that turned out bad after all: readers return to the last good one before it, in one step (I8). */
import { rollBackPointer } from '#shared/domain/model/pointer.ts';
import { dayInSeconds, tuning } from '#shared/domain/tuning.ts';
import type { Answer, Call } from '#shared/edge/http/operation.ts';
import type { V1 } from '#shared/edge/http/v1.ts';
import type { Log } from '#shared/ports/log.ts';
import type { ModelRegistry, Models } from '#shared/ports/models.ts';
import type { ModelManifest, ModelPointer } from '#shared/schemas/model.ts';
import { Rejection } from '#shared/schemas/problem.ts';

export type RetireModelPorts = {
  readonly registry: Pick<ModelRegistry, 'manifest' | 'record' | 'point'>;
  readonly models: Pick<Models, 'pointer'>;
  readonly log: Log;
};

/**
 * Retired for good: no late message brings the model back, and the next training is judged against the good one. The
 * manifest says so before the pointer moves, so a call that died is simply repeated; a repeat changes nothing.
 */
export function createRetireModel({ registry, models, log }: RetireModelPorts) {
  return async ({ params: { modelVersion }, now }: Call<V1['deleteModel']>): Promise<Answer> => {
    const bad = await registry.manifest(modelVersion);
    if (bad === undefined) throw new Rejection('not-found', `There is no model "${modelVersion}"`);
    const pointer = await models.pointer();
    const followed = pointer?.modelVersion === modelVersion;
    const good = followed ? await lastGood(registry, pointer, now) : undefined;
    if (followed && good === undefined) {
      throw new Rejection(
        'conflict',
        `Readers follow "${modelVersion}", and no good model before it is kept: train anew`,
      );
    }
    if (bad.state !== 'retired') await registry.record({ ...bad, state: 'retired' });
    const moved =
      good && (await registry.point((current) => rollBackPointer(current, { from: modelVersion, to: good }, now)));
    const follows = (moved ?? (await models.pointer()))?.modelVersion ?? null;
    log('WARNING', 'model retired', { verb: 'ingest', modelVersion, follows });
    return { status: 200, json: { retired: modelVersion, modelVersion: follows } };
  };
}

/** The newest model before the one in force that was published, not retired since, and whose documents are still there. */
async function lastGood(
  registry: Pick<ModelRegistry, 'manifest'>,
  { previous }: ModelPointer,
  now: number,
): Promise<ModelManifest | undefined> {
  for (const version of previous) {
    const manifest = await registry.manifest(version);
    if (manifest?.state !== 'published') continue;
    if ((manifest.keptUntil ?? manifest.trainedAt + tuning.model.keptDays * dayInSeconds) > now) return manifest;
  }
  return undefined;
}
