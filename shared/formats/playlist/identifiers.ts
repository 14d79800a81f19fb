/** Names of items and instants as playlist formats want them: URIs and RFC 3339. */
import { mbidIn } from '#shared/domain/identity/addresses.ts';
import type { ItemCard } from '#shared/schemas/model.ts';

/** A MusicBrainz id: a UUID that is not one of our own, which are all of version 5. */
export function isMbid(id: string): boolean {
  return /^[0-9a-f]{8}-[0-9a-f]{4}-[0-46-9a-f][0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}$/.test(id);
}

/** The recording at MusicBrainz where one is known, else a URN of our own. */
export function itemUri(item: ItemCard): string {
  const mbid = mbidIn(item.addresses) ?? (isMbid(item.itemId) ? item.itemId : undefined);
  return item.kind === 'track' && mbid !== undefined ? `https://musicbrainz.org/recording/${mbid}` : itemUrn(item);
}

/** The artist at MusicBrainz, where one is known. */
export function artistMbidOf({ kind, artistId, artistAddresses }: ItemCard): string | undefined {
  if (kind !== 'track') return undefined;
  return mbidIn(artistAddresses) ?? (artistId !== undefined && isMbid(artistId) ? artistId : undefined);
}

function itemUrn({ itemId }: ItemCard): string {
  return `urn:segue:item:${encodeURIComponent(itemId)}`;
}

/** Where a player finds the item, in a spelling without white space or line breaks. */
export function locationOf({ url }: ItemCard): string | undefined {
  return url === undefined ? undefined : new URL(url).href;
}

/** What an item is called where a name has to be given. */
export function nameOf({ title, itemId }: ItemCard): string {
  return title ?? itemId;
}

/** Unix seconds as RFC 3339 in UTC. */
export function rfc3339WithOffset(seconds: number): string {
  return new Date(seconds * 1000).toISOString().replace('.000Z', '+00:00');
}
