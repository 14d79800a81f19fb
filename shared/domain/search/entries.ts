/**
 * What can be found, as cards: items as they are; an artist or show as a card without a title; a tag as one without an
 * artist either. Their ids cannot be an item's, which holds no control characters. So the index is made of lists like the
 * model's others: "search:<beginning>".
 */
import type { ItemId } from '#shared/schemas/ids.ts';
import type { ItemCard } from '#shared/schemas/model.ts';

export type SearchKind = 'item' | 'artist' | 'show' | 'tag';

export function findableOf({ title, artistName, kind }: ItemCard): SearchKind {
  if (title !== undefined) return 'item';
  if (artistName === undefined) return 'tag';
  return kind === 'episode' ? 'show' : 'artist';
}

const idOf = (of: string, id: string): ItemId => `${of}\t${id}` as ItemId;

export function artistEntry({ kind, artistId, artistName, artistAddresses }: ItemCard): ItemCard | undefined {
  if (artistId === undefined || artistName === undefined) return undefined;
  const addresses = artistAddresses === undefined ? {} : { artistAddresses };
  return { itemId: idOf('artist', artistId), kind, artistId, artistName, ...addresses, tags: [] };
}

export const tagEntry = (tag: string): ItemCard => ({ itemId: idOf('tag', tag), kind: 'track', tags: [tag] });

export const entryName = (card: ItemCard): string => card.title ?? card.artistName ?? (card.tags[0] as string);

export const listNameOf = (beginning: string): string => `search:${beginning}`;
/** No word holds a star: this list holds the beginnings that there are. */
export const beginningsList = 'search:*';
