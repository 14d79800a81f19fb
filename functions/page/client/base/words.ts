/** Numbers, instants and names as words, in the reader's own language of numbers and dates. */

const whole = new Intl.NumberFormat();
const short = new Intl.NumberFormat(undefined, { notation: 'compact', maximumFractionDigits: 1 });
const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });
const dayOnly = new Intl.DateTimeFormat('en-GB', { weekday: 'short', day: 'numeric', month: 'short' });
const dayAndYear = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric' });
const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' });

export const figureOf = (number: number): string => whole.format(number);
export const compact = (number: number): string => short.format(number);

/** "1 listen", "2 listens". */
export const counted = (number: number, one: string, many = `${one}s`): string =>
  `${figureOf(number)} ${number === 1 ? one : many}`;

export const percent = (part: number): string => `${Math.round(part * 100)} %`;

const steps: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
  ['year', 31_536_000],
  ['month', 2_592_000],
  ['week', 604_800],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
];

/** How long ago, or until when: "3 hours ago". Milliseconds. */
export function ago(at: number, now: number): string {
  const seconds = (at - now) / 1_000;
  for (const [unit, length] of steps) {
    if (Math.abs(seconds) >= length) return relative.format(Math.trunc(seconds / length), unit);
  }
  return Math.abs(seconds) < 10 ? 'just now' : relative.format(Math.trunc(seconds), 'second');
}

export function dayOf(at: number | string): string {
  const date = new Date(at);
  return (date.getFullYear() === new Date().getFullYear() ? dayOnly : dayAndYear).format(date);
}

export const dayAndTime = (at: number | string): string => `${dayOf(at)}, ${clock.format(new Date(at))}`;

/** Seconds as "3 h", "20 min", "45 s"; other units as they are. */
export function measured(value: number | null, unit: string): string {
  if (value === null) return 'not known';
  if (unit !== 's')
    return `${Math.abs(value) < 10 ? Number(value.toPrecision(2)) : figureOf(Math.round(value))} ${unit}`;
  if (value >= 2 * 86_400) return `${Math.round(value / 86_400)} days`;
  if (value >= 2 * 3_600) return `${Math.round(value / 3_600)} h`;
  return value >= 120 ? `${Math.round(value / 60)} min` : `${Math.round(value)} s`;
}

/** Characters of a name that are shown: a name of ten thousand is an attack or an accident. */
const shownMax = 160;

export function shownName(name: string): string {
  const characters = Array.from(name.slice(0, shownMax * 4));
  return characters.length <= shownMax && name.length <= shownMax * 4
    ? name
    : `${characters.slice(0, shownMax).join('')}…`;
}

/** Up to two letters that stand for a name on a cover. */
export function initialsOf(name: string): string {
  const words = name.normalize('NFC').match(/[\p{L}\p{N}]+/gu) ?? [];
  const letters =
    words.length > 1
      ? words.slice(0, 2).map(first)
      : [
          Array.from(words[0] ?? '♪')
            .slice(0, 2)
            .join(''),
        ];
  return letters.join('').toLocaleUpperCase();
}

const first = (word: string): string => Array.from(word)[0] ?? '';

/** A hue from a name, always the same: 0 to 359. */
export function hueOf(name: string): number {
  let sum = 7;
  for (let at = 0; at < Math.min(name.length, 200); at++) sum = (sum * 31 + name.charCodeAt(at)) >>> 0;
  return sum % 360;
}
