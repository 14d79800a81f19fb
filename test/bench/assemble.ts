/** assemble: editions a second and core by the pure core, from 300 candidates to 50 items, gathered and sealed. */
import { assemble } from '#shared/domain/edition/assemble.ts';
import { seal } from '#shared/domain/edition/seal.ts';
import type { AssemblyInputs } from '#shared/schemas/assembly.ts';
import type { UserId } from '#shared/schemas/ids.ts';
import type { Options } from '#test/bench/options.ts';
import { cpuSeconds, medians, type Row, row } from '#test/bench/row.ts';
import { profileOf } from '#test/bench/world.ts';
import { ada, inputsOf } from '#test/support/editions.ts';
import { candidatesOf, inventCatalogue } from '#test/support/regular-listener.ts';

const candidates = 300;

export async function assembleRows({ rounds, seconds, say }: Options): Promise<Row[]> {
  say('assemble: editions of 50 from 300 candidates');
  const inputs = Array.from({ length: 40 }, (_, nth) => inputsFor(nth));
  const perSecond = (work: (each: AssemblyInputs) => unknown): number => {
    let [made, took] = [0, 0];
    while (took < seconds / 2) {
      took += cpuSeconds(() => {
        for (const each of inputs) work(each);
      });
      made += inputs.length;
    }
    return made / took;
  };
  const figures = await medians(rounds, () => ({ assembled: perSecond(assemble), sealed: perSecond(seal) }));
  return [
    row('assemble: 300 candidates to 50 items', figures.assembled, 'editions/s/core'),
    row('assemble: the same, sealed with digests and packed inputs', figures.sealed, 'editions/s/core'),
  ];
}

/** Inputs of one weekly exploration with exactly so many candidates, as `gather` cuts them. */
function inputsFor(nth: number): AssemblyInputs {
  const catalogue = inventCatalogue(3_000);
  const userId = `listener-${nth}` as UserId;
  const inputs = inputsOf({
    patch: 'weekly-exploration',
    user: { ...ada, userId },
    profile: profileOf(userId, { listens: 1_000, catalogue }),
    candidates: candidatesOf(userId, catalogue.tracks),
  });
  const start = (nth * 97) % (catalogue.tracks.length - candidates);
  const proposed = candidatesOf(userId, catalogue.tracks).candidates;
  return {
    ...inputs,
    candidates: catalogue.tracks.slice(start, start + candidates).map(({ source: _, ...item }, place) => ({
      item,
      score: Math.round((1 - place / 400) * 1e6) / 1e6,
      seeds: proposed[place % proposed.length]?.seeds ?? [],
    })),
  };
}
