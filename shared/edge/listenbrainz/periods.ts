/**
 * The ranges of ListenBrainz's statistics as instants, UTC: "this_week" is the week that runs, "week" the one before it.
 * Listening activity sets a period beside the one before it, cut into days, weeks, months or years:
 *
 *   previous ───────────▶ from ───────────▶ to
 *   ├─┼─┼─┼─┼─┼─┼─┤ segments ├─┼─┼─┼─┼─┼─┼─┤
 */
import { dayInSeconds } from '#shared/domain/tuning.ts';
import type { StatisticsRange } from '#shared/schemas/listenbrainz.ts';

/** Unix seconds; `to` is the first instant that is not in it any more. */
export type TimeRange = { readonly from: number; readonly to: number };
export type Segment = TimeRange & { readonly label: string };

type Step = 'day' | 'week' | 'month' | 'year';
type Label = 'weekday' | 'day' | 'month' | 'year';
type Range = {
  /** Weeks, or months that begin with a multiple of their number. */
  readonly unit: 'week' | number;
  /** Units before the one that runs. */
  readonly back: 0 | 1;
  readonly step: Step;
  readonly label: Label;
};

const ranges = {
  this_week: { unit: 'week', back: 0, step: 'day', label: 'weekday' },
  week: { unit: 'week', back: 1, step: 'day', label: 'weekday' },
  this_month: { unit: 1, back: 0, step: 'day', label: 'day' },
  month: { unit: 1, back: 1, step: 'day', label: 'day' },
  quarter: { unit: 3, back: 1, step: 'week', label: 'day' },
  half_yearly: { unit: 6, back: 1, step: 'month', label: 'month' },
  this_year: { unit: 12, back: 0, step: 'month', label: 'month' },
  year: { unit: 12, back: 1, step: 'month', label: 'month' },
} as const satisfies Record<Exclude<StatisticsRange, 'all_time'>, Range>;

/** The year of Last.fm's predecessor: ListenBrainz counts from its beginning. */
const firstYear = Date.UTC(2002, 0, 1) / 1000;

/** `now`: Unix seconds. */
export function periodOf(range: StatisticsRange, now: number): TimeRange {
  if (range === 'all_time') return { from: firstYear, to: now };
  const { unit, back } = ranges[range];
  const from = shift(startOf(now, unit), unit, -back);
  return { from, to: shift(from, unit, 1) };
}

/** The segments of a range and of the period before it, up to `now`. */
export function segmentsOf(range: StatisticsRange, now: number): Segment[] {
  const { from, to } = periodOf(range, now);
  if (range === 'all_time') return cut(firstYear, to, { step: 'year', label: 'year' });
  const { unit, step, label } = ranges[range];
  return cut(shift(from, unit, -1), Math.min(to, now), { step, label });
}

function cut(from: number, to: number, { step, label }: { step: Step; label: Label }): Segment[] {
  const segments: Segment[] = [];
  for (let start = from; start < to; start = stepped(start, step)) {
    segments.push({ from: start, to: stepped(start, step), label: labelOf(start, label) });
  }
  return segments;
}

function startOf(instant: number, unit: Range['unit']): number {
  const day = Math.floor(instant / dayInSeconds) * dayInSeconds;
  const date = new Date(day * 1000);
  // ISO weeks begin on Monday, which getUTCDay calls 1.
  if (unit === 'week') return day - ((date.getUTCDay() + 6) % 7) * dayInSeconds;
  const month = date.getUTCMonth();
  return Date.UTC(date.getUTCFullYear(), month - (month % unit), 1) / 1000;
}

function shift(start: number, unit: Range['unit'], by: number): number {
  return unit === 'week' ? start + by * 7 * dayInSeconds : shiftMonths(start, by * unit);
}

function shiftMonths(start: number, months: number): number {
  const date = new Date(start * 1000);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + months, 1) / 1000;
}

function stepped(start: number, step: Step): number {
  if (step === 'day') return start + dayInSeconds;
  if (step === 'week') return start + 7 * dayInSeconds;
  return shiftMonths(start, step === 'month' ? 1 : 12);
}

const weekdays = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const months = [
  ...['January', 'February', 'March', 'April', 'May', 'June'],
  ...['July', 'August', 'September', 'October', 'November', 'December'],
];

/** "Monday 08 November 2021", "08 November 2021", "November 2021" or "2021": charts take them apart by their words. */
function labelOf(instant: number, label: Label): string {
  const date = new Date(instant * 1000);
  const year = String(date.getUTCFullYear());
  if (label === 'year') return year;
  const month = `${months[date.getUTCMonth()]} ${year}`;
  if (label === 'month') return month;
  const day = `${String(date.getUTCDate()).padStart(2, '0')} ${month}`;
  return label === 'day' ? day : `${weekdays[date.getUTCDay()]} ${day}`;
}
