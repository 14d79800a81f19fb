/** Reads instants in the forms that exports write them: numbers, ISO, words, dates with points or slashes. */
import { Temporal } from 'temporal-polyfill';
import { monthOf } from '#shared/formats/history/months.ts';
import type { DateOrder, HistoryOptions } from '#shared/formats/history/options.ts';

/** Unix seconds, and whether the text named no zone; or what is wrong with it. */
export type Time = { readonly at: number; readonly zoneless: boolean } | { readonly wrong: string };

/** For a message: what would be right. */
export const timesTaken = 'Unix seconds, or 2009-05-04T23:08:57Z with its offset';

/**
 * The instant a field holds. Numbers are Unix seconds, milliseconds, microseconds or nanoseconds by their size; text is
 * a date with a time of day in any usual order. Without a zone it is read in `zone`, or as UTC, and `zoneless` says so.
 */
export function timeOf(value: unknown, { zone, dates }: HistoryOptions = {}): Time {
  if (typeof value === 'number') return instantOfNumber(value);
  if (typeof value !== 'string') return { wrong: 'is no time' };
  const text = value.trim();
  if (/^\d{6,20}(\.\d+)?$/.test(text) && !/^(19|20)\d{12}$/.test(text)) return instantOfNumber(Number(text));
  if (/^\d([.,]\d+)?e\+?\d+$/i.test(text)) {
    return { wrong: 'has lost its digits in a spreadsheet: take the file as it was exported' };
  }
  return instantOfText(text, zone, dates);
}

/** 1e11 seconds is the year 5138, 1e11 milliseconds is 1973: sizes cannot be mistaken for each other. */
function instantOfNumber(number: number): Time {
  if (!(number >= 0 && number < 1e20)) return { wrong: 'is no instant' };
  const divisor = number < 1e11 ? 1 : number < 1e14 ? 1e3 : number < 1e17 ? 1e6 : 1e9;
  return { at: Math.floor(number / divisor), zoneless: false };
}

const iso = /^(\d{4})([-/.]?)(\d\d)\2(\d\d)(?:T|\s|,|_)*(.*)$/i;
const looseIso = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:T|\s|,)+(.*)$/i;
const eastAsian = /^(\d{4})\s*[年년]\s*(\d{1,2})\s*[月월]\s*(\d{1,2})\s*[日일]?\s*(.*)$/;
const numeric = /^(\d{1,2})([-/.])(\d{1,2})\2(\d{4}|\d\d)(?:T|\s|,)+(.*)$/i;
const weekday = /^\p{L}{2,12}\.?,?\s+(?=\d|\p{L}+\.?\s+\d)/u;
const dayMonth =
  /^(\d{1,2})(?:st|nd|rd|th|\.|º)?[\s-]+(?:de\s+)?(\p{L}+)\.?,?[\s-]+(?:de\s+)?(\d{4}|\d\d)\b,?\s*(.*)$/iu;
const monthDay = /^(\p{L}+)\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})\b,?\s*(.*)$/iu;
/** "Tue Nov 14 22:13:20 2023", as C's ctime writes it. */
const monthDayTime = /^(\p{L}+)\s+(\d{1,2})\s+(\d{1,2}:\d\d(?::\d\d)?)\s+(.*?)\s*(\d{4})$/iu;

function instantOfText(text: string, zone: string | undefined, dates: DateOrder | undefined): Time {
  const plain = text.replace(/[\u00a0\u202f\u2009]/g, ' ');
  const date = dateOf(plain, dates) ?? dateOf(plain.replace(weekday, ''), dates);
  if (date === undefined) return { wrong: 'is no time' };
  if ('wrong' in date) return date;
  return clockOf(date, zone);
}

type DateText = { readonly year: number; readonly month: number; readonly day: number; readonly rest: string };

function dateOf(text: string, dates: DateOrder | undefined): DateText | { readonly wrong: string } | undefined {
  const compact = iso.exec(text);
  if (compact !== null) return dateFrom(compact[1], compact[3], compact[4], compact[5]);
  const loose = looseIso.exec(text) ?? eastAsian.exec(text);
  if (loose !== null) return dateFrom(loose[1], loose[2], loose[3], loose[4]);
  const digits = numeric.exec(text);
  if (digits !== null) {
    const order = digits[2] === '.' ? 'day-first' : (orderOfDate(text) ?? dates);
    if (order === undefined) return { wrong: 'may mean two days: say --dates day-first or --dates month-first' };
    const [day, month] = order === 'day-first' ? [digits[1], digits[3]] : [digits[3], digits[1]];
    return dateFrom(digits[4], month, day, digits[5]);
  }
  const ctime = monthDayTime.exec(text);
  if (ctime !== null) return dateFrom(ctime[5], monthOf(ctime[1] ?? ''), ctime[2], `${ctime[3]} ${ctime[4]}`);
  const words = dayMonth.exec(text);
  if (words !== null && monthOf(words[2] ?? '') !== undefined) {
    return dateFrom(words[3], monthOf(words[2] ?? ''), words[1], words[4]);
  }
  const american = monthDay.exec(text);
  if (american !== null) return dateFrom(american[3], monthOf(american[1] ?? ''), american[2], american[4]);
  return undefined;
}

