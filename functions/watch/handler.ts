/**
 * watch: knows whether the system is fresh, and whether what it has is any good.
 *
 * Trigger: Scheduler, every 15 minutes. Reads: backlog, schedules, profiles marked for rebuild, model manifests; once
 * a training the warehouse and a sample of editions. Writes: the verdict, one log line a stage (the cloud's metrics and
 * alerts are made of them); topic `listens`, a rebuild for every profile that was forgotten about. Idempotent by: the verdict
 * replaces the last one. Bounded by: rebuildsPerWatchMax, editionsPerWatchMax, a day and 29 days of listens.
 */
import { judgeAge, type QualityPorts, qualityOf } from '#functions/watch/quality.ts';
import { batchIdOf } from '#shared/domain/identity/ids.ts';
import { judgeLibrary } from '#shared/domain/library/verdict.ts';
import { protections } from '#shared/domain/model/course.ts';
import { failedGates } from '#shared/domain/model/gates.ts';
import { courseWith } from '#shared/domain/model/stage-course.ts';
import { judgeDrift, judgePublication, stageOf, unknownStage } from '#shared/domain/model/verdicts.ts';
import type { Libraries } from '#shared/ports/libraries.ts';
import type { ModelRegistry } from '#shared/ports/models.ts';
import type { Profiles } from '#shared/ports/profiles.ts';
import type { Topics } from '#shared/ports/topics.ts';
import type { Backlog, Verdicts } from '#shared/ports/verdicts.ts';
import { limits } from '#shared/schemas/limits.ts';
import type { Gate, ModelManifest } from '#shared/schemas/model.ts';
import type { Stage, Verdict } from '#shared/schemas/verdict.ts';

export type WatchPorts = QualityPorts & {
  readonly backlog: Backlog;
  readonly profiles: Profiles;
  readonly registry: Pick<ModelRegistry, 'manifests'>;
  readonly topics: Topics;
  readonly verdicts: Verdicts;
  readonly libraries: Pick<Libraries, 'all'>;
};

/** Objectives, in the stage's own unit: what an operator is promised. */
const objectives = {
  queueAgeSeconds: 60,
  deadLetters: 0,
  editionLatenessSeconds: 2 * 3_600,
  rebuildAgeSeconds: 26 * 3_600,
  modelAgeSeconds: 36 * 3_600,
} as const;

/** `at`: Unix seconds. */
export function createWatch(ports: WatchPorts): (at: number) => Promise<Verdict> {
  return async (at) => {
    const [last, [newest]] = await Promise.all([ports.verdicts.read(), ports.registry.manifests(1)]);
    const quality = await qualityOf(ports, newest, last?.quality);
    const stages = [
      ...(await watchQueues(ports, at)),
      await watchEditions(ports, at),
      await watchRebuilds(ports, at),
      ...(await watchModels(ports, newest, at)),
      ...(await ports.libraries.all()).map((library) => judgeLibrary(library, at)),
      judgeAge(quality, at),
    ];
    const course = courseWith(last?.course ?? [], stages, at);
    const verdict = { watchedAt: at, stages, ...(quality && { quality }), course };
    await ports.verdicts.record(verdict);
    for (const { stage, state, value, objective, unit, detail } of [...stages, ...(quality?.stages ?? [])]) {
      ports.log(state === 'late' ? 'ERROR' : 'INFO', 'stage watched', {
        verb: 'watch',
        stage,
        state,
        value,
        objective,
        unit,
        detail,
      });
    }
    return verdict;
  };
}

async function watchQueues({ backlog }: WatchPorts, at: number): Promise<Stage[]> {
  const subscriptions = await backlog.read();
  return subscriptions.flatMap(({ subscription, waiting, oldestAt, deadLetters }) => [
    stageOf(`${subscription} queue age`, oldestAt === null ? 0 : Math.max(0, at - oldestAt), {
      objective: objectives.queueAgeSeconds,
      unit: 's',
      detail: `${waiting} messages wait`,
    }),
    stageOf(`${subscription} dead letters`, deadLetters, {
      objective: objectives.deadLetters,
      unit: 'messages',
      detail: 'messages that failed for good and can be replayed',
    }),
  ]);
}

async function watchEditions({ schedules }: WatchPorts, at: number): Promise<Stage> {
  let oldest: number | undefined;
  for (let shard = 0; shard < limits.scheduleShards; shard++) {
    const [first] = await schedules.due(shard, at, { limit: 1 });
    if (first !== undefined) oldest = Math.min(oldest ?? first.nextDueAt, first.nextDueAt);
  }
  return stageOf('editions lateness', oldest === undefined ? 0 : at - oldest, {
    objective: objectives.editionLatenessSeconds,
    unit: 's',
    detail: 'since the edition that waits longest was due',
  });
}

/**
 * Seconds after which a rebuild is asked for again. It may have been left for the next reading of the warehouse, which in a
 * large one is that of the night's training: a day later it is late.
 */
const askAgainSeconds = 15 * 60;

async function watchRebuilds({ profiles, topics }: WatchPorts, at: number): Promise<Stage> {
  const [waiting, late] = await Promise.all(
    [askAgainSeconds, objectives.rebuildAgeSeconds].map((age) => profiles.marked(at - age, limits.rebuildsPerWatchMax)),
  );
  await topics.publish(
    'listens',
    (waiting ?? []).map((userId) => ({
      message: { type: 'rebuild', batchId: batchIdOf(userId, ['rebuild', String(at)]), userId, receivedAt: at },
      orderingKey: userId,
    })),
  );
  return stageOf('profiles waiting for rebuild', late?.length ?? 0, {
    objective: 0,
    unit: 'profiles',
    detail: `marked for more than ${objectives.rebuildAgeSeconds} s; ${waiting?.length} of more than ${askAgainSeconds} s asked for again`,
  });
}

async function watchModels({ models }: WatchPorts, newest: ModelManifest | undefined, at: number): Promise<Stage[]> {
  const pointer = await models.pointer();
  const age = { objective: objectives.modelAgeSeconds, unit: 's' };
  const held = newest?.state === 'held' ? failedGates(newest.gates) : [];
  return [
    pointer === undefined
      ? unknownStage('model age', { ...age, detail: `no model is published yet${whyHeld(newest, held)}` })
      : stageOf('model age', at - pointer.publishedAt, {
          ...age,
          detail: `readers have had model "${pointer.modelVersion}" since then${whyHeld(newest, held)}`,
        }),
    judgePublication(newest, at),
    judgeDrift(newest),
    stageOf('model gates failed', held.length, {
      objective: 0,
      unit: 'gates',
      detail: held.length === 0 ? 'the newest model passed' : held.map(inWords).join('; '),
    }),
  ];
}

/** What keeps a newer model from readers, and the word that would publish it. */
function whyHeld(newest: ModelManifest | undefined, held: readonly Gate[]): string {
  if (newest === undefined || held.length === 0) return '';
  return `; "${newest.modelVersion}" is held: ${held.map(({ gate }) => gate).join(', ')}`;
}

function inWords({ gate, value, limit, detail }: Gate): string {
  const { from, end } = protections[gate as keyof typeof protections] ?? {};
  const ends = end === undefined ? '' : ` (against ${from}; ends when ${end}, or candidates agree for days)`;
  return `${gate}: ${value} ${detail}, ${limit}${ends}`;
}
