/** What came of an experiment: outcomes by variant against the first one, and whether the variants can be compared at all. */
import {
  chiSquare,
  chiSquareTail,
  type EffectEstimate,
  type Interval,
  intervalOf,
  liftOf,
} from '#shared/domain/experiment/statistics.ts';
import { experimentDials } from '#shared/domain/tuning.ts';
import {
  type ExperimentConfig,
  type ExperimentReport,
  holdbackName,
  type Outcomes,
} from '#shared/schemas/experiment.ts';

/** The users of one variant: how many were exposed, and how they did on average. */
export type VariantMeasures = { readonly variant: string; readonly users: number } & Readonly<
  Record<keyof Outcomes, EffectEstimate>
>;

type Experiment = ExperimentConfig['experiments'][number];

/**
 * `measured`: variants that nobody has seen are left out. Everything is held against the first variant of the config, which
 * is the control. The ratio of the users is held against the configured shares: users who were given a variant and are
 * missing from the exposures, or are there too often, make whatever else is measured wrong.
 */
export function experimentReport(
  { experiment, holdback }: { readonly experiment: Experiment; readonly holdback: number },
  measured: readonly VariantMeasures[],
): ExperimentReport {
  const shares = sharesOf(experiment, holdback);
  const found = new Map(measured.map((measures) => [measures.variant, measures]));
  const control = found.get(experiment.variants[0]?.name ?? '');
  const strangers = measured.filter(({ variant }) => !shares.has(variant)).map(({ variant }) => variant);
  const groups = [...shares].map(([variant, share]) => ({ variant, share, users: found.get(variant)?.users ?? 0 }));
  return {
    experiment: experiment.name,
    ...judged(groups, strangers),
    variants: groups.map(({ variant, share, users }) => {
      const own = found.get(variant);
      const outcomes = own && { taken: outcomeOf('taken', own, control), listens: outcomeOf('listens', own, control) };
      return { variant, share, users, outcomes: outcomes ?? null };
    }),
  };
}

/** The part of the exposed users that each variant should have; the holdback last, where there is one. */
function sharesOf({ variants }: Experiment, holdback: number): Map<string, number> {
  const parts = variants.map(({ name, share }) => [name, (1 - holdback) * share] as const);
  const all = [...parts, [holdbackName, holdback] as const].filter(([, share]) => share > 0);
  const sum = all.reduce((total, [, share]) => total + share, 0);
  return new Map(all.map(([name, share]) => [name, share / sum]));
}

type Group = { readonly variant: string; readonly share: number; readonly users: number };

function judged(
  groups: readonly Group[],
  strangers: readonly string[],
): Pick<ExperimentReport, 'state' | 'detail' | 'sampleRatio'> {
  const { ratioPMin, expectedUsersMin } = experimentDials;
  const all = groups.reduce((sum, { users }) => sum + users, 0);
  const expected = groups.map(({ users, share }) => ({ users, expected: share * all }));
  const degreesOfFreedom = Math.max(0, groups.length - 1);
  const enough = degreesOfFreedom > 0 && expected.every((group) => group.expected >= expectedUsersMin);
  const statistic = enough ? chiSquare(expected) : null;
  const p = statistic === null ? null : chiSquareTail(statistic, degreesOfFreedom);
  const sampleRatio = { chiSquare: statistic, degreesOfFreedom, p, pMin: ratioPMin };
  if (strangers.length > 0)
    return { state: 'invalid', detail: `users saw "${strangers.join('", "')}", which is not configured`, sampleRatio };
  if (p === null) return { state: 'unknown', detail: 'too few users to compare', sampleRatio };
  if (p < ratioPMin)
    return { state: 'invalid', detail: 'users are not spread as configured: do not trust the outcomes', sampleRatio };
  return { state: 'valid', detail: 'users are spread as configured', sampleRatio };
}

function outcomeOf(outcome: keyof Outcomes, own: VariantMeasures, control: VariantMeasures | undefined) {
  const lift = control === undefined || own === control ? null : liftOf(own[outcome], control[outcome]);
  return { ...withInterval(own[outcome]), lift: lift && withInterval(lift) };
}

function withInterval(estimate: EffectEstimate): { mean: number; interval: Interval | null } {
  return { mean: estimate.mean, interval: intervalOf(estimate) };
}
