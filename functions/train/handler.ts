/**
 * train: makes a model out of everything heard so far, and hands it on if it is good.
 *
 * Trigger: Scheduler, daily. Reads: warehouse, the last good model. Writes: the model tables, the manifest; topic
 * `models`, one message a shard. Idempotent by: model version, which is the instant it is due; a repeat asks for the
 * publication again and trains nothing. Bounded by: the dials of tuning.model; one training at a time.
 *
 *   refresh ─▶ gates on the listens ─▶ holdout: spectral or kernel? ─▶ model ─▶ gates on the model ─▶ shards
 *                   └──────────────── held, with the numbers ─────────────────────────┘
 */
import { chooseTraining, type Holdout } from '#functions/train/holdout.ts';
import {
  type MeasuredListens,
  type ModelSizes,
  measureListens,
  measureModel,
  popularTracks,
  readWatermark,
} from '#functions/train/measure.ts';
import { extendModelInForce } from '#functions/train/model-expiry.ts';
import { configDigest } from '#shared/domain/digest.ts';
import { afterCourse } from '#shared/domain/model/course.ts';
import { failedGates, listenGates, modelGates, qualities } from '#shared/domain/model/gates.ts';
import { modelVersionOf, publicationShards } from '#shared/domain/model/pointer.ts';
import { tuning } from '#shared/domain/tuning.ts';
import type { Factoriser } from '#shared/ports/factoriser.ts';
import type { Lease } from '#shared/ports/lease.ts';
import type { Log } from '#shared/ports/log.ts';
import type { ModelRegistry, Models, ModelWriter } from '#shared/ports/models.ts';
import type { Topics } from '#shared/ports/topics.ts';
import { leased, type Warehouse } from '#shared/ports/warehouse.ts';
import { noExperiments } from '#shared/schemas/experiment.ts';
import type { ModelVersion } from '#shared/schemas/ids.ts';
import type { Gate, ModelManifest } from '#shared/schemas/model.ts';
import { statementsDigest } from '#shared/sql/engine/statement.ts';
import type { Refresh } from '#shared/sql/refresh/refresher.ts';
import {
  crowdListeners,
  type ModelCounts,
  proposeCandidates,
  relateItems,
  weighInteractions,
} from '#shared/sql/train/build-model.ts';

export type TrainPorts = {
  readonly warehouse: Warehouse;
  readonly refresh: Refresh;
  readonly factoriser: Factoriser;
  readonly registry: ModelRegistry;
  readonly models: Pick<Models, 'pointer' | 'lists'>;
  readonly modelWriter: Pick<ModelWriter, 'extend'>;
  readonly topics: Topics;
  readonly lease: Lease;
  readonly log: Log;
  readonly codeVersion: string;
  /** Users whose candidates one statement computes: all of them where the warehouse has room; the dial when left out. */
  readonly usersPerStatement?: number;
  /** Listeners below which an item is proposed to nobody else; the dial when left out. */
  readonly proposedListenersMin?: number;
};

/** What became of a training: the manifest, or nothing when there is nothing to learn from. */
export type Trained = ModelManifest | undefined;

/** How long a training that died keeps the next from beginning. */
const leaseSeconds = 120;

/** `at`: Unix seconds, the instant the training was due. */
export function createTrain(ports: TrainPorts): (at: number) => Promise<Trained> {
  const { lease, warehouse } = ports;
  return (at) =>
    lease.run(
      'train',
      leaseSeconds,
      leased(warehouse, (own) => train({ ...ports, warehouse: own }, at)),
    );
}

async function train(ports: TrainPorts, at: number): Promise<Trained> {
  const modelVersion = modelVersionOf(at);
  const known = await ports.registry.manifest(modelVersion);
  if (known !== undefined) {
    if (known.state === 'trained') await askForPublication(ports, known);
    return known;
  }
  await extendModelInForce(ports, at);
  await ports.refresh();
  const listens = await measureListens(ports.warehouse, at);
  if (listens.newestAt === null) {
    ports.log('INFO', 'nothing to train on', { verb: 'train', modelVersion });
    return undefined;
  }
  const manifest = await judged(ports, { modelVersion, at, listens, newestAt: listens.newestAt });
  await ports.registry.record(manifest);
  if (manifest.state === 'held') reportHeld(ports.log, manifest);
  else await askForPublication(ports, manifest);
  return manifest;
}

type Training = {
  readonly modelVersion: ModelVersion;
  readonly at: number;
  readonly listens: MeasuredListens;
  readonly newestAt: number;
};

/** Trains unless the listens are bad already; the state says whether all gates were passed. */
async function judged(ports: TrainPorts, training: Training): Promise<ModelManifest> {
  const { at, listens } = training;
  const lastGood = await lastGoodManifest(ports);
  const newest = await ports.registry.manifests(tuning.model.candidatesRemembered);
  const candidates = newest.filter(
    ({ state, trainedAt }) => state === 'held' && trainedAt > (lastGood?.trainedAt ?? 0),
  );
  const onListens = afterCourse(listenGates(listens, lastGood), { at, candidates });
  for (const odd of listens.setAside) ports.log('WARNING', 'listener set aside', { verb: 'train', ...odd });
  const watermark = await readWatermark(ports.warehouse);
  if (failedGates(onListens).length > 0) {
    return manifestOf(ports, { ...training, watermark, gates: onListens });
  }
  const made = await makeModel(ports, training);
  const before = lastGood && (await ports.models.lists(lastGood.modelVersion, ['popular:track']))[0];
  const popular = (await popularTracks(ports.warehouse)).slice(0, 100);
  const onModel = modelGates(
    {
      ranker: made.ranker,
      neighboursPerItem: perItem(made.sizes),
      served: servedShare(made.sizes),
      listeners: made.counts.users,
      popular,
      popularBefore: before?.items.map(({ item, score }) => ({ itemId: item.itemId, listeners: score })) ?? [],
      ageSeconds: at - (lastGood?.trainedAt ?? at),
      recall: made.holdout?.[made.ranker],
    },
    lastGood,
  );
  const gates = [...onListens, ...afterCourse(onModel, { at, candidates, popular })];
  return manifestOf(ports, { ...training, watermark, made, gates, popular });
}

