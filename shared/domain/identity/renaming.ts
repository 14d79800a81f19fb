/** Names a listen that was accepted by an older version anew: by its recording, with what named it then as an address. */
import { artistIdOf, listenIdOf, recordingIdsOf } from '#shared/domain/identity/ids.ts';
import { keysOf } from '#shared/domain/identity/keys.ts';
import { isNobodysMbid } from '#shared/domain/identity/nobody.ts';
import type { Address } from '#shared/schemas/ids.ts';
import type { Listen } from '#shared/schemas/listen.ts';

/**
 * A Spotify address, a MusicBrainz id that the client told beside the names, and an id that was made of the names then are no
 * ids of items any more. Any other is a client's own and stays. Idempotent.
 */
export function renamed(listen: Listen): Listen {
  const { kind, title, artistName, releaseName, itemId, info } = listen;
  if (title === undefined || artistName === undefined) return listen;
  const address = addressIn(listen);
  if (address === undefined && !isMadeOfNames(listen))
    return { ...listen, ...keysOf({ itemId, kind, title, artistName, releaseName }) };
  const { recordingId } = recordingIdsOf({ kind, artistName, title, releaseName });
  const { artistId: _, ...rest } = listen;
  const artistId = artistIdOf(artistName);
  const artistMbid = textIn(info?.artist_mbids);
  const artistAddresses = artistMbid === undefined || isNobodysMbid(artistMbid) ? [] : [`mbid:${artistMbid}`];
  return {
    ...rest,
    itemId: recordingId,
    ...keysOf({ itemId: recordingId, kind, title, artistName, releaseName }),
    ...(artistId === undefined ? {} : { artistId }),
    ...together('addresses', listen.addresses, address === undefined ? [] : [address]),
    ...together('artistAddresses', listen.artistAddresses, artistId === undefined ? [] : artistAddresses),
  };
}

function together(
  name: 'addresses' | 'artistAddresses',
  known: readonly string[] = [],
  told: readonly string[],
): Partial<Listen> {
  const all = [...new Set([...known, ...told])].sort();
  return all.length === 0 ? {} : { [name]: all as Address[] };
}

function addressIn({ itemId, info }: Listen): string | undefined {
  if (/^spotify:(?:track|episode):/.test(itemId)) return itemId;
  return itemId === textIn(info?.recording_mbid) ? `mbid:${itemId}` : undefined;
}

/** What is not a client's own: the id of such a listen was made of user, instant and item, and the item's of its names. */
function isMadeOfNames({ id, userId, listenedAt, itemId }: Listen): boolean {
  return id === listenIdOf(userId, listenedAt, itemId) && versionFive.test(itemId);
}

const versionFive = /^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

function textIn(value: unknown): string | undefined {
  const [first] = Array.isArray(value) ? value : [value];
  return typeof first === 'string' ? first : undefined;
}
