/** The catalogue: what is known about items. */
import type { UserId } from '#shared/schemas/ids.ts';
import type { Item } from '#shared/schemas/item.ts';

export type Addressee = { readonly itemId?: string | undefined; readonly artistId?: string | undefined };

/**
 * What one listener says of an item is read by that listener alone until enough say the same (domain/tellings.ts). `reader`
 * is who asks; left out, it is everybody.
 */
export interface Catalogue {
  /** Up to 500 items in the order asked; undefined where nothing is known. */
  read(itemIds: readonly string[], reader?: string): Promise<(Item | undefined)[]>;
  /** The word of the operator, or of a library with what was known: replaces what was there. */
  put(items: readonly Item[]): Promise<void>;
  /** A listener's word, kept beside those of others. Returns what now stands for that listener, in the order given. */
  tell(teller: UserId, items: readonly Item[]): Promise<Item[]>;
  /** Takes back what was told of these items, and all else that this teller told: who was forgotten meanwhile leaves no words. */
  untell(teller: UserId, itemIds: readonly string[]): Promise<void>;
  /** Whose address it is: by the operator or enough listeners, else by the reader, else by the first who told. */
  byAddress(address: string, reader?: string): Promise<Addressee | undefined>;
  /** The same for up to 500 addresses, in the order asked. */
  byAddresses(addresses: readonly string[], reader?: string): Promise<(Addressee | undefined)[]>;
  /** Items of an artist or episodes of a show, newest first. */
  byArtist(artistId: string, limit: number, reader?: string): Promise<readonly Item[]>;
  /** Items of up to 30 artists or shows that came out from `since` to `until`, newest first: mostly none, which is one read. */
  releases(
    artistIds: readonly string[],
    wanted: {
      readonly since: number;
      readonly until: number;
      readonly limit: number;
      readonly reader?: string | undefined;
    },
  ): Promise<readonly Item[]>;
}
