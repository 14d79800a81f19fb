/**
 * publish: takes one shard of a trained model to where readers find it.
 *
 * Trigger: topic `models`, one message a shard. Reads: model tables, users, manifests. Writes: neighbours, candidates,
 * lists, in place of those of a model that nobody can be sent to any more; topic `erasures`, for a forgotten user who is
 * still in the model; after the last shard the manifest and, last of all, the model pointer (I8). Idempotent by: model
 * version; a repeat writes the same documents. Bounded by: the shard, whose rows `train` limits; pages of documents.
 */
import {
  type Cards,
  candidateDocuments,
  listDocuments,
  neighbourDocuments,
  type Range,
  readCards,
  type Shard,
} from '#functions/publish/documents.ts';
import { groupsOf } from '#functions/publish/runs.ts';
import { searchDocuments } from '#functions/publish/search.ts';
import { advancePointer, outlivedModel } from '#shared/domain/model/pointer.ts';
import { dayInSeconds, tuning } from '#shared/domain/tuning.ts';
import type { Clock } from '#shared/ports/clock.ts';
import type { Log } from '#shared/ports/log.ts';
import type { ModelRegistry, Models, ModelWriter } from '#shared/ports/models.ts';
import type { Topics } from '#shared/ports/topics.ts';
import type { Users } from '#shared/ports/users.ts';
import { rowsOf, type Warehouse } from '#shared/ports/warehouse.ts';
import type { ModelsMessage } from '#shared/schemas/message.ts';
import type { Candidates, ModelManifest } from '#shared/schemas/model.ts';
import { statement } from '#shared/sql/engine/statement.ts';

export type PublishPorts = {
  readonly warehouse: Warehouse;
  readonly registry: ModelRegistry;
  readonly models: Pick<Models, 'pointer'>;
  readonly modelWriter: ModelWriter;
  readonly users: Pick<Users, 'read'>;
  readonly topics: Topics;
  readonly clock: Clock;
  readonly log: Log;
};

/** Documents of one write. */
const documentsPerWrite = 100;
/** Newest manifests among which the one that was outlived last is looked for: those in use, and a week of held ones. */
const modelsLookedAt = 12;

export function createPublish(ports: PublishPorts): (message: ModelsMessage) => Promise<void> {
  return async ({ modelVersion, shard, shards }) => {
    const { registry, warehouse, modelWriter, log } = ports;
    const manifest = await registry.manifest(modelVersion);
    if (manifest?.state !== 'trained' && manifest?.state !== 'published') {
      log('WARNING', 'shard left out', { verb: 'publish', modelVersion, shard, state: manifest?.state ?? 'unknown' });
      return;
    }
    const sizes = await sizesOf(warehouse, modelVersion);
    if (sizes.users === 0) return superseded(log, modelVersion, shard);
    // A user who is forgotten between two shards moves nobody's number: users are cut as they were trained.
    const part = partOf({ ...sizes, users: manifest.counts.users }, shard, shards);
    const documents = await writeShard(ports, { warehouse, modelVersion, ...part }, manifest);
    // A newer training may have begun to replace the tables while they were read: then something may be missing.
    if ((await sizesOf(warehouse, modelVersion)).users === 0) return superseded(log, modelVersion, shard);
    log('DEBUG', 'shard published', { verb: 'publish', modelVersion, shard, documents });
    if (await modelWriter.shardDone(modelVersion, shard, shards)) await pointAt(ports, manifest);
  };
}

/** A newer model is on its way and will be published instead; this one stays incomplete and unseen. */
function superseded(log: Log, modelVersion: string, shard: number): void {
  log('INFO', 'shard superseded', { verb: 'publish', modelVersion, shard });
}

type Sizes = { readonly users: number; readonly items: number; readonly listed: number };

/** How far the numbers of users and items go, and the rows of the lists; all 0 when the tables hold another model. */
async function sizesOf(warehouse: Warehouse, modelVersion: string): Promise<Sizes> {
  const [row] = await rowsOf<Sizes>(warehouse, statement('publish/version'), { model_version: modelVersion });
  return row ?? { users: 0, items: 0, listed: 0 };
}

