/** From what is kept to what ListenBrainz's clients read, with every key that the strictest of them want. */
import { mbidIn } from '#shared/domain/identity/addresses.ts';
import { msidOf } from '#shared/domain/identity/ids.ts';
import { isMbid } from '#shared/formats/playlist/identifiers.ts';
import type { PastListen } from '#shared/ports/history.ts';
import type { Item } from '#shared/schemas/item.ts';
import type { Listen } from '#shared/schemas/listen.ts';
import type { ApiListen, TrackMetadata } from '#shared/schemas/listenbrainz.ts';

/** An item as a listen, a feedback or the catalogue describes it. */
export type Described = Pick<Item, 'itemId'> & {
  readonly [K in 'title' | 'artistId' | 'artistName' | 'releaseName' | 'durationMs']?: Item[K] | undefined;
} & {
  readonly [K in 'tags' | 'addresses' | 'artistAddresses']?: readonly string[] | undefined;
} & { readonly info?: Listen['info'] | undefined };

/** MusicBrainz's own name for an artist nobody knows. */
const unknownArtist = '[unknown]';

/** `additional_info` is what the client sent; for what came by `/v1`, the same facts under ListenBrainz's names. */
export function trackMetadata(described: Described): TrackMetadata {
  const { itemId, title = itemId, artistName = unknownArtist, releaseName, info } = described;
  return {
    artist_name: artistName,
    track_name: title,
    ...(releaseName === undefined ? {} : { release_name: releaseName }),
    additional_info: { ...(info ?? factsOf(described)), recording_msid: msidOf(itemId) },
  };
}

function factsOf(described: Described): TrackMetadata['additional_info'] {
  const { artistId, artistAddresses, durationMs, tags = [] } = described;
  const recordingMbid = mbidOfItem(described as Pick<Item, 'itemId' | 'addresses'>);
  const artistMbid = mbidIn(artistAddresses) ?? mbidOrNull(artistId);
  return {
    ...(recordingMbid === null ? {} : { recording_mbid: recordingMbid }),
    ...(artistMbid === null ? {} : { artist_mbids: [artistMbid] }),
    ...(durationMs === undefined ? {} : { duration_ms: durationMs }),
    ...(tags.length === 0 ? {} : { tags: [...tags] }),
  };
}

/** `known` is what the catalogue has, for a listen that names only its item. */
export function apiListen(listen: PastListen, known: Item | undefined): ApiListen {
  const { userId, itemId, receivedAt, listenedAt, title, artistName } = listen;
  const named = { title: title ?? known?.title, artistName: artistName ?? known?.artistName };
  return {
    user_name: userId,
    inserted_at: receivedAt,
    listened_at: listenedAt,
    recording_msid: msidOf(itemId),
    track_metadata: trackMetadata({ ...listen, ...named }),
  };
}

/** The recording that an item is at MusicBrainz: its address there, or its id where a client's own is one. */
export function mbidOfItem({ itemId, addresses }: Pick<Item, 'itemId' | 'addresses'>): string | null {
  return mbidIn(addresses) ?? mbidOrNull(itemId);
}

/** An id that is a MusicBrainz id, or null. */
export function mbidOrNull(id: string | null | undefined): string | null {
  return typeof id === 'string' && isMbid(id) ? id : null;
}
