/** Publishes a model that its gates hold back, on the word of an operator who names them. */

import { failedGates } from '#shared/domain/model/gates.ts';
import type { Answer, Call } from '#shared/edge/http/operation.ts';
import type { V1 } from '#shared/edge/http/v1.ts';
import type { Log } from '#shared/ports/log.ts';
import type { ModelRegistry, Models } from '#shared/ports/models.ts';
import type { Topics } from '#shared/ports/topics.ts';
import { Rejection } from '#shared/schemas/problem.ts';

export type AcceptModelPorts = {
  readonly registry: Pick<ModelRegistry, 'manifest' | 'manifests' | 'record'>;
  readonly models: Pick<Models, 'pointer'>;
  readonly topics: Topics;
  readonly log: Log;
};

/**
 * The gates named must be those that hold it, all of them: an operator says what they have seen. A candidate held before it
 * was trained has no tables to publish: its gates are recorded as accepted, and the next training, whose values agree with
 * them, passes. The manifest comes before the messages, so a call that died is repeated; a repeat publishes the same again.
 */
export function createAcceptModel({ registry, models, topics, log }: AcceptModelPorts) {
  return async ({ params: { modelVersion }, body: { gates: named } }: Call<V1['publishModel']>): Promise<Answer> => {
    const [held, [newest], pointer] = await Promise.all([
      registry.manifest(modelVersion),
      registry.manifests(1),
      models.pointer(),
    ]);
    if (held === undefined) throw new Rejection('not-found', `There is no model "${modelVersion}"`);
    const open = held.gates.filter(({ passed, ended }) => !passed || ended === 'operator').map(({ gate }) => gate);
    if (held.state !== 'held' && !(held.state === 'trained' && open.length > 0)) {
      throw new Rejection('conflict', `Model "${modelVersion}" is not held: it is ${held.state}`);
    }
    if (newest?.modelVersion !== modelVersion || (pointer !== undefined && pointer.modelVersion > modelVersion)) {
      throw new Rejection(
        'conflict',
        `Model "${modelVersion}" was superseded by "${newest?.modelVersion}": name that one`,
      );
    }
    if (named.length !== open.length || !open.every((gate) => named.includes(gate))) {
      throw new Rejection(
        'conflict',
        `Model "${modelVersion}" is held by: ${open.join(', ')}. Name all of them and no others`,
      );
    }
    const trained = held.counts.users > 0;
    const gates = held.gates.map((gate) =>
      gate.passed ? gate : { ...gate, passed: true, ended: 'operator' as const },
    );
    if (failedGates(held.gates).length > 0) {
      await registry.record({ ...held, gates, state: trained ? 'trained' : 'held' });
    }
    if (trained) {
      const { shards } = held;
      await topics.publish(
        'models',
        Array.from({ length: shards }, (_, shard) => ({ message: { modelVersion, shard, shards } })),
      );
    }
    log('WARNING', 'held model accepted', { verb: 'ingest', modelVersion, gates: named.join(', '), trained });
    return { status: 202, json: { modelVersion, gates: named, next: trained ? 'publication' : 'training' } };
  };
}
