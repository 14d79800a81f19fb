/**
 * One week of editions, hour by hour: when they fall due around the globe, how fast `plan` hands them on, how fast
 * `assemble` makes them. Real calendars and the real due times; speeds and limits are given.
 *
 *   due (by zone) ──▶ overdue ──▶ plan: so many a run, so many runs an hour ──▶ queue ──▶ assemble: instances × speed
 */
import { peopleByZone } from '#functions/cost/scale/zones.ts';
import { type DueSettings, dueAtOf, dueSettingsOf } from '#shared/domain/edition/calendar.ts';
import { tuning } from '#shared/domain/tuning.ts';
import { type Patch, type Period, patches } from '#shared/schemas/edition.ts';
import { defaultSettings } from '#shared/schemas/user.ts';

export type Capacity = {
  /** Editions that planning hands on in an hour at most. */
  readonly plannedPerHour: number;
  readonly instances: number;
  readonly editionsPerSecondAndInstance: number;
  /** Hours before they are due in which editions may be made already, spread evenly over the users. */
  readonly aheadHours?: number;
};

export type Hour = {
  /** Hours since Monday 00:00 UTC. */
  readonly hour: number;
  readonly due: number;
  readonly assembled: number;
  /** Due and not assembled at the end of the hour. */
  readonly waiting: number;
  /** Instances that were busy all of the hour, on average. */
  readonly busy: number;
};

export type Week = {
  readonly hours: readonly Hour[];
  readonly editions: number;
  readonly peakDue: number;
  readonly peakInstances: number;
  /** Hours until the last edition of an hour was made: the worst, and the share within the objective of two hours. */
  readonly longestWaitHours: number;
  readonly withinObjective: number;
};

const hoursPerWeek = 168;
/** README's objective: an edition is stored within two hours of being due. */
const objectiveHours = 2;
/** Monday 2026-11-23, 00:00 UTC; the zones east of it have begun their Monday the day before. */
const monday = Date.parse('2026-11-23T00:00:00Z') / 1_000;

/** Editions due in each hour of the week, of so many users with default settings, spread as people are. */
export function dueByHour(users: number): number[] {
  const people = peopleByZone.reduce((sum, [, millions]) => sum + millions, 0);
  const due = new Array<number>(hoursPerWeek).fill(0);
  for (const [timeZone, millions] of peopleByZone) {
    const settings: DueSettings = { ...defaultSettings, timeZone };
    for (const patch of patches) {
      for (const period of periodsAround(patch)) {
        // The hour in which planning finds it: on the hour or after.
        const hour = Math.ceil((dueAtOf(period, dueSettingsOf(patch, settings)) - monday) / 3_600);
        // The week before begins where this one ends: what falls due on its last days stands for ours.
        due[((hour % hoursPerWeek) + hoursPerWeek) % hoursPerWeek] =
          (due[((hour % hoursPerWeek) + hoursPerWeek) % hoursPerWeek] as number) + (users * millions) / people;
      }
    }
  }
  return due;
}

/** The periods of one week: one of a weekly patch, seven of a daily one. */
function periodsAround(patch: Patch): Period[] {
  if (tuning.patches[patch].cadence === 'weekly') return ['2026-W48' as Period];
  return [23, 24, 25, 26, 27, 28, 29].map((day) => `2026-11-${day}` as Period);
}

/** Runs the week twice and reports the second, so that it begins with what the first left over. */
export function simulateWeek(users: number, capacity: Capacity): Week {
  const due = spread(dueByHour(users), capacity.aheadHours ?? 0);
  const perHour = Math.min(capacity.plannedPerHour, capacity.instances * capacity.editionsPerSecondAndInstance * 3_600);
  const hours: Hour[] = [];
  /** Oldest first: what is due since when. */
  const waiting: { since: number; editions: number }[] = [];
  let [longest, late, made] = [0, 0, 0];
  for (let step = 0; step < 2 * hoursPerWeek; step++) {
    const counts = step >= hoursPerWeek;
    const fresh = due[step % hoursPerWeek] as number;
    waiting.push({ since: step, editions: fresh });
    let left = perHour;
    while (left > 0 && waiting.length > 0) {
      const oldest = waiting[0] as { since: number; editions: number };
      const taken = Math.min(left, oldest.editions);
      // Within the hour it was due, the last of a part is made when that much of the hour's capacity is used.
      const wait = step - oldest.since + (perHour - left + taken) / perHour;
      if (counts && taken > 0) {
        longest = Math.max(longest, wait);
        made += taken;
        if (wait > objectiveHours) late += taken;
      }
      oldest.editions -= taken;
      left -= taken;
      if (oldest.editions <= 0) waiting.shift();
    }
    const assembled = perHour - left;
    const busy = assembled / (capacity.editionsPerSecondAndInstance * 3_600);
    const overdue = waiting.reduce((sum, { editions }) => sum + editions, 0);
    if (counts) hours.push({ hour: step - hoursPerWeek, due: fresh, assembled, waiting: overdue, busy });
  }
  return {
    hours,
    editions: due.reduce((sum, each) => sum + each, 0),
    peakDue: Math.max(...due),
    peakInstances: Math.max(...hours.map(({ busy }) => busy)),
    longestWaitHours: longest,
    withinObjective: made === 0 ? 1 : 1 - late / made,
  };
}

/** The same editions, each hour's share made in equal parts in the hours before. */
function spread(due: readonly number[], aheadHours: number): number[] {
  if (aheadHours === 0) return [...due];
  return due.map((_, hour) => {
    let sum = 0;
    for (let ahead = 0; ahead < aheadHours; ahead++) sum += due[(hour + ahead) % due.length] as number;
    return sum / aheadHours;
  });
}
