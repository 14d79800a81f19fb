/**
 * plan: finds whose editions are due and hands them on.
 *
 * Trigger: Scheduler, hourly, once for each part of the shards. Reads: schedules, model pointer. Writes: topic `editions`. Idempotent by: user, patch,
 * period; the due time is moved by `assemble` when the edition is stored, so a missed run is simply still due (I4).
 * Bounded by: pages, shards, editionsPerPlanMax.
 */

import { isDue, planHorizon } from '#shared/domain/edition/calendar.ts';
import { pagesOf } from '#shared/domain/pages.ts';
import type { Schedules } from '#shared/ports/editions.ts';
import type { Log } from '#shared/ports/log.ts';
import type { Models } from '#shared/ports/models.ts';
import type { Topics } from '#shared/ports/topics.ts';
import type { Schedule } from '#shared/schemas/edition.ts';
import { limits } from '#shared/schemas/limits.ts';
import type { Part } from '#shared/schemas/part.ts';

export type PlanPorts = {
  readonly schedules: Schedules;
  readonly models: Pick<Models, 'pointer'>;
  readonly topics: Topics;
  readonly log: Log;
};

export type Planned = {
  readonly due: number;
  readonly messages: number;
  /** Why nothing was handed on. */
  readonly why?: string;
};

const pageSize = 500;

/**
 * `at`: Unix seconds; everything due by then is handed on. Large deployments plan in parts that run side by side: part p of
 * n takes the shards p, p + n, p + 2n …
 */
export function createPlan({ schedules, models, topics, log }: PlanPorts) {
  return async (at: number, { part, parts }: Part = { part: 0, parts: 1 }): Promise<Planned> => {
    const pointer = await models.pointer();
    if (pointer === undefined) {
      log('INFO', 'nothing planned: no model is published yet', { verb: 'plan' });
      return { due: 0, messages: 0, why: 'No model is published yet: send listens, then train' };
    }
    const horizon = planHorizon(at, pointer.publishedAt);
    let due = 0;
    let messages = 0;
    for (let shard = part; shard < limits.scheduleShards && due < limits.editionsPerPlanMax; shard += parts) {
      for await (const read of dueOf(schedules, shard, horizon)) {
        const page = read.filter((schedule) => isDue(schedule, at, pointer.modelVersion));
        const batches = [...pagesOf(page, limits.editionsPerMessageMax)];
        await topics.publish(
          'editions',
          batches.map((batch) => ({ message: { type: 'due' as const, due: batch.map(dueEdition) } })),
        );
        due += page.length;
        messages += batches.length;
      }
    }
    log('INFO', 'editions planned', { verb: 'plan', part, parts, due, messages });
    if (due > 0) return { due, messages };
    const why = 'Every edition that is due is made; GET /v1/users/{userId}/schedule says when the next ones are';
    return { due, messages, why };
  };
}

async function* dueOf(schedules: Schedules, shard: number, at: number): AsyncIterable<readonly Schedule[]> {
  let after: { nextDueAt: number; id: string } | undefined;
  do {
    const page = await schedules.due(shard, at, { ...(after === undefined ? {} : { after }), limit: pageSize });
    if (page.length > 0) yield page;
    after = page.length < pageSize ? undefined : page.at(-1);
  } while (after !== undefined);
}

const dueEdition = ({ userId, patch, period, nextDueAt }: Schedule) => ({ userId, patch, period, dueAt: nextDueAt });
