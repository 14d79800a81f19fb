/** Reads one submitted listen, or the track that is playing now. */
import { artistIdOf, itemIdOf, listenIdOf } from '#shared/domain/identity/ids.ts';
import { keysOf } from '#shared/domain/identity/keys.ts';
import { isNobodysMbid } from '#shared/domain/identity/nobody.ts';
import { integerOf } from '#shared/edge/listenbrainz/additional-info.ts';
import { ListenRejection } from '#shared/edge/listenbrainz/listen-rejection.ts';
import { readTrack, type Track } from '#shared/edge/listenbrainz/track-metadata.ts';
import type { ItemId, ReleaseId, UserId } from '#shared/schemas/ids.ts';
import { limits } from '#shared/schemas/limits.ts';
import type { Listen } from '#shared/schemas/listen.ts';

type Sent = Readonly<Record<string, unknown>>;
type Context = {
  readonly userId: UserId;
  /** Unix seconds. */
  readonly now: number;
};

/** Throws a ListenRejection in ListenBrainz's words, in the order in which ListenBrainz looks. */
export function readListen(value: unknown, { userId, now }: Context): Listen {
  const listen = objectOf(value);
  const listenedAt = readListenedAt(listen, now);
  expectTrack(listen);
  if (Object.keys(listen).length > 2) {
    const detail = 'JSON document may only contain listened_at and track_metadata top level keys';
    throw new ListenRejection(detail, listen);
  }
  const track = readTrack(listen);
  const itemId = itemIdOfTrack(track);
  const { title, artistName, releaseName, releaseMbid, releaseGroupMbid, durationMs, tags, info } = track;
  return {
    id: listenIdOf(userId, listenedAt, itemId),
    userId,
    itemId,
    kind: 'track',
    listenedAt,
    title,
    artistName,
    ...(releaseName === undefined ? {} : { releaseName }),
    ...(releaseMbid === undefined ? {} : { releaseId: releaseMbid as ReleaseId }),
    ...(releaseGroupMbid === undefined ? {} : { releaseGroupId: releaseGroupMbid as ReleaseId }),
    ...(durationMs === undefined ? {} : { durationMs }),
    ...(tags === undefined ? {} : { tags }),
    ...(info === undefined ? {} : { info }),
    ...namedBy(track),
    ...keysOf({ itemId, kind: 'track', title, artistName, releaseName }),
  };
}

/** The track of a `playing_now`. Throws like `readListen`. */
export function readPlaying(value: unknown): Track {
  const listen = objectOf(value);
  if ('listened_at' in listen) {
    throw new ListenRejection('JSON document must not contain listened_at while submitting playing_now.', listen);
  }
  expectTrack(listen);
  if (Object.keys(listen).length > 1) {
    const detail = 'JSON document may only contain track_metadata as top level key when submitting playing_now.';
    throw new ListenRejection(detail, listen);
  }
  return readTrack(listen);
}

/** The recording that the names mean, which is also its MSID. MusicBrainz's ids are its addresses, from any sender. */
export function itemIdOfTrack({ artistName, title, releaseName }: Track): ItemId {
  return itemIdOf(artistName, title, releaseName);
}

function namedBy({
  artistName,
  recordingMbid,
  artistMbid,
}: Track): Pick<Listen, 'artistId' | 'addresses' | 'artistAddresses'> {
  const artistId = artistIdOf(artistName);
  const isSomebody = artistId !== undefined && artistMbid !== undefined && !isNobodysMbid(artistMbid);
  return {
    ...(artistId === undefined ? {} : { artistId }),
    ...(recordingMbid === undefined ? {} : { addresses: [`mbid:${recordingMbid}`] }),
    ...(isSomebody ? { artistAddresses: [`mbid:${artistMbid}`] } : {}),
  };
}

function objectOf(value: unknown): Sent {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new ListenRejection('Listen is empty and cannot be validated.');
  }
  return value as Sent;
}

function expectTrack(listen: Sent): void {
  if (Object.hasOwn(listen, 'track_metadata')) return;
  throw new ListenRejection('JSON document must contain the key track_metadata at the top level.', listen);
}

function readListenedAt(listen: Sent, now: number): number {
  if (!Object.hasOwn(listen, 'listened_at')) {
    throw new ListenRejection('JSON document must contain the key listened_at at the top level.', listen);
  }
  const listenedAt = integerOf(listen.listened_at);
  if (listenedAt === undefined) {
    throw new ListenRejection('JSON document must contain an int value for listened_at.', listen);
  }
  if (listenedAt >= now + limits.listenFutureSecondsMax) {
    throw new ListenRejection('Value for key listened_at is too high.', listen, 'in-the-future');
  }
  if (listenedAt < limits.listenedAtMin) {
    const detail =
      'Value for key listened_at is too low. listened_at timestamp should be greater than 1033410600 (2002-10-01 00:00:00 UTC).';
    throw new ListenRejection(detail, listen, 'too-old');
  }
  return listenedAt;
}
