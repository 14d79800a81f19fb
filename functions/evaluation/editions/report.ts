/** The figures of editions: as one object for machines and as a table for people. */
import { type EditionRow, firstWeek, judgeEditions } from '#functions/evaluation/editions/judge.ts';
import { type EditionLife, makeEditions } from '#functions/evaluation/editions/make.ts';

export type EditionsReport = {
  readonly users: number;
  readonly weeks: number;
  /** Trainings that did not pass their gates, so that the model before them stayed. */
  readonly heldModels: number;
  readonly rows: readonly EditionRow[];
};

/** `weeks`: those that are judged; the ones before are lived through as well. */
export async function reportOnEditions({ weeks, ...life }: EditionLife): Promise<EditionsReport> {
  const lived = await makeEditions({ ...life, weeks: firstWeek + weeks - 1 });
  return {
    users: new Set(life.timed.map(({ userId }) => userId)).size,
    weeks,
    heldModels: lived.heldWeeks.length,
    rows: judgeEditions(lived, life),
  };
}

export function editionsTable({ users, weeks, heldModels, rows }: EditionsReport): string {
  const line = (name: string, value: (row: EditionRow) => number | null, digits = 4): string =>
    [name.padEnd(44), ...rows.map((row) => (value(row)?.toFixed(digits) ?? '–').padStart(20))].join('');
  return [
    `${users} users, ${weeks} weeks, ${heldModels} models held`,
    [''.padEnd(44), ...rows.map(({ patch }) => patch.padStart(20))].join(''),
    line('editions', ({ editions }) => editions, 0),
    line('items per edition', ({ items }) => items, 1),
    line('repeats of the last 4 editions', ({ repeatRate }) => repeatRate),
    line('  where the pool is 4 times the length', ({ repeatRateWhereThePoolAllows: rate }) => rate),
    line('never played before', ({ unplayedShare }) => unplayedShare),
    line('artists per edition', ({ artists }) => artists, 1),
    line('coverage of all that was played', ({ coverage }) => coverage),
    line('editions followed by a week with plays', ({ followed }) => followed, 0),
    line('hits in that week', ({ hits }) => hits.segue),
    line('  of the most popular', ({ hits }) => hits.popularity),
    line('  of items drawn from the same pool', ({ hits }) => hits.random),
    line('  of any that keep the promise', ({ hits }) => hits.blind),
    line('editions with a hit', ({ hitRate }) => hitRate.segue),
    line('  of the most popular', ({ hitRate }) => hitRate.popularity),
    '',
  ].join('\n');
}
