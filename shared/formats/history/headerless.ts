/** Tables without a header: the columns of exporters that write none, known by where their time stands. */
import { type Header, headerOfNames } from '#shared/formats/history/columns.ts';
import { delimiters, fieldsOfLine } from '#shared/formats/history/delimited-records.ts';
import type { DateOrder } from '#shared/formats/history/options.ts';
import { timeOf } from '#shared/formats/history/times.ts';

/**
 * Orders of columns by the place of the time and the number of columns, as the exporters write them that are used: who
 * writes artist, album and track writes them in this order, who leaves out the album writes the artist first.
 */
const orders: readonly (readonly string[])[] = [
  ['artist', 'album', 'track', 'time'],
  ['artist', 'track', 'time'],
  ['artist', 'album', 'track', 'time', 'album artist', 'duration'],
  ['artist', 'album', 'track', 'time', 'album artist'],
  ['uts', 'utc_time', 'artist', 'artist_mbid', 'album', 'album_mbid', 'track', 'track_mbid'],
  ['time', 'track', 'artist', 'album', 'track_mbid', 'artist_mbid', 'album_mbid'],
  ['time', 'artist', 'track'],
  ['time', 'artist', 'track', 'album'],
  ['time', 'artist', 'track', 'album', 'duration'],
  ['scrobble_day', 'time', 'artist', 'track'],
  ['scrobble_day', 'time', 'artist', 'track', 'album'],
];

/** The header that the lines would have, when every line with a time has it where one of the orders does. */
export function headerOfLines(lines: readonly string[], dates?: DateOrder): Header | undefined {
  for (const delimiter of delimiters) {
    const records = lines
      .filter((line) => line.trim() !== '')
      .map((line) => fieldsOfLine(line, delimiter, true)?.map((field) => field.trim()) ?? []);
    const order = orders.find((names) => fits(records, names, dates));
    const header = order === undefined ? undefined : headerOfNames(order, delimiter);
    if (header !== undefined) {
      const remark = `it has no header: its columns were read as ${order?.join(', ')}`;
      return { ...header, quoted: lines.every((line) => /^\s*"/.test(line)), remark };
    }
  }
  return undefined;
}

function fits(records: readonly (readonly string[])[], names: readonly string[], dates?: DateOrder): boolean {
  let times = 0;
  for (const fields of records) {
    if (fields.length !== names.length) return false;
    const value = timeIn(fields, names);
    if (value === '') continue;
    if (!isTime(value, dates)) return false;
    times += 1;
  }
  return times > 0 && times * 2 >= records.length;
}

function timeIn(fields: readonly string[], names: readonly string[]): string {
  const day = names.indexOf('scrobble_day');
  const time = fields[names.findIndex((name) => name === 'time' || name === 'uts')] ?? '';
  return day === -1 || time === '' ? time : `${fields[day]} ${time}`;
}

/** A number is a time only where it is one of this century's: a track's number is none. */
function isTime(text: string, dates: DateOrder | undefined): boolean {
  const time = timeOf(text, { dates: dates ?? 'day-first' });
  return 'at' in time && time.at > 1e9;
}
