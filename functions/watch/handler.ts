/**
 * watch: knows whether the system is fresh.
 *
 * Trigger: Scheduler, every 15 minutes. Reads: backlog, schedules, profiles marked for rebuild, model manifests. Writes:
 * the verdict, one log line a stage (the cloud's metrics and alerts are made of them); topic `listens`, a rebuild for
 * every profile that was forgotten about. Bounded by: rebuildsPerWatchMax, one page a shard.
 */
import { batchIdOf } from '#shared/domain/identity.ts';
import type { Schedules } from '#shared/ports/editions.ts';
import type { Log } from '#shared/ports/log.ts';
import type { ModelRegistry, Models } from '#shared/ports/models.ts';
import type { Profiles } from '#shared/ports/profiles.ts';
import type { Topics } from '#shared/ports/topics.ts';
import type { Backlog, Verdicts } from '#shared/ports/verdicts.ts';
import { limits } from '#shared/schemas/limits.ts';
import type { Stage, Verdict } from '#shared/schemas/verdict.ts';

export type WatchPorts = {
  readonly backlog: Backlog;
  readonly schedules: Schedules;
  readonly profiles: Profiles;
  readonly models: Pick<Models, 'pointer'>;
  readonly registry: Pick<ModelRegistry, 'manifests'>;
  readonly topics: Topics;
  readonly verdicts: Verdicts;
  readonly log: Log;
};

/** Objectives, in the stage's own unit: what an operator is promised. */
const objectives = {
  queueAgeSeconds: 60,
  deadLetters: 0,
  editionLatenessSeconds: 2 * 3_600,
  rebuildAgeSeconds: 15 * 60,
  modelAgeSeconds: 36 * 3_600,
} as const;

/** `at`: Unix seconds. */
export function createWatch(ports: WatchPorts): (at: number) => Promise<Verdict> {
  return async (at) => {
    const stages = [
      ...(await watchQueues(ports, at)),
      await watchEditions(ports, at),
      await watchRebuilds(ports, at),
      ...(await watchModels(ports, at)),
    ];
    const verdict = { watchedAt: at, stages };
    await ports.verdicts.record(verdict);
    for (const { stage, state, value, objective, unit } of stages) {
      ports.log(state === 'late' ? 'ERROR' : 'INFO', 'stage watched', {
        verb: 'watch',
        stage,
        state,
        value,
        objective,
        unit,
      });
    }
    return verdict;
  };
}

async function watchQueues({ backlog }: WatchPorts, at: number): Promise<Stage[]> {
  const subscriptions = await backlog.read();
  return subscriptions.flatMap(({ subscription, waiting, oldestAt, deadLetters }) => [
    judged(`${subscription} queue age`, oldestAt === null ? 0 : Math.max(0, at - oldestAt), {
      objective: objectives.queueAgeSeconds,
      unit: 's',
      detail: `${waiting} messages wait`,
    }),
    judged(`${subscription} dead letters`, deadLetters, {
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
  return judged('editions lateness', oldest === undefined ? 0 : at - oldest, {
    objective: objectives.editionLatenessSeconds,
    unit: 's',
    detail: 'since the edition that waits longest was due',
  });
}

async function watchRebuilds({ profiles, topics }: WatchPorts, at: number): Promise<Stage> {
  const forgottenAbout = await profiles.marked(at - objectives.rebuildAgeSeconds, limits.rebuildsPerWatchMax);
  await topics.publish(
    'listens',
    forgottenAbout.map((userId) => ({
      message: { type: 'rebuild', batchId: batchIdOf(userId, ['rebuild', String(at)]), userId, receivedAt: at },
      orderingKey: userId,
    })),
  );
  return judged('profiles waiting for rebuild', forgottenAbout.length, {
    objective: 0,
    unit: 'profiles',
    detail: `marked for more than ${objectives.rebuildAgeSeconds} s; asked for again`,
  });
}

async function watchModels({ models, registry }: WatchPorts, at: number): Promise<Stage[]> {
  const [pointer, [newest]] = await Promise.all([models.pointer(), registry.manifests(1)]);
  const held = newest?.state === 'held' ? newest.gates.filter(({ passed }) => !passed) : [];
  return [
    pointer === undefined
      ? {
          stage: 'model age',
          state: 'unknown',
          value: null,
          objective: objectives.modelAgeSeconds,
          unit: 's',
          detail: 'no model is published yet',
        }
      : judged('model age', at - pointer.publishedAt, {
          objective: objectives.modelAgeSeconds,
          unit: 's',
          detail: `model "${pointer.modelVersion}"`,
        }),
    judged('model gates failed', held.length, {
      objective: 0,
      unit: 'gates',
      detail:
        held.length === 0 ? 'the newest model passed' : held.map(({ gate, detail }) => `${gate}: ${detail}`).join('; '),
    }),
  ];
}

function judged(
  stage: string,
  value: number,
  { objective, unit, detail }: { readonly objective: number; readonly unit: string; readonly detail: string },
): Stage {
  return { stage, state: value <= objective ? 'ok' : 'late', value, objective, unit, detail };
}
