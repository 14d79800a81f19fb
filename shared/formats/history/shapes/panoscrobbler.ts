/** Pano Scrobbler's export (JSONL): one object per event, of which scrobbles are listens. */
import { definedFields, instantOf, objectOf, quote, textOf, wholeOf } from '#shared/formats/history/fields.ts';
import { leaveOut, type RecordVerdict, unreadable } from '#shared/formats/history/row.ts';
import type { Shape } from '#shared/formats/history/shapes/shape.ts';

export const panoScrobbler: Shape = {
  format: 'Pano Scrobbler export',
  namesUsers: false,
  looksLike: (record) => objectOf(record)?.timeMs !== undefined && objectOf(record)?.track !== undefined,
  listenOf,
};

function listenOf(record: unknown): RecordVerdict {
  const fields = objectOf(record) ?? {};
  const event = fields.event;
  if (event !== undefined && event !== 'scrobble') {
    return leaveOut(`events that are no scrobbles (${quote(event)})`);
  }
  const listenedAt = instantOf(fields.timeMs);
  if (listenedAt === undefined) return unreadable(`"timeMs" is ${quote(fields.timeMs)}: give Unix milliseconds`);
  const artistName = textOf(fields.artist);
  if (artistName === undefined) return unreadable(`"artist" is ${quote(fields.artist)}: give the artist's name`);
  const title = textOf(fields.track);
  if (title === undefined) return unreadable(`"track" is ${quote(fields.track)}: give the track's title`);
  return {
    listen: definedFields({
      listenedAt,
      title,
      artistName,
      releaseName: textOf(fields.album),
      durationMs: wholeOf(fields.durationMs),
    }),
  };
}
