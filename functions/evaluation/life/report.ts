/** The figures of a life: patch by patch and week by week, as one object for machines and as a table for people. */
import { type Figures, judgeLife } from '#functions/evaluation/life/judge.ts';
import { type Life, type LivedWeek, live } from '#functions/evaluation/life/live.ts';
import { meanOf } from '#functions/evaluation/metrics.ts';
import { type Patch, patches } from '#shared/schemas/edition.ts';

export type PatchFigures = {
  readonly editions: number;
  /** Mean number of items. */
  readonly length: number;
  /** Of all places: played by the listener before; keeping the promise of the patch; there because others play them. */
  readonly ownShare: number;
  readonly keptShare: number;
  readonly fillerShare: number;
  readonly fillerShareMax: number;
  readonly repeatShare: number;
  /** Editions with something in them that their title does not promise and does not name. */
  readonly unsaid: number;
  readonly distinctItems: number;
  readonly artists: number | null;
  /** Means over editions whose listener played anything in the period after. */
  readonly hits: number;
  readonly ndcg: number | null;
  readonly discoveries: number;
  /** Standard errors of means over listeners, each of whom counts as one. */
  readonly se: { readonly hits: number; readonly keptShare: number; readonly discoveries: number };
};

export type LifeReport = {
  readonly listeners: number;
  readonly weeks: number;
  /** The longest run of weeks in which readers kept an old model. */
  readonly heldWeeksMax: number;
  readonly patches: Readonly<Partial<Record<Patch, PatchFigures>>>;
  readonly byWeek: readonly (LivedWeek & { readonly patches: Readonly<Partial<Record<Patch, PatchFigures>>> })[];
};

export async function reportOnLife(life: Life): Promise<LifeReport> {
  const lived = await live(life);
  const figures = judgeLife(lived.editions, life.plays);
  const byWeek = Map.groupBy(figures, ({ week }) => week);
  return {
    listeners: new Set(life.plays.map(({ userId }) => userId)).size,
    weeks: life.weeks,
    heldWeeksMax: longestRun(lived.weeks),
    patches: byPatch(figures),
    byWeek: lived.weeks.map((week) => ({ ...week, patches: byPatch(byWeek.get(week.week) ?? []) })),
  };
}

function longestRun(weeks: readonly LivedWeek[]): number {
  let longest = 0;
  let run = 0;
  for (const { held } of weeks) {
    run = held.length > 0 ? run + 1 : 0;
    longest = Math.max(longest, run);
  }
  return longest;
}

function byPatch(figures: readonly Figures[]): Partial<Record<Patch, PatchFigures>> {
  return Object.fromEntries(
    patches
      .map((patch) => [patch, figures.filter((each) => each.patch === patch)] as const)
      .filter(([, own]) => own.length > 0)
      .map(([patch, own]) => [patch, summary(own)]),
  );
}

export function summary(figures: readonly Figures[]): PatchFigures {
  const places = figures.reduce((sum, { items }) => sum + items.length, 0);
  const share = (of: (each: Figures) => number): number => sumOf(figures.map(of)) / Math.max(1, places);
  const followed = figures.filter((each) => each.followed);
  const artists = figures.map((each) => each.artists).filter((each) => each !== null);
  const orders = followed.map((each) => each.ndcg).filter((each) => each !== null);
  return {
    editions: figures.length,
    length: places / figures.length,
    ownShare: share(({ own }) => own),
    keptShare: share(({ kept }) => kept),
    fillerShare: share(({ filler }) => filler),
    fillerShareMax: Math.max(...figures.map(({ filler, items }) => filler / Math.max(1, items.length))),
    repeatShare: share(({ repeats }) => repeats),
    unsaid: figures.filter(({ said }) => !said).length,
    distinctItems: new Set(figures.flatMap(({ items }) => items)).size,
    artists: artists.length === 0 ? null : meanOf(artists),
    hits: followed.length === 0 ? 0 : meanOf(followed.map(({ hits }) => hits)),
    ndcg: orders.length === 0 ? null : meanOf(orders),
    discoveries: meanOf(figures.map(({ discoveries }) => discoveries)),
    se: {
      hits: clustered(followed, ({ hits }) => hits),
      keptShare: clustered(figures, ({ kept, items }) => kept / Math.max(1, items.length)),
      discoveries: clustered(figures, ({ discoveries }) => discoveries),
    },
  };
}

/** The standard error of a mean over editions of which those of one listener are not independent: 0 for one listener. */
export function clustered<F extends { readonly userId: string }>(
  figures: readonly F[],
  of: (each: F) => number,
): number {
  const mean = meanOf(figures.map(of));
  const sums = [...Map.groupBy(figures, ({ userId }) => userId).values()].map((own) =>
    sumOf(own.map((each) => of(each) - mean)),
  );
  const clusters = sums.length;
  if (clusters < 2) return 0;
  return Math.sqrt((sumOf(sums.map((sum) => sum ** 2)) * clusters) / (clusters - 1)) / figures.length;
}

const sumOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);

export function lifeTable({ listeners, weeks, heldWeeksMax, patches: rows }: LifeReport): string {
  const columns = Object.entries(rows);
  return [
    `${listeners} listeners, ${weeks} weeks, an old model for at most ${heldWeeksMax} of them in a row`,
    [''.padEnd(44), ...columns.map(([patch]) => patch.padStart(20))].join(''),
    ...figureLines(columns.map(([, row]) => row)),
    '',
  ].join('\n');
}

/** A line per figure, a column per patch. */
export function figureLines(rows: readonly PatchFigures[]): string[] {
  const line = (name: string, value: (row: PatchFigures) => number | null, digits = 4): string =>
    [name.padEnd(44), ...rows.map((row) => (value(row)?.toFixed(digits) ?? '–').padStart(20))].join('');
  return [
    line('editions', ({ editions }) => editions, 0),
    line('items per edition', ({ length }) => length, 1),
    line('places of what was played before', ({ ownShare }) => ownShare),
    line('places that keep the promise', ({ keptShare }) => keptShare),
    line('  standard error', ({ se }) => se.keptShare),
    line('places of what others play', ({ fillerShare }) => fillerShare),
    line('  most in one edition', ({ fillerShareMax }) => fillerShareMax),
    line('editions that do not say what they hold', ({ unsaid }) => unsaid, 0),
    line('distinct items', ({ distinctItems }) => distinctItems, 0),
    line('artists per edition', ({ artists }) => artists, 1),
    line('hits in the period after', ({ hits }) => hits, 3),
    line('  standard error', ({ se }) => se.hits, 3),
    line('ndcg of the order', ({ ndcg }) => ndcg),
    line('discoveries within 28 days, once', ({ discoveries }) => discoveries, 3),
    line('  standard error', ({ se }) => se.discoveries, 3),
    line('repeats of the last 4 editions', ({ repeatShare }) => repeatShare),
  ];
}
