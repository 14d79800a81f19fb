/** Experiments: what an operator tries on a share of the users, as a config file says it. */
import { z } from 'zod';
import { Patch } from '#shared/schemas/edition.ts';

/** The variant of those who are left out of everything. */
export const holdbackName = 'holdback';

const Name = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,39}$/, 'must be lower-case letters, digits and dashes')
  .refine((name) => name !== holdbackName, 'must not be "holdback", which names those left out');

export const Variant = z.strictObject({
  name: Name,
  share: z.number().min(0).max(1).describe('Part of the users'),
  overrides: z
    .record(z.string(), z.number())
    .default({})
    .describe('Dials by path in the tuning, for example "patches.weekly-exploration.artistMax"'),
});

export const Experiment = z.strictObject({
  name: Name,
  variants: z
    .array(Variant)
    .min(1)
    .max(10)
    .refine((variants) => distinct(variants), 'must have distinct names')
    .refine(
      (variants) => variants.reduce((sum, { share }) => sum + share, 0) <= 1 + 1e-9,
      'must have shares of at most 1 together',
    ),
});
export type Experiment = z.infer<typeof Experiment>;

export const ExperimentConfig = z.strictObject({
  holdback: z.number().min(0).max(1).default(0).describe('Part of the users who are in no experiment at all'),
  experiments: z
    .array(Experiment)
    .max(20)
    .refine((experiments) => distinct(experiments), 'must have distinct names'),
});
export type ExperimentConfig = z.infer<typeof ExperimentConfig>;

/** What a user can be shown of an experiment: an edition of a patch, live recommendations, a page of a station, or the home page. */
export const Shown = z.enum([...Patch.options, 'recommendations', 'radio', 'home']);
export type Shown = z.infer<typeof Shown>;

const Interval = z.strictObject({ low: z.number(), high: z.number() }).nullable().describe('95 % confidence');
const Measure = z.strictObject({ mean: z.number(), interval: Interval });
const Outcome = Measure.extend({
  lift: Measure.nullable().describe('Relative to the first variant; null for itself'),
});

export const Outcomes = z.strictObject({
  taken: Outcome.describe('Share of the items shown that the user played'),
  listens: Outcome.describe('Listens a user'),
});
export type Outcomes = z.infer<typeof Outcomes>;

export const ExperimentReport = z.strictObject({
  experiment: z.string(),
  /** "invalid" when the exposed users are not spread over the variants as configured: the outcomes mean nothing then. */
  state: z.enum(['valid', 'invalid', 'unknown']),
  detail: z.string(),
  sampleRatio: z.strictObject({
    chiSquare: z.number().nullable(),
    degreesOfFreedom: z.int(),
    p: z.number().nullable().describe('Chance of such a spread, or a worse one, when all is well'),
    pMin: z.number().describe('Below it the report is invalid'),
  }),
  variants: z.array(
    z.strictObject({
      variant: z.string(),
      share: z.number().describe('Part of the exposed users it should have'),
      users: z.int(),
      outcomes: Outcomes.nullable().describe('Null while nobody has seen it'),
    }),
  ),
});
export type ExperimentReport = z.infer<typeof ExperimentReport>;

export const noExperiments: ExperimentConfig = { holdback: 0, experiments: [] };

function distinct(named: readonly { readonly name: string }[]): boolean {
  return new Set(named.map(({ name }) => name)).size === named.length;
}