type Made = {
  readonly ranker: ModelManifest['ranker'];
  readonly holdout: Holdout | undefined;
  readonly counts: ModelCounts;
  /** Strangers who taught. */
  readonly strangers: number;
  readonly sizes: ModelSizes;
};

/** The spectral model has to prove itself on this deployment's own listens; otherwise the kernel stands alone. */
async function makeModel(ports: TrainPorts, { modelVersion, at, newestAt, listens }: Training): Promise<Made> {
  const { warehouse, factoriser, usersPerStatement, proposedListenersMin } = ports;
  const setAside = listens.setAside.map(({ userId }) => userId);
  const asked = { warehouse, factoriser, modelVersion, newestAt, setAside };
  const { holdout, ranker, withCrowd } = await chooseTraining(asked);
  const stage = { warehouse, modelVersion, asOf: new Date(at * 1_000), setAside, withCrowd };
  const counts = await weighInteractions({ ...stage, ...(proposedListenersMin && { proposedListenersMin }) });
  await relateItems({ ...stage, counts, factoriser: ranker === 'spectral' ? factoriser : undefined });
  await proposeCandidates({ ...stage, counts, usersPerStatement });
  const strangers = withCrowd ? await crowdListeners(warehouse) : 0;
  return { ranker, holdout, counts, strangers, sizes: await measureModel(warehouse) };
}

async function lastGoodManifest({ models, registry }: TrainPorts): Promise<ModelManifest | undefined> {
  const pointer = await models.pointer();
  return pointer && registry.manifest(pointer.modelVersion);
}

type Findings = Training & {
  readonly watermark: number;
  readonly gates: readonly Gate[];
  readonly made?: Made;
  readonly popular?: readonly string[];
};

function manifestOf({ codeVersion }: TrainPorts, findings: Findings): ModelManifest {
  const { modelVersion, at, listens, watermark, gates, made, popular } = findings;
  const held = failedGates(gates).length > 0;
  const { neighbours = 0, candidates = 0, lists = 0 } = made?.sizes ?? {};
  return {
    modelVersion,
    trainedAt: at,
    watermark,
    configDigest: configDigest({ tuning, experiments: noExperiments }),
    codeVersion,
    statementsDigest: statementsDigest(),
    ranker: made?.ranker ?? 'kernel',
    counts: {
      listens: listens.listens,
      users: made?.counts.users ?? 0,
      items: made?.counts.playedItems ?? 0,
      neighbours,
      candidates,
      lists,
    },
    quality: {
      [qualities.anonymous]: listens.anonymous,
      ...(listens.setAside.length === 0 ? {} : { [qualities.setAside]: listens.setAside.length }),
      ...(made && qualityOf(made)),
    },
    gates: [...gates],
    ...(held && popular !== undefined ? { popular: [...popular] } : {}),
    state: held ? 'held' : 'trained',
    shards: publicationShards(neighbours + candidates),
  };
}

function qualityOf({ ranker, holdout, sizes, strangers }: Made): Record<string, number> {
  const served = servedShare(sizes);
  return {
    [qualities.neighboursPerItem]: perItem(sizes),
    ...(strangers === 0 ? {} : { 'strangers who taught': strangers }),
    ...(served === null ? {} : { [qualities.served]: served }),
    ...(holdout === undefined
      ? {}
      : {
          [qualities.recall]: holdout[ranker].mean,
          [qualities.recallSe]: holdout[ranker].se,
          'holdout users': holdout[ranker].users,
          'holdout recall of the kernel alone': holdout.kernel.mean,
          'holdout recall with the spectral model': holdout.spectral.mean,
        }),
  };
}

const perItem = ({ neighbours, relatedItems }: ModelSizes): number =>
  relatedItems === 0 ? 0 : neighbours / relatedItems;

const servedShare = ({ askingUsers, servedUsers }: ModelSizes): number | null =>
  askingUsers === 0 ? null : servedUsers / askingUsers;

async function askForPublication({ topics, log }: TrainPorts, manifest: ModelManifest): Promise<void> {
  const { modelVersion, shards, ranker, counts } = manifest;
  await topics.publish(
    'models',
    Array.from({ length: shards }, (_, shard) => ({ message: { modelVersion, shard, shards } })),
  );
  log('INFO', 'model trained', { verb: 'train', modelVersion, shards, ranker, ...counts });
}

function reportHeld(log: Log, { modelVersion, gates }: ModelManifest): void {
  for (const { gate, value, limit, detail } of failedGates(gates)) {
    log('ERROR', 'gate failed', { verb: 'train', modelVersion, gate, value, limit, detail });
  }
}
