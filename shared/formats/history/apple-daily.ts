/** Apple Music's "Play History Daily Tracks": a song a day, its artist and title in one field, the hours it was played. */
import type { DelimitedRecord } from '#shared/formats/history/delimited-records.ts';
import { definedFields, quote, wholeOf } from '#shared/formats/history/fields.ts';
import { zonelessRemark } from '#shared/formats/history/listen-fields.ts';
import type { HistoryOptions } from '#shared/formats/history/options.ts';
import { leaveOut, type RecordVerdict, unreadable } from '#shared/formats/history/row.ts';
import { timeOf } from '#shared/formats/history/times.ts';

export const looksLikeAppleDaily = (line: string): boolean =>
  line.includes('Track Description') && line.includes('Date Played');

const hourRemark = 'Apple tells the hour of a play and not its minute: each is read as of its hour';

export function listenOfAppleDaily(
  record: DelimitedRecord,
  names: readonly string[],
  options: HistoryOptions,
): RecordVerdict {
  if ('error' in record) return unreadable(record.error);
  const field = (name: string): string => record.fields[names.indexOf(name)]?.trim() ?? '';
  const description = field('Track Description');
  const [, artistName, title] = /^(.+?) - (.+)$/s.exec(description) ?? [];
  if (artistName === undefined || title === undefined) {
    return unreadable(`"Track Description" is ${quote(description)}: give artist and title with " - " between`);
  }
  const playedMs = wholeOf(field('Play Duration Milliseconds'));
  if (playedMs === undefined) return leaveOut('rows without a playing time');
  const hour = /\d+/.exec(field('Hours'))?.[0] ?? '12';
  const day = field('Date Played').replace(/^(\d{4})-?(\d\d)-?(\d\d).*$/, '$1-$2-$3');
  const time = timeOf(`${day} ${hour}:00`, options);
  if ('wrong' in time) return unreadable(`"Date Played" is ${quote(field('Date Played'))}: give a day as 20231114`);
  const kind = /video/i.test(field('Media type')) ? undefined : ('track' as const);
  return {
    listen: definedFields({ kind, listenedAt: time.at, title, artistName, playedMs }),
    remarks: time.zoneless ? [hourRemark, zonelessRemark] : [hourRemark],
  };
}
