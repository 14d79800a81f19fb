/** The Last.fm-1K data set's listening file: tab-separated without a header, newest first (Celma 2010). */
import { definedFields, instantOf, mbidOf, quote, textOf } from '#shared/formats/history/fields.ts';
import { type RecordVerdict, unreadable } from '#shared/formats/history/row.ts';

const columns = 6;

export function looksLikeLastfm1k(line: string): boolean {
  const fields = line.split('\t');
  return fields.length === columns && instantOf(fields[1]) !== undefined && fields[1]?.includes('T') === true;
}

/** `user, UTC time, artist MBID, artist, track MBID, track`; MBIDs are addresses, the names say which recording it is. */
export function listenOfLastfm1k(line: string): RecordVerdict {
  const fields = line.split('\t');
  if (fields.length !== columns) {
    return unreadable(
      `has ${fields.length} tab-separated fields: give user, time, artist MBID, artist, track MBID, track`,
    );
  }
  const [user, time, artistMbid, artist, trackMbid, track] = fields;
  const userId = textOf(user);
  if (userId === undefined) return unreadable('names no user in its first field');
  const listenedAt = instantOf(time);
  if (listenedAt === undefined) return unreadable(`the time is ${quote(time)}: give UTC as 2009-05-04T23:08:57Z`);
  const artistName = textOf(artist);
  if (artistName === undefined) return unreadable('names no artist in its fourth field');
  const title = textOf(track);
  if (title === undefined) return unreadable('names no track in its sixth field');
  return {
    listen: {
      userId,
      listenedAt,
      ...definedFields({ itemId: mbidOf(trackMbid), artistId: mbidOf(artistMbid) }),
      title,
      artistName,
    },
  };
}
