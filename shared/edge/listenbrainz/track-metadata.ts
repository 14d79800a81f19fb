/** Reads `track_metadata`: who played what, and what else is said of it. */
import { oneLine } from '#shared/domain/listens/mending.ts';
import { type AdditionalInfo, readAdditionalInfo } from '#shared/edge/listenbrainz/additional-info.ts';
import { ListenRejection } from '#shared/edge/listenbrainz/listen-rejection.ts';

export type Track = AdditionalInfo & {
  readonly title: string;
  readonly artistName: string;
  readonly releaseName?: string | undefined;
};

type Sent = Readonly<Record<string, unknown>>;

/** Throws a ListenRejection in ListenBrainz's words, in the order in which ListenBrainz looks. */
export function readTrack(listen: Sent): Track {
  const sent = listen.track_metadata;
  if (sent === null) throw new ListenRejection('JSON document may not have track_metadata with null value.', listen);
  if (typeof sent !== 'object' || Array.isArray(sent)) {
    throw new ListenRejection('track_metadata must be a json object.', listen);
  }
  const track = sent as Sent;
  const title = readName(track, 'track_name', listen);
  const artistName = readName(track, 'artist_name', listen);
  const releaseName = readReleaseName(track, listen);
  const additional = readAdditionalInfo(track.additional_info, listen);
  refuseUnicodeNull(listen, listen);
  return {
    title: plain(title) ?? emptied('track_name', listen),
    artistName: plain(artistName) ?? emptied('artist_name', listen),
    releaseName: releaseName === undefined ? undefined : plain(releaseName),
    ...additional,
  };
}

function readName(track: Sent, key: 'track_name' | 'artist_name', listen: Sent): string {
  const sent = track[key];
  if (sent === undefined) {
    throw new ListenRejection(`JSON document does not contain required field track_metadata.${key}.`, listen);
  }
  if (typeof sent !== 'string') throw new ListenRejection(`track_metadata.${key} must be a single string.`, listen);
  return sent.trim() === '' ? emptied(key, listen) : sent;
}

/** Optional, so that a client that has none may leave it out, or say null or nothing. */
function readReleaseName(track: Sent, listen: Sent): string | undefined {
  const sent = track.release_name;
  if (sent === undefined || sent === null) return undefined;
  if (typeof sent !== 'string') {
    throw new ListenRejection('track_metadata.release_name must be a single string.', listen);
  }
  return sent;
}

function emptied(key: string, listen: Sent): never {
  throw new ListenRejection(`field track_metadata.${key} is empty.`, listen);
}

/** Text as it is kept: one line, whole characters, bounded. Undefined when nothing is left of it. */
function plain(text: string): string | undefined {
  return oneLine(text) || undefined;
}

/** Characters of a refused text that its refusal repeats. */
const shownMax = 500;

function refuseUnicodeNull(value: unknown, listen: Sent): void {
  if (typeof value === 'string') {
    if (value.includes('\0'))
      throw new ListenRejection(`${value.trim().slice(0, shownMax)} contains a unicode null`, listen);
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, part] of Object.entries(value)) {
      refuseUnicodeNull(key, listen);
      refuseUnicodeNull(part, listen);
    }
  }
}
