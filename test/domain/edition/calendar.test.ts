import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  currentPeriod,
  type DueSettings,
  dueAtOf,
  dueSettingsOf,
  firstSchedule,
  followingPeriod,
  nextSchedule,
  postponeSchedule,
  reschedule,
  skipAhead,
} from '#shared/domain/edition/calendar.ts';
import { dayInSeconds, tuning } from '#shared/domain/tuning.ts';
import { type DuePatch, type Period, patches, type Schedule } from '#shared/schemas/edition.ts';
import type { ModelVersion, UserId } from '#shared/schemas/ids.ts';

const berlin: DueSettings = { timeZone: 'Europe/Berlin', weekStartsOn: 1, dueHour: 0 };
const at = (text: string): number => Date.parse(text) / 1000;
const period = (text: string): Period => text as Period;

const zones = Intl.supportedValuesOf('timeZone');
const anySettings = fc.record({
  timeZone: fc.constantFrom(...zones),
  weekStartsOn: fc.integer({ min: 1, max: 7 }),
  dueHour: fc.integer({ min: 0, max: 23 }),
});
const anyPatch = fc.constantFrom(...patches);
const anyInstant = fc.integer({ min: at('2020-01-01T00:00:00Z'), max: at('2036-12-31T00:00:00Z') });

const first = (patch: DuePatch, settings: DueSettings, now: number): Schedule =>
  firstSchedule({ userId: 'ada' as UserId, patch, shard: 0, settings, now });

describe('dueAtOf', () => {
  it('is Monday midnight in the user’s own zone', () => {
    expect(dueAtOf(period('2026-W48'), berlin)).toBe(at('2026-11-23T00:00:00+01:00'));
    expect(dueAtOf(period('2026-W48'), { ...berlin, timeZone: 'Pacific/Auckland' })).toBe(
      at('2026-11-23T00:00:00+13:00'),
    );
  });

  it('is the weekday and hour of the user’s choice within the ISO week', () => {
    expect(dueAtOf(period('2026-W48'), { ...berlin, weekStartsOn: 7, dueHour: 18 })).toBe(
      at('2026-11-29T18:00:00+01:00'),
    );
    expect(dueAtOf(period('2026-W53'), berlin)).toBe(at('2026-12-28T00:00:00+01:00'));
  });

  it('waits out an hour the clock skips, and takes the first of an hour that comes twice', () => {
    expect(dueAtOf(period('2026-03-29'), { ...berlin, dueHour: 2 })).toBe(at('2026-03-29T03:00:00+02:00'));
    expect(dueAtOf(period('2026-10-25'), { ...berlin, dueHour: 2 })).toBe(at('2026-10-25T02:00:00+02:00'));
    // Beirut's clock skips midnight itself.
    const beirut = { ...berlin, timeZone: 'Asia/Beirut' };
    expect(dueAtOf(period('2024-03-31'), beirut)).toBe(at('2024-03-31T01:00:00+03:00'));
  });
});

describe('currentPeriod', () => {
  it('is the newest period that is due, whatever the date is elsewhere', () => {
    const now = at('2026-11-22T23:30:00Z');
    expect(currentPeriod('weekly-jams', { settings: berlin, now })).toBe('2026-W48');
    expect(currentPeriod('weekly-jams', { settings: { ...berlin, timeZone: 'America/New_York' }, now })).toBe(
      '2026-W47',
    );
    expect(currentPeriod('daily-jams', { settings: berlin, now })).toBe('2026-11-23');
  });

  it('crosses a year by ISO weeks', () => {
    expect(currentPeriod('weekly-jams', { settings: berlin, now: at('2027-01-01T12:00:00Z') })).toBe('2026-W53');
    expect(followingPeriod(period('2026-W53'))).toBe('2027-W01');
    expect(followingPeriod(period('2026-12-31'))).toBe('2027-01-01');
  });

  it('is due, and its follower is not', () => {
    fc.assert(
      fc.property(anyPatch, anySettings, anyInstant, (patch, settings, now) => {
        const current = currentPeriod(patch, { settings, now });
        const counted = dueSettingsOf(patch, settings);
        expect(dueAtOf(current, counted)).toBeLessThanOrEqual(now);
        expect(dueAtOf(followingPeriod(current), counted)).toBeGreaterThan(now);
      }),
    );
  });
});

