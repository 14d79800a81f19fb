/** Ids that make repetition harmless: the same thing said twice gets the same id on every machine. */
import { hash } from 'node:crypto';
import { artistOf, type Names, recordingOf } from '#shared/domain/identity/names.ts';
import { memoise } from '#shared/domain/memoise.ts';
import type { Patch, Period } from '#shared/schemas/edition.ts';
import type { ArtistId, ItemId, ListenId, PlaylistId, UserId } from '#shared/schemas/ids.ts';

/** Segue's own namespace; changing it would orphan every derived id. */
const namespace = '5e60e5e6-5e60-4e5e-8e60-5e605e605e60';

const derive = (what: string, ...parts: readonly string[]): string =>
  uuidV5(JSON.stringify([what, ...parts]), namespace);

/** A name-based UUID (RFC 9562, section 5.5). */
export function uuidV5(name: string, namespace: string): string {
  const bytes = Buffer.concat([namespaceBytes(namespace), Buffer.from(name)]);
  const digest = hash('sha1', bytes, 'hex');
  const variant = '89ab'[Number.parseInt(digest.charAt(16), 16) & 3];
  return `${digest.slice(0, 8)}-${digest.slice(8, 12)}-5${digest.slice(13, 16)}-${variant}${digest.slice(17, 20)}-${digest.slice(20, 32)}`;
}

const namespaceBytes = memoise(
  (namespace: string) => namespace,
  (namespace: string) => Buffer.from(namespace.replaceAll('-', ''), 'hex'),
);

export type RecordingIds = {
  /** Of the recording: main artist and title without words that name the same sound. */
  readonly recordingId: ItemId;
  /** Of the song: the recording without any version. That of a plain version is its recording's. */
  readonly songId: ItemId;
};

/**
 * Ids of what is known by its names: a function of them alone, so that nobody can rename it and no order matters. Of
 * nobody's recordings, such as those of "Various Artists", the release says which is which.
 */
export const recordingIdsOf: (names: Names) => RecordingIds = memoise(
  ({ kind, artistName, title, releaseName }) => `${kind}\n${artistName}\n${title}\n${releaseName ?? ''}`,
  (names) => {
    const { key } = recordingOf(names);
    const plain = key.slice(0, 2);
    const recordingId = derive(names.kind, ...key) as ItemId;
    return { recordingId, songId: key.length === 2 ? recordingId : (derive(names.kind, ...plain) as ItemId) };
  },
);

/** The id of a recording known only by artist and title. Also its ListenBrainz MSID. */
export function itemIdOf(artistName: string, title: string, releaseName?: string): ItemId {
  return recordingIdsOf({ kind: 'track', artistName, title, releaseName }).recordingId;
}

/** The id of the main artist of a credit; undefined where that is nobody. */
export const artistIdOf: (artistName: string) => ArtistId | undefined = memoise(
  (artistName) => artistName,
  (artistName) => {
    const main = artistOf(artistName);
    return main === undefined ? undefined : (derive('artist', main) as ArtistId);
  },
);

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** The UUID by which ListenBrainz clients know an item or an artist: its id where that is a UUID, else one derived from it. */
export function msidOf(id: string): string {
  return uuid.test(id) ? id : derive('msid', id);
}

/** A resend of the same playback is the same listen. `listenedAt`: Unix seconds. */
export function listenIdOf(userId: UserId, listenedAt: number, itemId: ItemId): ListenId {
  return derive('listen', userId, String(listenedAt), itemId) as ListenId;
}

/** Of an edition; of one of several of a period, for example of a mix, with what tells them apart. */
export function playlistIdOf(userId: UserId, patch: Patch, period: Period, of?: string): PlaylistId {
  return derive('playlist', userId, patch, period, ...(of === undefined ? [] : [of])) as PlaylistId;
}

/** The id of a side of a user's taste: that of the artist it is named for. */
export const mixIdOf = (userId: UserId, artist: string): string => derive('mix', userId, artist);

/** Digest of a batch: the same listens in the same message are the same batch. */
export function batchIdOf(userId: UserId | undefined, ids: readonly string[]): string {
  return derive('batch', userId ?? '', ...ids);
}
