/** Spotify's account data: the last year's playbacks by their end, to the minute, in UTC. */
import { definedFields, objectOf, quote, textOf, wholeOf } from '#shared/formats/history/fields.ts';
import { unreadable } from '#shared/formats/history/row.ts';
import type { Shape } from '#shared/formats/history/shapes/shape.ts';
import { timeOf } from '#shared/formats/history/times.ts';

export const spotifyAccount: Shape = {
  format: 'Spotify account data',
  namesUsers: false,
  looksLike: (record) => objectOf(record)?.endTime !== undefined && objectOf(record)?.msPlayed !== undefined,
  listenOf: (record) => {
    const fields = objectOf(record) ?? {};
    const ended = timeOf(fields.endTime, { zone: 'UTC' });
    if ('wrong' in ended) return unreadable(`"endTime" is ${quote(fields.endTime)}, which ${ended.wrong}`);
    const playedMs = wholeOf(fields.msPlayed);
    if (playedMs === undefined) return unreadable(`"msPlayed" is ${quote(fields.msPlayed)}: give milliseconds`);
    const pairs = [
      ['track', fields.trackName, fields.artistName],
      ['episode', fields.episodeName, fields.podcastName],
      ['episode', fields.chapterName ?? fields.audiobookChapterTitle, fields.bookName ?? fields.audiobookName],
    ] as const;
    for (const [kind, title, artist] of pairs) {
      if (textOf(title) === undefined || textOf(artist) === undefined) continue;
      const listenedAt = Math.round(ended.at - playedMs / 1000);
      return {
        listen: definedFields({
          kind,
          listenedAt,
          playedMs,
          title: textOf(title),
          artistName: textOf(artist),
          releaseName: textOf(fields.albumName),
        }),
      };
    }
    return unreadable('names no track, episode or chapter: give "trackName" and "artistName"');
  },
};
