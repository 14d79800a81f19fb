/**
 * What a year of editions must look like, judged by the wall clocks of `Intl` and by counting days: nothing here asks our
 * own calendar.
 */
import type { Patch } from '#shared/schemas/edition.ts';
import { defaultSettings, type UserSettings } from '#shared/schemas/user.ts';
import type { Person } from '#test/simulation/year/people.ts';
import type { Made, Year } from '#test/simulation/year/run.ts';

export type Findings = {
  /** Sentences; none is right. */
  readonly violations: readonly string[];
  readonly editions: number;
  readonly periods: number;
  /** Editions made more than an hour after they were due. */
  readonly caughtUp: number;
  readonly latestHours: number;
  readonly byTheClock: number;
};

const dayMs = 86_400_000;

export function checkYear(year: Year): Findings {
  const violations: string[] = [];
  const byKey = Map.groupBy(year.made, ({ userId, patch }) => `${patch} ${userId}`);
  const all = new Set<string>();
  let byTheClock = 0;
  for (const person of year.people) {
    for (const patch of ['weekly-exploration', 'weekly-jams', 'daily-jams', 'new-releases'] as const) {
      const own = byKey.get(`${patch} ${person.userId}`) ?? [];
      for (const { period } of own) all.add(`${patch} ${period}`);
      violations.push(...sequenceFaults(own, person, { patch, year }));
      const settled = own.filter((made) => isSettled(made, person));
      byTheClock += settled.length;
      violations.push(...settled.flatMap((made) => clockFaults(made, person)));
    }
  }
  const lateness = year.made.map(({ dueAt, storedAt }) => storedAt - dueAt);
  return {
    violations,
    editions: year.made.length,
    periods: all.size,
    caughtUp: lateness.filter((seconds) => seconds > 3_690).length,
    latestHours: Math.round(lateness.reduce((max, seconds) => Math.max(max, seconds), 0) / 3_600),
    byTheClock,
  };
}

/** Every period from the first to the last, once, in order, and the last is the one that runs at the end. */
function sequenceFaults(own: readonly Made[], person: Person, of: { patch: Patch; year: Year }): string[] {
  const { patch, year } = of;
  const faults: string[] = [];
  const who = `${patch} of ${person.userId}`;
  const days = own.map(({ period }) => dayOf(period));
  const step = patch === 'daily-jams' ? 1 : 7;
  days.forEach((day, nth) => {
    if (nth > 0 && day - (days[nth - 1] as number) !== step)
      faults.push(`${who}: ${own[nth - 1]?.period} is followed by ${own[nth]?.period}`);
  });
  const settings = settingsAt(person, { at: Number.POSITIVE_INFINITY, patch });
  const end = year.plans.at(-1) as number;
  // What was due in the last hours may be on its way still.
  const first = lastDueDay(step, settings, end - 6 * 3_600);
  // Who went west, or put a week off, may have the edition that is not due again there yet.
  const latest = lastDueDay(step, settings, end) + (person.changes.length > 0 ? step : 0);
  const last = days.at(-1);
  if (last === undefined || last < first || last > latest)
    faults.push(`${who}: the last is ${own.at(-1)?.period} at the end of ${new Date(end * 1_000).toISOString()}`);
  return faults;
}

/** The day, or the Monday of the week, whose edition is the last that is due at an instant. */
function lastDueDay(step: number, { timeZone, weekStartsOn, dueHour }: DueSettings, at: number): number {
  const now = wallClock(timeZone, at);
  const day = now.day - (now.hour < dueHour ? 1 : 0);
  return step === 1 ? day : mondayOf(day - (weekStartsOn - 1));
}

/** Whether nothing that moves due times was said from two weeks before it was due until it was made. */
function isSettled({ dueAt, storedAt }: Made, { joins, changes }: Person): boolean {
  return dueAt > joins.at + 9 * 86_400 && !changes.some(({ at }) => at > dueAt - 16 * 86_400 && at <= storedAt);
}

/** It was due on its own day, at the chosen hour: one later where the clock skips that hour. */
function clockFaults({ dueAt, period, patch, userId }: Made, person: Person): string[] {
  const { timeZone, weekStartsOn, dueHour } = settingsAt(person, { at: dueAt, patch });
  const { day, hour } = wallClock(timeZone, dueAt);
  const due = dayOf(period) + (patch === 'daily-jams' ? 0 : weekStartsOn - 1);
  const skipped = hour === dueHour + 1 && wallClock(timeZone, dueAt - 1).hour === (dueHour + 23) % 24;
  if (day === due && (hour === dueHour || skipped)) return [];
  return [
    `${patch} of ${userId}: ${period} was due on ${new Date(day * dayMs).toISOString()} at ${hour} in ${timeZone}`,
  ];
}

type DueSettings = Pick<UserSettings, 'timeZone' | 'weekStartsOn' | 'dueHour'>;

/** Music comes out on Fridays, whatever day somebody's weeks begin with. */
function settingsAt({ joins, changes }: Person, { at, patch }: { at: number; patch: Patch }): DueSettings {
  const said = changes.filter((change) => change.at < at).map(({ settings }) => settings);
  const own = patch === 'new-releases' ? { weekStartsOn: 5 } : {};
  return Object.assign({}, defaultSettings, joins.settings, ...said, own);
}

/** Days since 1970: of a day itself, or of the Monday of an ISO week. */
function dayOf(period: string): number {
  if (!period.includes('W')) return Date.parse(period) / dayMs;
  const [year, week] = period.split('-W').map(Number) as [number, number];
  return mondayOf(Date.UTC(year, 0, 4) / dayMs) + (week - 1) * 7;
}

/** 1 January 1970 was a Thursday. */
function mondayOf(day: number): number {
  return day - ((((day + 3) % 7) + 7) % 7);
}

const formats = new Map<string, Intl.DateTimeFormat>();

function wallClock(timeZone: string, at: number): { day: number; hour: number } {
  const format =
    formats.get(timeZone) ??
    new Intl.DateTimeFormat('en-US', {
      ...{ timeZone, hourCycle: 'h23', year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric' },
    });
  formats.set(timeZone, format);
  const parts = new Map(format.formatToParts(at * 1_000).map(({ type, value }) => [type, Number(value)]));
  const of = (type: string): number => parts.get(type as Intl.DateTimeFormatPartTypes) as number;
  return { day: Date.UTC(of('year'), of('month') - 1, of('day')) / dayMs, hour: of('hour') };
}
