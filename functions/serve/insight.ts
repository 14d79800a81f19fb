/** What is shown to those who look: who a token opens, when somebody listens, models, experiments and the course of stages. */
import { createExperimentHandler } from '#functions/serve/experiments.ts';
import { readUser } from '#functions/serve/read-user.ts';
import { type Day, hoursOf, monthsOf, type Slot } from '#shared/domain/listens/hours.ts';
import { dayInSeconds } from '#shared/domain/tuning.ts';
import type { insights } from '#shared/edge/http/insight-routes.ts';
import type { HandlersOf, OfVerb } from '#shared/edge/http/operation.ts';
import { rfc3339Of, rfc3339OrNull } from '#shared/edge/http/views.ts';
import type { ModelRegistry, Models } from '#shared/ports/models.ts';
import type { Users } from '#shared/ports/users.ts';
import type { Verdicts } from '#shared/ports/verdicts.ts';
import { rowsOf, type Warehouse } from '#shared/ports/warehouse.ts';
import type { ExperimentConfig } from '#shared/schemas/experiment.ts';
import type { UserId } from '#shared/schemas/ids.ts';
import { statement, statementParameters } from '#shared/sql/engine/statement.ts';

export type InsightPorts = {
  readonly users: Users;
  readonly models: Pick<Models, 'pointer'>;
  readonly registry: Pick<ModelRegistry, 'manifests'>;
  readonly verdicts: Verdicts;
  readonly warehouse: Warehouse;
  readonly experiments: ExperimentConfig;
};

/** Counting a history costs a query of the warehouse, and hours and months change slowly. */
const listeningSeconds = 300;

export function createInsightHandlers(ports: InsightPorts): HandlersOf<OfVerb<typeof insights, 'serve'>> {
  const { users, models, registry, verdicts, warehouse, experiments } = ports;
  return {
    getToken: async ({ principal }) => ({
      status: 200,
      json:
        principal.scope === 'user'
          ? { scope: 'user', userId: principal.userId, tokenId: principal.tokenId }
          : { scope: 'operator', userId: null, tokenId: null },
    }),

    getListening: async ({ params: { userId }, now }) => {
      const { settings } = await readUser(users, userId);
      const [pointer, slots, days] = await Promise.all([
        models.pointer(),
        counted<Slot>(warehouse, 'serve/listening_slots_of_user', { userId, since: now - 365 * dayInSeconds, now }),
        counted<Day>(warehouse, 'serve/listening_days_of_user', { userId, since: 0, now }),
      ]);
      const newest = days.at(-1)?.day;
      return {
        status: 200,
        json: {
          userId,
          timeZone: settings.timeZone,
          hours: hoursOf(slots, settings.timeZone),
          months: monthsOf(days),
          asOf: rfc3339OrNull(newest === undefined ? null : (slots.at(-1)?.slot ?? newest * 96) * 900),
          modelVersion: pointer?.modelVersion ?? null,
        },
        maxAgeSeconds: listeningSeconds,
      };
    },

    getModels: async ({ query: { limit } }) => {
      const [manifests, pointer] = await Promise.all([registry.manifests(limit), models.pointer()]);
      return { status: 200, json: { models: manifests, modelVersion: pointer?.modelVersion ?? null } };
    },

    getExperiment: createExperimentHandler(ports),

    getExperiments: async () => ({ status: 200, json: experiments }),

    getCourse: async () => {
      const course = (await verdicts.read())?.course ?? [];
      const stages = [...new Set(course.flatMap(({ values }) => values.map(([stage]) => stage)))];
      return {
        status: 200,
        json: {
          stages: stages.map((stage) => ({
            stage,
            points: course.flatMap(({ at, values }) =>
              values.filter(([name]) => name === stage).map(([, value]) => ({ at: rfc3339Of(at), value })),
            ),
          })),
        },
      };
    },
  };
}

type Asked = { readonly userId: UserId; readonly since: number; readonly now: number };

async function counted<R>(warehouse: Warehouse, name: string, { userId, since, now }: Asked): Promise<R[]> {
  const asked = statement(name);
  const given = { user_id: userId, since: new Date(since * 1_000), until: new Date((now + dayInSeconds) * 1_000) };
  return rowsOf<R>(warehouse, asked, statementParameters(asked, given));
}
