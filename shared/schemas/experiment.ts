/** Experiments: what an operator tries on a share of the users, as a config file says it. */
import { z } from 'zod';

const Name = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,39}$/, 'must be lower-case letters, digits and dashes')
  .refine((name) => name !== 'holdback', 'must not be "holdback", which names those left out');

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

export const noExperiments: ExperimentConfig = { holdback: 0, experiments: [] };

function distinct(named: readonly { readonly name: string }[]): boolean {
  return new Set(named.map(({ name }) => name)).size === named.length;
}
