/** Addresses of items: what other systems call them. Together they are a set, in the order of the alphabet and bounded (I11). */
import type { Address, ArtistId, ItemId } from '#shared/schemas/ids.ts';
import type { Addressed, Item } from '#shared/schemas/item.ts';
import { limits } from '#shared/schemas/limits.ts';

type Addresses = Pick<Item, 'addresses' | 'artistAddresses'>;

/** The item with the addresses that another telling of it brings; undefined where it brings none. */
export function withAddresses(known: Item, told: Addresses): Item | undefined {
  const addresses = union(known.addresses, told.addresses);
  const artistAddresses = union(known.artistAddresses, told.artistAddresses);
  if (addresses === known.addresses && artistAddresses === known.artistAddresses) return undefined;
  return {
    ...known,
    ...(addresses === undefined ? {} : { addresses }),
    ...(artistAddresses === undefined ? {} : { artistAddresses }),
  };
}

function union(known: Address[] | undefined, told: Address[] | undefined): Address[] | undefined {
  if (told === undefined || told.every((address) => known?.includes(address))) return known;
  const all = [...new Set([...(known ?? []), ...told])].sort().slice(0, limits.addressesMax);
  return known !== undefined && all.length === known.length && all.every((each, nth) => each === known[nth])
    ? known
    : all;
}

/** An item's addresses, each with whose it is. */
export function addressedBy({
  itemId,
  artistId,
  addresses = [],
  artistAddresses = [],
}: Addresses & {
  readonly itemId: ItemId;
  readonly artistId?: ArtistId | undefined;
}): Addressed[] {
  return [
    ...addresses.map((address) => ({ address, itemId })),
    ...(artistId === undefined ? [] : artistAddresses.map((address) => ({ address, artistId }))),
  ];
}

/** The MusicBrainz id among addresses, if there is one: of several the first. */
export function mbidIn(addresses: readonly string[] | undefined): string | undefined {
  return addresses?.find((address) => address.startsWith('mbid:'))?.slice('mbid:'.length);
}
