/** The figures of editions beside two baselines: as one object for machines and as a table for people. */
import { type ComparedEdition, compareEditions, type Worth, worths } from '#functions/evaluation/editions/judge.ts';
import { type Life, live } from '#functions/evaluation/life/live.ts';
import { firstMonday, weekSeconds } from '#functions/evaluation/life/plays.ts';
import { clustered, figureLines, type PatchFigures, summary } from '#functions/evaluation/life/report.ts';
import { meanOf } from '#functions/evaluation/metrics.ts';
import { type Patch, patches } from '#shared/schemas/edition.ts';

/** Weeks that are lived through and not judged: there is too little to go by. Their editions only must not come back. */
const weeksBefore = 3;

export type Against = 'popularity' | 'drawn';

/** Means of a baseline, and of what an edition is ahead of it: paired, with the standard error clustered by listener. */
type Compared = {
  readonly [W in keyof Worth]: { readonly theirs: number | null; readonly ahead: number | null; readonly se: number };
};

export type EditionRow = PatchFigures & {
  readonly patch: Patch;
  /** Of places in editions whose pool was at least four times their length: 0 is promised. */
  readonly repeatShareWhereThePoolAllows: number;
  /** Share of all items anybody played that were in some edition. */
  readonly coverage: number;
  readonly against: Readonly<Record<Against, Compared>>;
};

export type EditionsReport = {
  readonly users: number;
  readonly weeks: number;
  /** Trainings that did not pass their gates, so that the model before them stayed. */
  readonly heldModels: number;
  readonly rows: readonly EditionRow[];
};

/** `plays`: everybody begins on the same Monday. `weeks`: those that are judged. */
export async function reportOnEditions({ weeks, ...life }: Omit<Life, 'from' | 'offers'>): Promise<EditionsReport> {
  const lived = await live({ ...life, from: firstMonday + weekSeconds, weeks: weeksBefore + weeks, offers: true });
  const compared = compareEditions(lived.editions, life).filter(({ week }) => week >= weeksBefore);
  const played = new Set([...life.background, ...life.plays].map(({ itemId }) => itemId));
  return {
    users: new Set(life.plays.map(({ userId }) => userId)).size,
    weeks,
    heldModels: lived.weeks.filter(({ held }) => held.length > 0).length,
    rows: patches.flatMap((patch) => {
      const own = compared.filter((each) => each.patch === patch);
      return own.length === 0 ? [] : [rowOf(patch, own, played.size)];
    }),
  };
}

export function rowOf(patch: Patch, own: readonly ComparedEdition[], played: number): EditionRow {
  const figures = summary(own);
  const allowed = own.filter((each) => each.allowed);
  return {
    patch,
    ...figures,
    repeatShareWhereThePoolAllows: allowed.length === 0 ? 0 : summary(allowed).repeatShare,
    coverage: figures.distinctItems / played,
    against: { popularity: comparedWith('popularity', own), drawn: comparedWith('drawn', own) },
  };
}

/** Discoveries are looked for in all editions, hits and their order in those whose listener played anything in the period. */
function comparedWith(against: Against, own: readonly ComparedEdition[]): Compared {
  const pairs = worths.map((worth) => {
    const both = own.flatMap((each) => {
      const [ours, theirs] = [each[worth], each[against][worth]];
      const counts = (worth === 'discoveries' || each.followed) && ours !== null && theirs !== null;
      return counts ? [{ userId: each.userId, ours, theirs, ahead: ours - theirs }] : [];
    });
    const mean = (of: (each: (typeof both)[number]) => number): number | null =>
      both.length === 0 ? null : meanOf(both.map(of));
    const se = both.length === 0 ? 0 : clustered(both, ({ ahead }) => ahead);
    return [worth, { theirs: mean(({ theirs }) => theirs), ahead: mean(({ ahead }) => ahead), se }] as const;
  });
  return Object.fromEntries(pairs) as Compared;
}

const names = {
  popularity: 'the most popular that keep the promise',
  drawn: 'as many drawn from what was offered',
} as const;

export function editionsTable({ users, weeks, heldModels, rows }: EditionsReport): string {
  const line = (name: string, value: (row: EditionRow) => string): string =>
    [name.padEnd(44), ...rows.map((row) => value(row).padStart(20))].join('');
  const figure = (value: number | null): string => value?.toFixed(3) ?? '–';
  const ahead = ({ ahead: mean, se }: Compared['hits']): string =>
    mean === null ? '–' : `${mean < 0 ? '' : '+'}${mean.toFixed(3)} ± ${se.toFixed(3)}`;
  return [
    `${users} users, ${weeks} weeks, ${heldModels} models held`,
    line('', ({ patch }) => patch),
    ...figureLines(rows),
    line('  where the pool is 4 times the length', (row) => figure(row.repeatShareWhereThePoolAllows)),
    line('coverage of all that was played', (row) => figure(row.coverage)),
    ...(['popularity', 'drawn'] as const).flatMap((against) => [
      `beside ${names[against]}`,
      ...worths.flatMap((worth) => [
        line(`  ${worth}`, (row) => figure(row.against[against][worth].theirs)),
        line('    ahead of that', (row) => ahead(row.against[against][worth])),
      ]),
    ]),
    '',
  ].join('\n');
}
