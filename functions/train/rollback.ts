/** Moves readers back to the model before the current one: one command when a model turns out bad after all. */
import { movedBack } from '#shared/domain/model-pointer.ts';
import { dayInSeconds, tuning } from '#shared/domain/tuning.ts';
import type { Log } from '#shared/ports/log.ts';
import type { ModelRegistry, Models } from '#shared/ports/models.ts';
import type { ModelPointer } from '#shared/schemas/model.ts';

export type RollbackPorts = {
  readonly registry: ModelRegistry;
  readonly models: Pick<Models, 'pointer'>;
  readonly log: Log;
};

/**
 * The model that is left is retired, so that a late message does not bring it back; the next training publishes a new
 * one. Undefined when there is no model before this one, or its documents have expired. `at`: Unix seconds.
 */
export function createRollback({ registry, models, log }: RollbackPorts) {
  return async (at: number): Promise<ModelPointer | undefined> => {
    const from = await models.pointer();
    const target = from?.previous[0] === undefined ? undefined : await registry.manifest(from.previous[0]);
    if (from === undefined || target === undefined) return undefined;
    if (target.trainedAt + tuning.model.keptDays * dayInSeconds <= at) return undefined;
    const leaving = await registry.manifest(from.modelVersion);
    if (leaving !== undefined) await registry.record({ ...leaving, state: 'retired' });
    const pointer = await registry.point((current) => movedBack(current, target, at));
    log('WARNING', 'model rolled back', { verb: 'train', from: from.modelVersion, to: pointer?.modelVersion });
    return pointer;
  };
}
