/** A listen known by its names: what MusicBrainz, Spotify or a feed call its item are addresses of it, and never its id. */
import { isNobodysMbid } from '#shared/domain/identity/nobody.ts';
import type { HistoryListen } from '#shared/formats/history/row.ts';

const mbid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-46-9a-f][0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const uri = /^(?:spotify|https?):\S{1,240}$/;

/** A service's own id stays where names are missing, and so does any other, which is the sender's. */
export function byNames(listen: HistoryListen): HistoryListen {
  if (listen.title === undefined || listen.artistName === undefined) return listen;
  const { itemId, artistId, ...rest } = listen;
  const address = addressIn(itemId);
  const artistAddress = artistId !== undefined && mbid.test(artistId) ? `mbid:${artistId}` : undefined;
  const isSomebody = artistAddress !== undefined && !isNobodysMbid(artistId as string);
  return {
    ...rest,
    ...(address === undefined ? { ...(itemId === undefined ? {} : { itemId }) } : { addresses: [address] }),
    ...(artistAddress === undefined ? { ...(artistId === undefined ? {} : { artistId }) } : {}),
    ...(isSomebody ? { artistAddresses: [artistAddress] } : {}),
  };
}

function addressIn(itemId: string | undefined): string | undefined {
  if (itemId === undefined) return undefined;
  if (mbid.test(itemId)) return `mbid:${itemId}`;
  return uri.test(itemId) ? itemId : undefined;
}
