/**
 * JSPF as ListenBrainz writes it: what its clients read, with every field that the strictest of them want. Why an item
 * is there stands in the track extension's `additional_metadata.reason`, and as the annotation that players show.
 */
import { artistMbidOf, itemUri, locationOf, nameOf, rfc3339WithOffset } from '#shared/formats/playlist/identifiers.ts';
import type { Edition, EditionItem } from '#shared/schemas/edition.ts';

export type JspfOptions = {
  /** Prefix of the playlist's identifier. Clients take what follows the last slash for the id. */
  readonly playlistUri?: string;
  /** The listener's IANA zone, whose offset dates carry; UTC when left out. */
  readonly timeZone?: string;
  /** False for a listing, where ListenBrainz leaves the tracks out. */
  readonly withTracks?: boolean;
};

const creator = 'segue';

export function toJspf(
  edition: Edition,
  { playlistUri = 'https://listenbrainz.org/playlist/', timeZone = 'UTC', withTracks = true }: JspfOptions = {},
) {
  const date = rfc3339WithOffset(edition.createdAt, timeZone);
  return {
    playlist: {
      creator,
      title: edition.title,
      annotation: edition.description,
      identifier: playlistUri + edition.playlistId,
      date,
      extension: {
        'https://musicbrainz.org/doc/jspf#playlist': {
          public: false,
          creator,
          created_for: edition.userId,
          last_modified_at: date,
          additional_metadata: {
            algorithm_metadata: { source_patch: edition.patch },
            expires_at: rfc3339WithOffset(edition.expiresAt, timeZone),
          },
        },
      },
      track: withTracks ? edition.items.map((item) => trackOf(item, date)) : [],
    },
  };
}

function trackOf({ item, score, reason }: EditionItem, addedAt: string) {
  const location = locationOf(item);
  const artist = artistMbidOf(item);
  return {
    ...(location === undefined ? {} : { location: [location] }),
    identifier: [itemUri(item)],
    title: nameOf(item),
    creator: item.artistName ?? '',
    album: item.releaseName ?? '',
    annotation: reason.text,
    ...(item.durationMs === undefined ? {} : { duration: item.durationMs }),
    extension: {
      'https://musicbrainz.org/doc/jspf#track': {
        added_by: creator,
        added_at: addedAt,
        artist_identifiers: artist === undefined ? [] : [`https://musicbrainz.org/artist/${artist}`],
        additional_metadata: {
          ...(artist === undefined
            ? {}
            : { artists: [{ artist_credit_name: item.artistName ?? '', artist_mbid: artist, join_phrase: '' }] }),
          reason: { ...reason, score },
        },
      },
    },
  };
}
