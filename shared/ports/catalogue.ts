/** The catalogue: what is known about items. */
import type { Item } from '#shared/schemas/item.ts';

export type Addressee = { readonly itemId?: string | undefined; readonly artistId?: string | undefined };

export interface Catalogue {
  /** Up to 500 items in the order asked; undefined where nothing is known. */
  read(itemIds: readonly string[]): Promise<(Item | undefined)[]>;
  /** The operator's word: replaces what was there. */
  put(items: readonly Item[]): Promise<void>;
  /**
   * A listen's word: kept where nothing was known; of a known item its addresses are added. Returns what now stands, in the
   * order given.
   */
  ensure(items: readonly Item[]): Promise<Item[]>;
  /** Whose address it is: the item or artist that was told with it first. */
  byAddress(address: string): Promise<Addressee | undefined>;
  /** Items of an artist or episodes of a show, newest first. */
  byArtist(artistId: string, limit: number): Promise<readonly Item[]>;
}