/** The order that a date such as 14/11/2023 tells by a day past the twelfth. */
export function orderOfDate(text: string): DateOrder | undefined {
  const digits = numeric.exec(text.trim());
  if (digits === null || digits[2] === '.') return undefined;
  if (Number(digits[1]) > 12) return 'day-first';
  return Number(digits[3]) > 12 ? 'month-first' : undefined;
}

type Part = string | number | undefined;

function dateFrom(year: Part, month: Part, day: Part, rest: Part): DateText | undefined {
  if (month === undefined) return undefined;
  const short = Number(year);
  return { year: short < 100 ? 2000 + short : short, month: Number(month), day: Number(day), rest: String(rest ?? '') };
}

const clock =
  /^(?:\p{L}{1,4}\s+|[-–]\s*)?(上午|下午|오전|오후|午前|午後)?\s*(\d{1,2})(?::?(\d\d)(?:[:.]?(\d\d)(?:[.,]\d+)?)?)?\s*([ap]\.?\s?m\.?(?!\p{L}))?\s*(.*)$/iu;

/** The time of day after a date, and its zone. */
function clockOf({ year, month, day, rest }: DateText, zone: string | undefined): Time {
  const found = clock.exec(rest);
  if (found === null || (found[3] === undefined && found[5] === undefined)) {
    return { wrong: 'is a day without a time of day: give the time too' };
  }
  const half = `${found[1] ?? ''}${found[5]?.toLowerCase() ?? ''}`;
  const hour = half === '' ? Number(found[2]) : (Number(found[2]) % 12) + (/^(p|下午|오후|午後)/.test(half) ? 12 : 0);
  const fields = { year, month, day, hour, minute: Number(found[3] ?? 0), second: Number(found[4] ?? 0) };
  if (!isReal(fields)) return { wrong: 'is no day or no time of day' };
  const offset = offsetOf(found[6] ?? '');
  if (offset === undefined)
    return { wrong: `names the zone "${found[6]}", which is not one: give an offset as +01:00` };
  const utc = Date.UTC(year, month - 1, day, fields.hour, fields.minute, fields.second) / 1000;
  if (typeof offset === 'object') return { at: instantInZone(fields, offset.zone), zoneless: false };
  if (offset !== 'none') return { at: utc - offset, zoneless: false };
  return { at: zone === undefined ? utc : instantInZone(fields, zone), zoneless: zone === undefined };
}

type Fields = { year: number; month: number; day: number; hour: number; minute: number; second: number };

function isReal({ year, month, day, hour, minute, second }: Fields): boolean {
  if (month < 1 || month > 12 || hour > 23 || minute > 59 || second > 60) return false;
  return day >= 1 && day <= new Date(Date.UTC(year, month, 0)).getUTCDate();
}

function instantInZone(fields: Fields, zone: string): number {
  return Math.floor(Temporal.ZonedDateTime.from({ ...fields, timeZone: zone }).epochMilliseconds / 1000);
}

/** RFC 822's names; others, such as CST or IST, mean several zones. */
const named: Readonly<Record<string, number>> = {
  z: 0,
  utc: 0,
  gmt: 0,
  ut: 0,
  edt: -4,
  est: -5,
  cet: 1,
  cest: 2,
  pst: -8,
  pdt: -7,
  mst: -7,
  mdt: -6,
  cdt: -5,
};

/** Seconds east of Greenwich or an IANA zone, "none" when nothing is said, undefined for what is no zone. */
function offsetOf(text: string): number | { readonly zone: string } | 'none' | undefined {
  const zone = text
    .trim()
    .replace(/\s*\([^)]*\)$/, '')
    .replace(/^,\s*/, '');
  if (zone === '') return 'none';
  const digits = /^(?:UTC|GMT)?\s*([+\-−])(\d\d?):?(\d\d)?(?::\d\d)?$/i.exec(zone);
  if (digits !== null) {
    const seconds = Number(digits[2]) * 3600 + Number(digits[3] ?? 0) * 60;
    return digits[1] === '+' ? seconds : -seconds;
  }
  if (isZone(zone)) return { zone };
  const hours = named[zone.toLowerCase()];
  return hours === undefined ? undefined : hours * 3600;
}

/** Whether a text names an IANA zone such as "Europe/Berlin". */
export function isZone(text: string): boolean {
  if (!/^(UTC|[A-Z]\w+\/[\w/+-]+)$/.test(text)) return false;
  try {
    return Intl.DateTimeFormat('en', { timeZone: text }) !== undefined;
  } catch {
    return false;
  }
}
