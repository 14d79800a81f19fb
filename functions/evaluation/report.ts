/** The figures of an evaluation: as one object for machines and as a table for people. */
import {
  listMetricNames,
  listMetrics,
  meanOf,
  pairedDifference,
  type RankedCatalogue,
  spread,
} from '#functions/evaluation/metrics.ts';
import type { JudgedModel, ModelName } from '#functions/evaluation/protocols.ts';

export type ReportRow = { readonly model: ModelName } & Readonly<Record<string, number | string | null>>;

/** The paired difference of our model to a baseline: mean over the cases and its standard error. */
export type Difference = {
  readonly metric: string;
  readonly against: ModelName;
  readonly mean: number;
  readonly se: number;
};

export type EvaluationReport = {
  readonly users: number;
  readonly cases: number;
  readonly rows: readonly ReportRow[];
  readonly differences: readonly Difference[];
};

type Asked = { readonly users: number; readonly ks: readonly number[]; readonly catalogue: RankedCatalogue };

export function reportOf(models: readonly JudgedModel[], { users, ks, catalogue }: Asked): EvaluationReport {
  const scores = models.map((judged) => ({ judged, byCase: scoresOf(judged, ks) }));
  const [ours, ...baselines] = scores;
  return {
    users,
    cases: ours?.judged.judgements[0]?.judged.length ?? 0,
    rows: scores.map(({ judged, byCase }) => ({
      model: judged.model,
      ...Object.fromEntries([...byCase].map(([metric, values]) => [metric, meanOf(values)])),
      ...spreadOf(judged, ks, catalogue),
    })),
    differences: baselines.flatMap(({ judged: { model: against }, byCase }) =>
      [...byCase].map(([metric, theirs]) => ({
        metric,
        against,
        ...pairedDifference(ours?.byCase.get(metric) ?? [], theirs),
      })),
    ),
  };
}

/** Values case by case, by metric, such as "recall@10" or "new recall@30". */
function scoresOf({ judgements }: JudgedModel, ks: readonly number[]): Map<string, number[]> {
  const scores = new Map<string, number[]>();
  for (const { label, judged } of judgements) {
    for (const metric of listMetricNames) {
      for (const k of ks) {
        const values = judged.map((each) => listMetrics[metric](each, k));
        scores.set(`${label}${metric}@${k}`, values);
      }
    }
  }
  return scores;
}

function spreadOf({ judgements }: JudgedModel, ks: readonly number[], catalogue: RankedCatalogue) {
  const entries = judgements.flatMap(({ label, judged }) => {
    const lists = judged.map(({ list }) => list);
    return ks.flatMap((k) =>
      Object.entries(spread(lists, k, catalogue)).map(([name, value]) => [`${label}${name}@${k}`, value]),
    );
  });
  return Object.fromEntries(entries) as Record<string, number | null>;
}

/** A line per metric, a column per model, and how far ours is ahead in standard errors. */
export function tableOf({ users, cases, rows, differences }: EvaluationReport): string {
  const [first] = rows;
  const metrics = Object.keys(first ?? {}).filter((key) => key !== 'model');
  const lines = metrics.map((metric) => {
    const values = rows.map((row) => figure(row[metric]));
    const gains = differences
      .filter((difference) => difference.metric === metric)
      .map(({ against, mean, se }) => `${mean < 0 ? '' : '+'}${mean.toFixed(4)} ± ${se.toFixed(4)} against ${against}`);
    return [metric.padEnd(20), ...values.map((value) => value.padStart(11)), `  ${gains.join(', ')}`]
      .join('')
      .trimEnd();
  });
  const heading = [''.padEnd(20), ...rows.map(({ model }) => model.padStart(11))].join('');
  return [`${users} users, ${cases} cases`, heading, ...lines, ''].join('\n');
}

const figure = (value: number | string | null | undefined): string =>
  typeof value === 'number' ? value.toFixed(4) : '–';
