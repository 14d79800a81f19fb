/** GET /v1/status: freshness of every stage with its objective, and the model in force. */
import type { Answer, Call } from '#shared/edge/http/operation.ts';
import type { V1 } from '#shared/edge/http/v1.ts';
import { rfc3339Of, rfc3339OrNull } from '#shared/edge/http/views.ts';
import type { ModelRegistry, Models } from '#shared/ports/models.ts';
import type { Verdicts } from '#shared/ports/verdicts.ts';

export type StatusPorts = {
  readonly models: Models;
  readonly registry: ModelRegistry;
  readonly verdicts: Verdicts;
  readonly codeVersion: string;
};

export function createStatusHandler({ models, registry, verdicts, codeVersion }: StatusPorts) {
  return async ({ now }: Call<V1['getStatus']>): Promise<Answer> => {
    const [pointer, verdict] = await Promise.all([models.pointer(), verdicts.read()]);
    const manifest = pointer === undefined ? undefined : await registry.manifest(pointer.modelVersion);
    const stages = [...(verdict?.stages ?? []), ...(verdict?.quality?.stages ?? [])];
    const late = stages.some(({ state }) => state === 'late');
    return {
      status: 200,
      json: {
        state: verdict === undefined ? 'unknown' : late ? 'late' : 'ok',
        codeVersion,
        now: rfc3339Of(now),
        watchedAt: rfc3339OrNull(verdict?.watchedAt),
        asOf: rfc3339OrNull(pointer?.watermark),
        modelVersion: pointer?.modelVersion ?? null,
        stages,
        model: manifest ?? null,
      },
    };
  };
}
