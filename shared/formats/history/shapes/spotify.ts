/** Spotify's extended streaming history: an array of playbacks, from "endsong_0.json" to "Streaming_History_Audio_….json". */
import { definedFields, objectOf, quote, textOf, wholeOf } from '#shared/formats/history/fields.ts';
import type { HistoryOptions } from '#shared/formats/history/options.ts';
import { leaveOut, type RecordVerdict, unreadable } from '#shared/formats/history/row.ts';
import type { Shape } from '#shared/formats/history/shapes/shape.ts';
import { timeOf } from '#shared/formats/history/times.ts';

export const spotify: Shape = {
  format: 'Spotify extended streaming history',
  namesUsers: false,
  looksLike: (record) => objectOf(record)?.ms_played !== undefined && objectOf(record)?.ts !== undefined,
  listenOf,
};

/**
 * `ts` is when the playback ended, so it started `ms_played` earlier: real files agree, where `offline_timestamp`, the
 * start of a playback without a connection, is `ts - ms_played` to the second. `offline_timestamp` itself is no
 * source: it is seconds, milliseconds, 0 or days off, depending on the generation of the file.
 *
 * A skip stays a listen with its few `playedMs`, because it was heard and says something: it weighs nothing.
 */
function listenOf(record: unknown, { withoutPrivate }: HistoryOptions): RecordVerdict {
  const fields = objectOf(record) ?? {};
  const ended = timeOf(fields.ts, { zone: 'UTC' });
  if ('wrong' in ended) return unreadable(`"ts" is ${quote(fields.ts)}: give an instant as 2023-03-19T18:31:37Z`);
  const playedMs = wholeOf(fields.ms_played);
  if (playedMs === undefined) return unreadable(`"ms_played" is ${quote(fields.ms_played)}: give milliseconds`);
  const item = playedItem(fields);
  if (item === undefined) {
    return unreadable(
      'names no track, episode or audiobook: give "spotify_track_uri" or the names of track and artist',
    );
  }
  const listen = definedFields({ ...item, listenedAt: Math.round(ended.at - playedMs / 1000), playedMs });
  if (fields.incognito_mode !== true) return { listen };
  return withoutPrivate ? leaveOut('played in a private session') : { listen, remarks: [privateRemark] };
}

const privateRemark = 'played in a private session: say --without-private to leave these out';

/** A chapter of an audiobook is an episode of its book: like a show it is followed in order. */
function playedItem(fields: Readonly<Record<string, unknown>>) {
  const track = {
    kind: 'track' as const,
    itemId: addressOf(fields.spotify_track_uri),
    title: textOf(fields.master_metadata_track_name),
    artistName: textOf(fields.master_metadata_album_artist_name),
    releaseName: textOf(fields.master_metadata_album_album_name),
  };
  const episode = {
    kind: 'episode' as const,
    itemId: textOf(fields.spotify_episode_uri),
    title: textOf(fields.episode_name),
    artistName: textOf(fields.episode_show_name),
  };
  const chapter = {
    kind: 'episode' as const,
    itemId: textOf(fields.audiobook_chapter_uri),
    title: textOf(fields.audiobook_chapter_title),
    artistName: textOf(fields.audiobook_title),
  };
  return [track, localFile(fields.spotify_track_uri), episode, chapter].find(
    ({ itemId, title, artistName }) => itemId !== undefined || (title !== undefined && artistName !== undefined),
  );
}

/** A local file's address is made of its names, which say more, and is as long as they are. */
function addressOf(uri: unknown): string | undefined {
  const text = textOf(uri);
  return text?.startsWith('spotify:local:') ? undefined : text;
}

/** The names in "spotify:local:artist:album:title:seconds", for a row that has none beside it. */
function localFile(uri: unknown) {
  const [scheme, kind, artist, album, title] = textOf(uri)?.split(':') ?? [];
  const isLocal = scheme === 'spotify' && kind === 'local';
  const name = (text: string | undefined) => (isLocal ? textOf(plainText(text ?? '')) : undefined);
  return {
    kind: 'track' as const,
    itemId: undefined,
    title: name(title),
    artistName: name(artist),
    releaseName: name(album),
  };
}

function plainText(encoded: string): string {
  try {
    return decodeURIComponent(encoded.replaceAll('+', ' '));
  } catch {
    return encoded;
  }
}
