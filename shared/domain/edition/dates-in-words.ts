/** Dates as people say them. Spelled here and not by the platform, whose wording changes between its versions (I5). */
import type { Temporal } from 'temporal-polyfill';

// biome-ignore format: names of months and days are one line each
const months = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'];
const weekdays = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];

/** "23 November 2026" */
export function dateInWords({ day, month, year }: Temporal.PlainDate): string {
  return `${day} ${months[month - 1]} ${year}`;
}

/** "Monday 23 November 2026" */
export function dayInWords(date: Temporal.PlainDate): string {
  return `${weekdays[date.dayOfWeek - 1]} ${dateInWords(date)}`;
}

const daySeconds = 86_400;

/** "today", "3 days ago", "in March", "in March 2024": as exactly as one remembers. Both in Unix seconds. */
export function agoInWords(then: number, now: number): string {
  const days = Math.floor((now - then) / daySeconds);
  if (days < 1) return 'today';
  if (days === 1) return 'yesterday';
  if (days < 14) return `${days} days ago`;
  if (days < 35) return `${Math.floor(days / 7)} weeks ago`;
  const date = new Date(then * 1000);
  const month = `in ${months[date.getUTCMonth()]}`;
  return days < 300 ? month : `${month} ${date.getUTCFullYear()}`;
}
