/** Rockbox's .scrobbler.log and its kin: a head of "#" lines, then artist, album, title, number, seconds, L or S, time. */
import { definedFields, mbidOf, quote, textOf, wholeOf } from '#shared/formats/history/fields.ts';
import { zonelessRemark } from '#shared/formats/history/listen-fields.ts';
import type { HistoryOptions } from '#shared/formats/history/options.ts';
import { leaveOut, type RecordVerdict, unreadable } from '#shared/formats/history/row.ts';
import { timeOf, timesTaken } from '#shared/formats/history/times.ts';

export const looksLikeScrobblerLog = (line: string): boolean => line.startsWith('#AUDIOSCROBBLER/');

/** `inUtc`: whether the head says "#TZ/UTC"; else the player's clock was the wall's, whose zone only its owner knows. */
export function listenOfScrobblerLog(line: string, inUtc: boolean, options: HistoryOptions): RecordVerdict {
  const [artist, album, title, , seconds, rating, time, mbid] = line.split('\t');
  if (time === undefined)
    return unreadable('has fewer than 7 fields between tabs: give artist, album, title, number, seconds, L or S, time');
  if (rating === 'S') return leaveOut('skipped');
  const artistName = textOf(artist);
  if (artistName === undefined || artistName === '<Untagged>') return unreadable('names no artist in its first field');
  if (textOf(title) === undefined) return unreadable('names no title in its third field');
  const told = timeOf(time);
  if ('wrong' in told) return unreadable(`the time in its seventh field is ${quote(time)}: give ${timesTaken}`);
  const { zone } = options;
  // Seconds of a wall clock are those of the same clock in UTC; in a zone they are less by its offset.
  const wall = new Date(told.at * 1000).toISOString().slice(0, 19);
  const at = inUtc || zone === undefined ? told : timeOf(wall, { zone });
  const length = wholeOf(seconds);
  return {
    listen: definedFields({
      listenedAt: 'at' in at ? at.at : told.at,
      title: textOf(title) as string,
      artistName,
      releaseName: textOf(album),
      itemId: mbidOf(mbid),
      durationMs: length === undefined || length === 0 ? undefined : length * 1000,
    }),
    ...(inUtc || zone !== undefined ? {} : { remarks: [zonelessRemark] }),
  };
}