/**
 * Neighbouring numbers stand together: BigQuery reads the part of a table that a range names, and the whole of it for a
 * remainder. Lists are few, so the first shards have them all.
 */
function partOf({ users, items, listed }: Sizes, shard: number, shards: number): Omit<Shard, keyof Source> {
  const range = (all: number): Range => ({
    first: Math.floor((shard * all) / shards) + 1,
    last: Math.floor(((shard + 1) * all) / shards),
  });
  const listShards = Math.min(shards, Math.max(1, Math.ceil(listed / tuning.model.rowsPerShard.max)));
  return {
    users: range(users),
    items: range(items),
    lists: shard < listShards ? { shard, shards: listShards } : undefined,
    // The last: the first ones have lists to write.
    search: shard === shards - 1,
  };
}

/** What a shard is a part of. */
type Source = Pick<Shard, 'warehouse' | 'modelVersion'>;

async function writeShard(ports: PublishPorts, shard: Shard, { trainedAt }: ModelManifest): Promise<number> {
  const { modelWriter } = ports;
  const expiresAt = trainedAt + tuning.model.keptDays * dayInSeconds;
  const [pointer, newest] = await Promise.all([ports.models.pointer(), ports.registry.manifests(modelsLookedAt)]);
  const outlived = outlivedModel(pointer, shard.modelVersion, newest);
  const cards: Cards = await readCards(shard);
  let written = 0;
  for await (const neighbours of groupsOf(neighbourDocuments(shard, cards), documentsPerWrite)) {
    await modelWriter.write(shard.modelVersion, { neighbours, outlived }, expiresAt);
    written += neighbours.length;
  }
  for await (const group of groupsOf(candidateDocuments(shard, cards), documentsPerWrite)) {
    const candidates = await notForgotten(ports, group);
    await modelWriter.write(shard.modelVersion, { candidates, outlived }, expiresAt);
    written += candidates.length;
  }
  for await (const lists of groupsOf(listDocuments(shard), documentsPerWrite)) {
    await modelWriter.write(shard.modelVersion, { lists, outlived }, expiresAt);
    written += lists.length;
  }
  for await (const lists of groupsOf(searchDocuments(shard), documentsPerWrite)) {
    await modelWriter.write(shard.modelVersion, { lists, outlived }, expiresAt);
    written += lists.length;
  }
  return written;
}

/**
 * A user who was forgotten is not brought back by a model (I10). Whose listens came into the warehouse after the erasure, as out
 * of a subscription that was days behind or sought back, is erased there once more: a repeat removes what has come since.
 */
async function notForgotten({ users, topics, log }: PublishPorts, group: readonly Candidates[]): Promise<Candidates[]> {
  const records = await Promise.all(group.map(({ userId }) => users.read(userId)));
  const erasures = group.flatMap(({ userId }, at) => {
    const record = records[at];
    return record?.state !== 'forgotten'
      ? []
      : [{ message: { userId, receiptId: record.receiptId }, orderingKey: userId as string }];
  });
  if (erasures.length > 0) {
    await topics.publish('erasures', erasures);
    log('WARNING', 'forgotten users were in the model', { verb: 'publish', users: erasures.length });
  }
  return group.filter((_, at) => records[at]?.state !== 'forgotten');
}

/** The manifest first and the pointer last: a process that dies in between is delivered again and moves it then. */
async function pointAt({ registry, clock, log }: PublishPorts, manifest: ModelManifest): Promise<void> {
  const { modelVersion } = manifest;
  if (manifest.state === 'trained') await registry.record({ ...manifest, state: 'published' });
  const pointer = await registry.point((current) => advancePointer(current, manifest, clock()));
  log('INFO', 'model published', { verb: 'publish', modelVersion, pointsAt: pointer?.modelVersion });
}
