/** How good what we have is: asked of the warehouse and of a sample of editions, once a training. */

import { qualities } from '#shared/domain/model/gates.ts';
import {
  judgeLastDay,
  judgeRepeats,
  judgeVolume,
  type LastDay,
  stageOf,
  unknownStage,
} from '#shared/domain/model/verdicts.ts';
import { watchDials } from '#shared/domain/tuning.ts';
import type { Editions, Schedules } from '#shared/ports/editions.ts';
import type { Log } from '#shared/ports/log.ts';
import type { ModelRegistry, Models } from '#shared/ports/models.ts';
import { rowsOf, type Warehouse } from '#shared/ports/warehouse.ts';
import { limits } from '#shared/schemas/limits.ts';
import type { ModelManifest } from '#shared/schemas/model.ts';
import type { Stage, Verdict } from '#shared/schemas/verdict.ts';
import { listensByDay } from '#shared/sql/checks/listens-by-day.ts';
import { statement, statementParameters } from '#shared/sql/engine/statement.ts';

export type QualityPorts = {
  readonly warehouse: Warehouse;
  readonly schedules: Schedules;
  readonly editions: Editions;
  readonly models: Pick<Models, 'pointer'>;
  readonly registry: Pick<ModelRegistry, 'manifest'>;
  readonly log: Log;
};

type Quality = NonNullable<Verdict['quality']>;

/**
 * Measured once a training, as of its instant: only then has the warehouse every listen up to it, on either home. When the
 * warehouse does not answer, what was measured last stays, and the next watch asks again.
 */
export async function qualityOf(
  ports: QualityPorts,
  newest: ModelManifest | undefined,
  last: Quality | undefined,
): Promise<Quality | undefined> {
  if (newest === undefined || newest.trainedAt === last?.measuredAt) return last;
  try {
    return { measuredAt: newest.trainedAt, stages: await measure(ports, newest.trainedAt) };
  } catch (error) {
    ports.log('WARNING', 'quality not measured', { verb: 'watch', error: String(error) });
    return last;
  }
}

/** Says so when quality could not be measured for long. */
export function judgeAge(quality: Quality | undefined, at: number): Stage {
  const promised = {
    objective: watchDials.qualitySecondsMax,
    unit: 's',
    detail: 'since volume, lateness, repeats and unknown items were measured',
  };
  if (quality === undefined) return unknownStage('quality age', promised);
  return stageOf('quality age', Math.max(0, at - quality.measuredAt), promised);
}

async function measure(ports: QualityPorts, at: number): Promise<Stage[]> {
  const { models, registry, warehouse } = ports;
  const pointer = await models.pointer();
  const inForce = pointer && (await registry.manifest(pointer.modelVersion));
  return [
    judgeVolume(await listensByDay(warehouse, at)),
    ...judgeLastDay(await lastDay(warehouse, at), inForce?.quality[qualities.anonymous]),
    judgeRepeats(await sampleManifests(ports, at)),
  ];
}

async function lastDay(warehouse: Warehouse, at: number): Promise<LastDay> {
  const asked = statement('checks/last_day');
  const [row] = await rowsOf<LastDay>(warehouse, asked, statementParameters(asked, { as_of: new Date(at * 1_000) }));
  if (row === undefined) throw new Error('Cannot judge the last day: "checks/last_day" gave no row');
  return row;
}

/** The editions in force of the users whose next ones come first: some of every shard. */
async function sampleManifests({ schedules, editions }: QualityPorts, at: number) {
  const horizon = at + 8 * 86_400;
  const limit = Math.floor(limits.editionsPerWatchMax / limits.scheduleShards);
  const manifests = [];
  for (let shard = 0; shard < limits.scheduleShards; shard++) {
    const due = await schedules.due(shard, horizon, { limit });
    const latest = await Promise.all(due.map(({ userId, patch }) => editions.latest(userId, { patch, limit: 1 })));
    manifests.push(...latest.flat().map(({ manifest }) => manifest));
  }
  return manifests;
}
