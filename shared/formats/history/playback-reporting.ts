/** Jellyfin's and Emby's Playback Reporting: lines without a header, of time, user, item, type, name, method, client, device, seconds. */
import { definedFields, quote, textOf, wholeOf } from '#shared/formats/history/fields.ts';
import { zonelessRemark } from '#shared/formats/history/listen-fields.ts';
import type { HistoryOptions } from '#shared/formats/history/options.ts';
import { leaveOut, type RecordVerdict, unreadable } from '#shared/formats/history/row.ts';
import { timeOf } from '#shared/formats/history/times.ts';

export const looksLikePlaybackReporting = (line: string): boolean =>
  /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d+)?\t[^\t]*\t[^\t]*\t(Audio|Movie|Episode|AudioBook|MusicVideo|Video|TvChannel)\t/.test(
    line,
  );

/** The name of a song is "artist - title (album)": what stands in the last brackets may be part of the title, and is its album here. */
export function listenOfPlaybackReporting(line: string, options: HistoryOptions): RecordVerdict {
  const [started, , , type, name = '', , , , seconds] = line.split('\t');
  if (type !== 'Audio') return leaveOut(`videos and other plays of type ${quote(type)}`);
  const time = timeOf(started?.replace(/\.\d+$/, ''), options);
  if ('wrong' in time) return unreadable(`the time in its first field is ${quote(started)}, which ${time.wrong}`);
  const parts = /^(.+?) - (.+?)(?: \(([^()]*)\))?$/.exec(name.trim());
  if (parts === null) return unreadable(`its name is ${quote(name)}: give "artist - title (album)"`);
  const played = wholeOf(seconds);
  const listen = definedFields({
    listenedAt: time.at,
    title: textOf(parts[2]) as string,
    artistName: textOf(parts[1]) as string,
    releaseName: textOf(parts[3]),
    playedMs: played === undefined ? undefined : played * 1000,
  });
  return time.zoneless ? { listen, remarks: [zonelessRemark] } : { listen };
}
