/** Reads what an operator tries out: SEGUE_EXPERIMENTS is the name of a JSON file, or the JSON itself. */
import { readFileSync } from 'node:fs';
import { tuningWith } from '#shared/domain/experiment/overrides.ts';
import { ExperimentConfig, noExperiments } from '#shared/schemas/experiment.ts';
import { faultsOf } from '#shared/schemas/problem.ts';

/** What a variant may set otherwise: the dials of one user's answers. A model is trained once for all users. */
const branches = ['edition', 'patches', 'pool', 'recommend'];

/** No experiments when it is not set. Throws an error that names the place and what would be right there. */
export function readExperiments(given: string | undefined): ExperimentConfig {
  if (given === undefined || given.trim() === '') return noExperiments;
  const inline = given.trimStart().startsWith('{');
  const source = inline ? 'SEGUE_EXPERIMENTS' : `"${given}", which SEGUE_EXPERIMENTS names`;
  const parsed = ExperimentConfig.safeParse(jsonOf(source, () => (inline ? given : readFileSync(given, 'utf8'))));
  if (!parsed.success) {
    const faults = faultsOf(parsed.error).map(({ pointer, detail }) => `${pointer === '' ? '/' : pointer}: ${detail}`);
    throw new Error(`Cannot read experiments from ${source}: ${faults.join('; ')}`);
  }
  for (const { name, variants } of parsed.data.experiments) {
    for (const variant of variants) {
      const wrong = faultIn(variant.overrides);
      if (wrong !== undefined)
        throw new Error(`Cannot read experiments from ${source}: variant "${variant.name}" of "${name}": ${wrong}`);
    }
  }
  return parsed.data;
}

function jsonOf(source: string, read: () => string): unknown {
  try {
    return JSON.parse(read());
  } catch (error) {
    throw new Error(`Cannot read experiments from ${source}: ${(error as Error).message}`, { cause: error });
  }
}

function faultIn(overrides: Readonly<Record<string, number>>): string | undefined {
  const foreign = Object.keys(overrides).find((path) => !branches.includes(path.split('.')[0] as string));
  if (foreign !== undefined) return `"${foreign}" is not one user's own: dials of ${branches.join(', ')} are`;
  try {
    tuningWith(overrides);
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}
