/** Stands for training, whose SQL only a warehouse runs: a plain model of the same tables, in the steps of the real verb. */
import { extendModelInForce, type ModelExpiryPorts } from '#functions/train/model-expiry.ts';
import { modelVersionOf } from '#shared/domain/model/pointer.ts';
import type { Clock } from '#shared/ports/clock.ts';
import type { Lease } from '#shared/ports/lease.ts';
import type { ModelRegistry } from '#shared/ports/models.ts';
import type { Topics } from '#shared/ports/topics.ts';
import { leased, rowsOf, type Warehouse } from '#shared/ports/warehouse.ts';
import type { ModelVersion } from '#shared/schemas/ids.ts';
import type { ModelManifest } from '#shared/schemas/model.ts';
import type { RowOf, TableName } from '#shared/schemas/tables.ts';
import type { Refresh } from '#shared/sql/refresh/refresher.ts';

type Ports = ModelExpiryPorts & {
  readonly warehouse: Warehouse;
  readonly refresh: Refresh;
  readonly registry: ModelRegistry;
  readonly lease: Lease;
  readonly topics: Topics;
  readonly clock: Clock;
};

const shards = 2;
const leaseSeconds = 120;

/** `model_users` first, as training does it: while its version stands there, all the tables are of that version. */
export const modelTables = [
  'model_users',
  'model_items',
  'model_user_items',
  'model_neighbours',
  'model_candidates',
  'model_seeds',
  'model_loved',
  'model_lists',
] as const satisfies readonly TableName[];

export function createTrainer(ports: Ports): () => Promise<void> {
  const { lease, warehouse, clock } = ports;
  return () =>
    lease.run(
      'train',
      leaseSeconds,
      leased(warehouse, (own) => train({ ...ports, warehouse: own }, clock())),
    );
}

async function train(ports: Ports, at: number): Promise<void> {
  const { warehouse, refresh, registry } = ports;
  const modelVersion = modelVersionOf(at);
  if ((await registry.manifest(modelVersion)) !== undefined) return askForPublication(ports, modelVersion);
  await extendModelInForce(ports, at);
  await refresh();
  for (const table of modelTables) {
    // Statements of the simulation's own: statements/train.ts says what they select.
    const made = { name: `simulated/${table}`, text: '' };
    await warehouse.materialise(made, { model_version: modelVersion }, { table, disposition: 'replace' });
  }
  const users = await rowsOf<RowOf<'model_users'>>(warehouse, { name: 'simulated/users', text: '' }, {});
  if (users.length === 0) return;
  await registry.record(manifestOf(modelVersion, at, Math.max(...users.map(({ user_index }) => user_index))));
  await askForPublication(ports, modelVersion);
}

function askForPublication({ topics }: Ports, modelVersion: ModelVersion): Promise<void> {
  const messages = Array.from({ length: shards }, (_, shard) => ({ message: { modelVersion, shard, shards } }));
  return topics.publish('models', messages);
}

function manifestOf(modelVersion: ModelVersion, at: number, users: number): ModelManifest {
  return {
    modelVersion,
    trainedAt: at,
    watermark: at,
    configDigest: 'simulated',
    codeVersion: 'simulated',
    ranker: 'kernel',
    counts: { listens: 0, users, items: 0, neighbours: 0, candidates: 0, lists: 0 },
    quality: {},
    gates: [],
    state: 'trained',
    shards,
  };
}