describe('I4 One edition: the calendar', () => {
  it.each([
    { patch: 'daily-jams', years: 1 },
    { patch: 'weekly-jams', years: 5 },
  ] as const)(
    'I4 $patch is due once per period in every zone, in order, for $years years',
    ({ patch, years }) => {
      for (const timeZone of zones) {
        const settings = { ...berlin, timeZone };
        let schedule = first(patch, settings, at('2025-01-01T12:00:00Z'));
        const end = at(`${2025 + years}-01-12T00:00:00Z`);
        const step = patch === 'daily-jams' ? dayInSeconds : 7 * dayInSeconds;
        while (schedule.nextDueAt < end) {
          const next = nextSchedule(schedule, { settings, now: schedule.nextDueAt });
          if (next.period !== followingPeriod(schedule.period) || next.nextDueAt <= schedule.nextDueAt) {
            expect.fail(`${timeZone}: ${schedule.period} is followed by ${next.period} at ${next.nextDueAt}`);
          }
          // Clock changes move a due instant by at most three hours; the first edition was due at once.
          if (schedule.nextDueAt > at('2025-01-09T00:00:00Z')) {
            expect(Math.abs(next.nextDueAt - schedule.nextDueAt - step)).toBeLessThanOrEqual(3 * 3_600);
          }
          schedule = next;
        }
      }
    },
    300_000,
  );

  it('I4 changes of zone, weekday and hour neither skip nor double a period', () => {
    const anyChange = fc.record({ settings: anySettings, afterSeconds: fc.integer({ min: 0, max: 9 * dayInSeconds }) });
    fc.assert(
      fc.property(
        anyPatch,
        anySettings,
        anyInstant,
        fc.array(anyChange, { maxLength: 12 }),
        (patch, start, created, changes) => {
          let settings: DueSettings = start;
          let now = created;
          let schedule = first(patch, settings, now);
          let last: Schedule | undefined;
          // Planning runs hourly; every period that comes due is stored and moved on.
          const runUntil = (end: number): void => {
            while (schedule.nextDueAt <= end) {
              now = Math.max(now, schedule.nextDueAt);
              if (last !== undefined) {
                expect(schedule.period).toBe(followingPeriod(last.period));
                expect(schedule.nextDueAt).toBeGreaterThan(last.nextDueAt);
              }
              last = schedule;
              schedule = nextSchedule(schedule, { settings, now });
            }
            now = end;
          };
          for (const change of changes) {
            runUntil(now + change.afterSeconds);
            settings = change.settings;
            const moved = reschedule(schedule, { settings, now });
            expect(moved.period).toBe(schedule.period);
            schedule = moved;
          }
          runUntil(now + 30 * dayInSeconds);
          expect(last).toBeDefined();
        },
      ),
    );
  });

  it('I4 an outage is caught up period by period, and a long one from the oldest that is still wanted', () => {
    fc.assert(
      fc.property(
        anyPatch,
        anySettings,
        anyInstant,
        fc.integer({ min: 0, max: 90 }),
        (patch, settings, created, outageDays) => {
          const max = tuning.catchUpMax[tuning.patches[patch].cadence];
          const now = created + outageDays * dayInSeconds;
          let schedule = skipAhead(first(patch, settings, created), { settings, now });
          const built: string[] = [];
          while (schedule.nextDueAt <= now) {
            built.push(schedule.period);
            schedule = nextSchedule(schedule, { settings, now });
          }
          expect(built.at(-1)).toBe(currentPeriod(patch, { settings, now }));
          expect(built.length).toBeLessThanOrEqual(max);
          expect(new Set(built).size).toBe(built.length);
          const missed = Math.floor(outageDays / (patch === 'daily-jams' ? 1 : 7));
          expect(built.length).toBeGreaterThanOrEqual(Math.min(max, missed));
        },
      ),
    );
  });
});

describe('postponeSchedule', () => {
  it('keeps the period and is due again in some hours; the periods after it follow as after an outage', () => {
    const now = at('2026-11-23T12:00:00Z');
    const empty = first('weekly-jams', berlin, now);
    const later = postponeSchedule(empty, { now, emptyWith: 'm1' as ModelVersion });
    expect(later).toEqual({ ...empty, nextDueAt: now + tuning.emptyRetryHours * 3_600, emptyWith: 'm1' });
    const weeks = at('2026-12-10T00:00:00Z');
    const next = nextSchedule({ ...later, nextDueAt: weeks }, { settings: berlin, now: weeks });
    expect(next).toMatchObject({ period: followingPeriod(empty.period), nextDueAt: weeks + 1 });
  });
});

describe('reschedule', () => {
  const pending: Schedule = {
    ...first('weekly-jams', berlin, 0),
    period: period('2026-W49'),
    nextDueAt: dueAtOf(period('2026-W49'), berlin),
  };

  it('moves the pending period to its instant in the new zone', () => {
    const settings = { ...berlin, timeZone: 'America/Los_Angeles' };
    expect(reschedule(pending, { settings, now: at('2026-11-25T00:00:00Z') })).toEqual({
      ...pending,
      nextDueAt: at('2026-11-30T00:00:00-08:00'),
    });
  });

  it('makes a period due at once whose new instant has passed', () => {
    const now = at('2026-11-30T12:00:00+01:00');
    const sunday = { ...pending, nextDueAt: at('2026-12-06T00:00:00+01:00') };
    expect(reschedule(sunday, { settings: berlin, now }).nextDueAt).toBe(now + 1);
  });

  it('leaves alone what is due already', () => {
    const settings = { ...berlin, timeZone: 'America/Los_Angeles' };
    expect(reschedule(pending, { settings, now: pending.nextDueAt })).toBe(pending);
  });
});
