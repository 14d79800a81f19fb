/** The dials as a variant of an experiment sets them. */
import { memoise } from '#shared/domain/memoise.ts';
import { type Tuning, tuning } from '#shared/domain/tuning.ts';

export type Overrides = Readonly<Record<string, number>>;

/** The tuning with some dials set otherwise, each by its path: `{'patches.daily-jams.ladder.1.shareMax': 0.5}`. */
export function tuningWith(overrides: Overrides): Tuning {
  const paths = Object.keys(overrides);
  return paths.length === 0 ? tuning : withOverrides(overrides);
}

const withOverrides: (overrides: Overrides) => Tuning = memoise(
  (overrides) => JSON.stringify(Object.entries(overrides).sort(([a], [b]) => (a < b ? -1 : 1))),
  (overrides) => {
    let dials: unknown = tuning;
    for (const [path, value] of Object.entries(overrides))
      dials = withDial(dials, { path, at: path.split('.'), value });
    return dials as Tuning;
  },
);

type Dial = { readonly path: string; readonly at: readonly string[]; readonly value: number };

/** A copy of the branch that leads to the dial; everything beside it is shared. */
function withDial(branch: unknown, { path, at, value }: Dial): unknown {
  const [name, ...rest] = at;
  if (name === undefined) {
    if (typeof branch !== 'number') throw new Error(`Cannot override "${path}": it is not a number`);
    return value;
  }
  if (typeof branch !== 'object' || branch === null || !Object.hasOwn(branch, name)) {
    throw new Error(`Cannot override "${path}": there is no such dial`);
  }
  const copy = Array.isArray(branch) ? [...branch] : { ...branch };
  Reflect.set(copy, name, withDial(Reflect.get(branch, name), { path, at: rest, value }));
  return copy;
}
