/** Spotify's extended streaming history: an array of playbacks, from "endsong_0.json" to "Streaming_History_Audio_….json". */
import { definedFields, instantOf, objectOf, quote, textOf, wholeOf } from '#shared/formats/history/fields.ts';
import { type RecordVerdict, unreadable } from '#shared/formats/history/row.ts';

export function looksLikeSpotify(record: unknown): boolean {
  const fields = objectOf(record);
  return fields?.ms_played !== undefined && fields.ts !== undefined;
}

/**
 * `ts` is when the playback ended, so it started `ms_played` earlier: real files agree, where `offline_timestamp`, the
 * start of a playback without a connection, is `ts - ms_played` to the second. `offline_timestamp` itself is no
 * source: it is seconds, milliseconds, 0 or days off, depending on the generation of the file.
 *
 * A skip stays a listen with its few `playedMs`, because it was heard and says something: it weighs nothing.
 */
export function listenOfSpotify(record: unknown): RecordVerdict {
  const fields = objectOf(record) ?? {};
  const endedAt = instantOf(fields.ts);
  if (endedAt === undefined) return unreadable(`"ts" is ${quote(fields.ts)}: give an instant as 2023-03-19T18:31:37Z`);
  const playedMs = wholeOf(fields.ms_played);
  if (playedMs === undefined) return unreadable(`"ms_played" is ${quote(fields.ms_played)}: give milliseconds`);
  const played = playedItem(fields);
  if (played === undefined) {
    return unreadable(
      'names no track, episode or audiobook: give "spotify_track_uri" or the names of track and artist',
    );
  }
  return { listen: definedFields({ ...played, listenedAt: Math.round(endedAt - playedMs / 1000), playedMs }) };
}

/** A chapter of an audiobook is an episode of its book: like a show it is followed in order. */
function playedItem(fields: Readonly<Record<string, unknown>>) {
  const track = {
    kind: 'track' as const,
    itemId: textOf(fields.spotify_track_uri),
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
  return [track, episode, chapter].find(
    ({ itemId, title, artistName }) => itemId !== undefined || (title !== undefined && artistName !== undefined),
  );
}
