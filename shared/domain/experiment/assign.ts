/** Experiments: who sees which variant, decided by a hash and by nothing that has to be kept. */
import { chance } from '#shared/domain/hash.ts';
import { type ExperimentConfig, holdbackName } from '#shared/schemas/experiment.ts';

/**
 * The variant by experiment for one user; an experiment whose shares leave the user out is not named. Each experiment
 * draws for itself. The holdback draws once for all, so that the same users stay out of everything.
 */
export function assignVariants({ holdback, experiments }: ExperimentConfig, userId: string): Record<string, string> {
  const heldBack = chance(0, 'holdback', userId) < holdback;
  const variants: Record<string, string> = {};
  for (const experiment of experiments) {
    const variant = heldBack ? holdbackName : draw(experiment, chance(0, 'experiment', experiment.name, userId));
    if (variant !== undefined) variants[experiment.name] = variant;
  }
  return variants;
}

/** The dials that the variants set otherwise. Where two experiments set one dial, the later in the config wins. */
export function overridesOf({ experiments }: ExperimentConfig, variants: Readonly<Record<string, string>>) {
  const overrides: Record<string, number> = {};
  for (const { name, variants: known } of experiments) {
    Object.assign(overrides, known.find((variant) => variant.name === variants[name])?.overrides);
  }
  return overrides;
}

function draw({ variants }: ExperimentConfig['experiments'][number], drawn: number): string | undefined {
  let below = 0;
  for (const { name, share } of variants) {
    below += share;
    if (drawn < below) return name;
  }
  return undefined;
}
