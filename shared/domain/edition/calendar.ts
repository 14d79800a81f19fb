/**
 * When editions are due: a period is an ISO week or a day, and in every time zone it is due at exactly one instant.
 *
 *   period      2026-W48                 2026-W49                 2026-W50
 *   due date    the weekday of the user's choice within the ISO week
 *   due at      that date's due hour in the user's zone; an hour that the clock skips is due when the clock has
 *               skipped it, an hour that comes twice at its first time (Temporal's "compatible")
 *
 * The sequence of periods knows no settings. A change of zone, weekday or hour therefore moves an instant and never a
 * period, so that nothing is skipped or doubled (I4).
 */
import { Temporal } from 'temporal-polyfill';
import { memoise } from '#shared/domain/memoise.ts';
import type { PatchDials } from '#shared/domain/patch-dials.ts';
import { tuning } from '#shared/domain/tuning.ts';
import type { Patch, Period, Schedule } from '#shared/schemas/edition.ts';
import type { ModelVersion } from '#shared/schemas/ids.ts';
import type { UserSettings } from '#shared/schemas/user.ts';

export type DueSettings = Pick<UserSettings, 'timeZone' | 'weekStartsOn' | 'dueHour'>;

/** The ISO weekday of a patch that has one of its own. */
export function weekdayOf(patch: Patch): number | undefined {
  const dials: PatchDials = tuning.patches[patch];
  return dials.weekday;
}

/** The settings as they count for a patch: music comes out on Fridays, whatever day a week begins with. */
export function dueSettingsOf(patch: Patch, settings: DueSettings): DueSettings {
  const weekday = weekdayOf(patch);
  return weekday === undefined ? settings : { ...settings, weekStartsOn: weekday };
}

/** Whether two settings put every period at the same instant. */
export function sameDue(a: DueSettings, b: DueSettings): boolean {
  return a.timeZone === b.timeZone && a.weekStartsOn === b.weekStartsOn && a.dueHour === b.dueHour;
}

/** The settings in force, and the instant they are looked at, Unix seconds. */
export type Now = { readonly settings: DueSettings; readonly now: number };

/** A new user's first edition is due at once, for the period that is running. */
export function firstSchedule({
  userId,
  patch,
  shard,
  settings,
  now,
}: Pick<Schedule, 'userId' | 'patch' | 'shard'> & Now): Schedule {
  return { userId, patch, shard, nextDueAt: now, period: currentPeriod(patch, { settings, now }) };
}

/**
 * The schedule after the edition it names was stored: the following period. What an outage missed is caught up period
 * by period; beyond `catchUpMax` of them, the oldest are skipped.
 */
export function nextSchedule(schedule: Schedule, { settings: asked, now }: Now): Schedule {
  const settings = dueSettingsOf(schedule.patch, asked);
  const period = followingPeriod(schedule.period);
  const nextDueAt = after(schedule.nextDueAt, dueAtOf(period, settings));
  const { emptyWith: _, ...next } = schedule;
  return skipAhead({ ...next, period, nextDueAt }, { settings, now });
}

/** The schedule, moved to the oldest period that is still caught up when it stands further back than that. */
export function skipAhead(schedule: Schedule, { settings: asked, now }: Now): Schedule {
  const settings = dueSettingsOf(schedule.patch, asked);
  const max = tuning.catchUpMax[tuning.patches[schedule.patch].cadence];
  if (dueAtOf(followingPeriod(schedule.period), settings) > now) return schedule;
  const oldest = stepPeriod(currentPeriod(schedule.patch, { settings, now }), 1 - max);
  if (oldest <= schedule.period) return schedule;
  return { ...schedule, period: oldest, nextDueAt: after(schedule.nextDueAt, dueAtOf(oldest, settings)) };
}

/**
 * The schedule of an edition for which there was nothing: the same period, looked at again a few hours later, or when there
 * is another model.
 */
