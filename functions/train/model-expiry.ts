/** The last good model stays (I8): while no newer one takes its place, its documents do not run out. */
import { dayInSeconds, tuning } from '#shared/domain/tuning.ts';
import type { Log } from '#shared/ports/log.ts';
import type { ModelRegistry, Models, ModelWriter } from '#shared/ports/models.ts';

export type ModelExpiryPorts = {
  readonly models: Pick<Models, 'pointer'>;
  readonly registry: Pick<ModelRegistry, 'manifest' | 'record'>;
  readonly modelWriter: Pick<ModelWriter, 'extend'>;
  readonly log: Log;
};

/** `at`: Unix seconds. Does nothing while more than half of the time is left, which is always so when trainings succeed. */
export async function extendModelInForce(
  { models, registry, modelWriter, log }: ModelExpiryPorts,
  at: number,
): Promise<void> {
  const pointer = await models.pointer();
  const manifest = pointer && (await registry.manifest(pointer.modelVersion));
  if (manifest === undefined) return;
  const keptSeconds = tuning.model.keptDays * dayInSeconds;
  const keptUntil = manifest.keptUntil ?? manifest.trainedAt + keptSeconds;
  if (keptUntil - at > keptSeconds / 2) return;
  const documents = await modelWriter.extend(manifest.modelVersion, at + keptSeconds);
  await registry.record({ ...manifest, keptUntil: at + keptSeconds });
  log('WARNING', 'model kept for want of a newer one', {
    verb: 'train',
    modelVersion: manifest.modelVersion,
    documents,
  });
}
