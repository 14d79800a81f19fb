/** GET /v1/experiments/{experiment}: how the users of every variant did, as far as the warehouse knows. */
import { experimentReport, type VariantMeasures } from '#shared/domain/experiment/report.ts';
import { dayInSeconds, experimentDials } from '#shared/domain/tuning.ts';
import type { Answer, Call } from '#shared/edge/http/operation.ts';
import type { V1 } from '#shared/edge/http/v1.ts';
import { rfc3339Of, rfc3339OrNull } from '#shared/edge/http/views.ts';
import type { Models } from '#shared/ports/models.ts';
import { rowsOf, type Warehouse } from '#shared/ports/warehouse.ts';
import type { ExperimentConfig } from '#shared/schemas/experiment.ts';
import { Rejection } from '#shared/schemas/problem.ts';
import { statement, statementParameters } from '#shared/sql/engine/statement.ts';

export type ExperimentPorts = {
  readonly experiments: ExperimentConfig;
  readonly models: Pick<Models, 'pointer'>;
  readonly warehouse: Warehouse;
};

export function createExperimentHandler({ experiments: config, models, warehouse }: ExperimentPorts) {
  return async ({ params, query, now }: Call<V1['getExperiment']>): Promise<Answer> => {
    const experiment = config.experiments.find(({ name }) => name === params.experiment);
    if (experiment === undefined) throw unknownExperiment(params.experiment, config);
    const since = now - query.days * dayInSeconds;
    const [pointer, measured] = await Promise.all([
      models.pointer(),
      measureOutcomes(warehouse, { experiment: experiment.name, since, at: now }),
    ]);
    const newestAt = measured.reduce((newest, each) => Math.max(newest, each.newestAt), 0);
    return {
      status: 200,
      json: {
        ...experimentReport({ experiment, holdback: config.holdback }, measured),
        since: rfc3339Of(since),
        outcomeDays: experimentDials.outcomeDays,
        asOf: rfc3339OrNull(newestAt === 0 ? null : newestAt),
        modelVersion: pointer?.modelVersion ?? null,
      },
    };
  };
}

export type Asked = { readonly experiment: string; readonly since: number; readonly at: number };

/** `newestAt`: when the last user of the variant was first exposed, Unix seconds. */
export async function measureOutcomes(
  warehouse: Warehouse,
  { experiment, since, at }: Asked,
): Promise<(VariantMeasures & { readonly newestAt: number })[]> {
  const asked = statement('serve/experiment_outcomes');
  const given = { experiment, since: new Date(since * 1_000), as_of: new Date(at * 1_000) };
  type Row = {
    readonly variant: string;
    readonly users: number;
    readonly newest_at: number;
    readonly taken: number;
    readonly taken_error: number | null;
    readonly listens: number;
    readonly listens_error: number | null;
  };
  const rows = await rowsOf<Row>(warehouse, asked, statementParameters(asked, given));
  return rows.map((row) => ({
    variant: row.variant,
    users: row.users,
    newestAt: row.newest_at,
    taken: { mean: row.taken, standardError: row.taken_error },
    listens: { mean: row.listens, standardError: row.listens_error },
  }));
}

function unknownExperiment(name: string, { experiments }: ExperimentConfig): Rejection {
  const known = experiments.map((each) => `"${each.name}"`).join(', ');
  return new Rejection('not-found', `There is no experiment "${name}"; SEGUE_EXPERIMENTS names ${known || 'none'}`);
}
