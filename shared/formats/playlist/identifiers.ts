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

/** Unix seconds as RFC 3339 with the offset that a zone has then: a listener's Monday is a Monday on every screen. */
export function rfc3339WithOffset(seconds: number, timeZone: string): string {
  const offset = offsetOf(seconds, timeZone);
  const text = new Date((seconds + offset) * 1000).toISOString().slice(0, 19);
  const minutes = Math.abs(Math.round(offset / 60));
  const digits = (number: number): string => String(number).padStart(2, '0');
  return `${text}${offset < 0 ? '-' : '+'}${digits(Math.floor(minutes / 60))}:${digits(minutes % 60)}`;
}

/** Seconds east of Greenwich, cut to whole minutes as RFC 3339 has them. */
function offsetOf(seconds: number, timeZone: string): number {
  if (timeZone === 'UTC') return 0;
  const name = Intl.DateTimeFormat('en', { timeZone, timeZoneName: 'longOffset' })
    .formatToParts(seconds * 1000)
    .find(({ type }) => type === 'timeZoneName')?.value;
  const [, sign, hours, minutes] = /^GMT([+-])(\d\d):(\d\d)/.exec(name ?? '') ?? [];
  if (sign === undefined) return 0;
  return (sign === '-' ? -1 : 1) * (Number(hours) * 3600 + Number(minutes) * 60);
}