export function postponeSchedule(
  schedule: Schedule,
  { now, emptyWith }: { now: number; emptyWith: ModelVersion },
): Schedule {
  const nextDueAt = after(schedule.nextDueAt, now + tuning.emptyRetryHours * 3_600);
  return { ...schedule, nextDueAt, emptyWith };
}

/**
 * Whether an edition is to be made: its time has come, or what kept it empty is another model's business. Instants are
 * Unix seconds.
 */
export function isDue({ nextDueAt, emptyWith }: Schedule, at: number, modelVersion: ModelVersion): boolean {
  return nextDueAt <= at || (emptyWith !== undefined && emptyWith !== modelVersion);
}

/** Up to where planning looks for what is due: past the instant itself while a model is new. */
export function planHorizon(at: number, publishedAt: number): number {
  const retrySeconds = tuning.emptyRetryHours * 3_600;
  return at - publishedAt <= retrySeconds ? at + retrySeconds : at;
}

/**
 * The schedule after a change of settings: the pending period keeps its name and gets its new instant, or is due at
 * once when that has passed. What is due already stays as it is, because it may be on its way.
 */
export function reschedule(schedule: Schedule, { settings, now }: Now): Schedule {
  if (schedule.nextDueAt <= now) return schedule;
  const dueAt = dueAtOf(schedule.period, dueSettingsOf(schedule.patch, settings));
  return { ...schedule, nextDueAt: after(now, dueAt) };
}

/** Editions are read back in the order of their due instants, so a later period is never due before an earlier one. */
function after(earlier: number, dueAt: number): number {
  return Math.max(earlier + 1, dueAt);
}

/** The period whose edition is the newest that is due. */
export function currentPeriod(patch: Patch, { settings: asked, now }: Now): Period {
  const settings = dueSettingsOf(patch, asked);
  const today = Temporal.Instant.fromEpochMilliseconds(now * 1000)
    .toZonedDateTimeISO(settings.timeZone)
    .toPlainDate();
  let period = tuning.patches[patch].cadence === 'weekly' ? weekOf(today) : (today.toString() as Period);
  while (dueAtOf(period, settings) > now) period = stepPeriod(period, -1);
  return period;
}

/** The instant a period's edition is due, Unix seconds. */
export const dueAtOf: (period: Period, settings: DueSettings) => number = memoise(
  (period, { timeZone, weekStartsOn, dueHour }) => `${period} ${weekStartsOn} ${dueHour} ${timeZone}`,
  (period, { timeZone, weekStartsOn, dueHour }) => {
    const due = dueDateOf(period, weekStartsOn).toZonedDateTime({
      timeZone,
      plainTime: Temporal.PlainTime.from({ hour: dueHour }),
    });
    return Math.floor(due.epochMilliseconds / 1000);
  },
);

export const followingPeriod: (period: Period) => Period = memoise(
  (period) => period,
  (period) => stepPeriod(period, 1),
);

/** The local date on which a period's edition is due: a day itself, or the chosen weekday of an ISO week. */
export function dueDateOf(period: Period, weekStartsOn: number): Temporal.PlainDate {
  if (!isWeek(period)) return Temporal.PlainDate.from(period);
  const [year, week] = period.split('-W').map(Number) as [number, number];
  // ISO 8601: the fourth of January is always in week 1.
  const fourth = new Temporal.PlainDate(year, 1, 4);
  return fourth.add({ days: (week - 1) * 7 + weekStartsOn - fourth.dayOfWeek });
}

function stepPeriod(period: Period, periods: number): Period {
  const monday = 1;
  const date = dueDateOf(period, monday);
  return isWeek(period) ? weekOf(date.add({ weeks: periods })) : (date.add({ days: periods }).toString() as Period);
}

function weekOf(date: Temporal.PlainDate): Period {
  return `${date.yearOfWeek}-W${String(date.weekOfYear).padStart(2, '0')}` as Period;
}

function isWeek(period: Period): boolean {
  return period.charAt(5) === 'W';
}
