/** When somebody listens: counts by instant as counts by hour of the day and by month. */
import { dayInSeconds } from '#shared/domain/tuning.ts';

/** `slot`: quarters of an hour since 1970. */
export type Slot = { readonly slot: number; readonly listen_count: number };
/** `day`: days since 1970, UTC. */
export type Day = { readonly day: number; readonly listen_count: number };

const slotsPerHour = 4;

/** Listens by hour of the day in a time zone, all 24 of them. Zones differ from UTC by quarters of an hour. */
export function hoursOf(
  slots: readonly Slot[],
  timeZone: string,
): { readonly hour: number; readonly listens: number }[] {
  const counts = Array.from({ length: 24 }, () => 0);
  const clock = new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', hourCycle: 'h23' });
  for (const { slot, listen_count } of slots) {
    const hour = Number(clock.format(slot * (3_600 / slotsPerHour) * 1_000));
    counts[hour] = (counts[hour] ?? 0) + listen_count;
  }
  return counts.map((listens, hour) => ({ hour, listens }));
}

/** Listens by month, oldest first; a month without listens is left out. */
export function monthsOf(days: readonly Day[]): { readonly month: string; readonly listens: number }[] {
  const counts = new Map<string, number>();
  for (const { day, listen_count } of days) {
    const month = new Date(day * dayInSeconds * 1_000).toISOString().slice(0, 7);
    counts.set(month, (counts.get(month) ?? 0) + listen_count);
  }
  return [...counts].map(([month, listens]) => ({ month, listens })).sort((a, b) => (a.month < b.month ? -1 : 1));
}
