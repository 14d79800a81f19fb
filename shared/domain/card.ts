/** The card of an item: what models and editions carry of it. */
import { namedArtist } from '#shared/domain/identity/keys.ts';
import { titlePartsOf } from '#shared/domain/identity/names.ts';
import type { Item } from '#shared/schemas/item.ts';
import type { ItemCard } from '#shared/schemas/model.ts';

export function cardOf({ source: _, ...card }: Item): ItemCard {
  return card;
}

/** What an item counts as when artists are spread: its artist or show, by id, else by name; undefined if unknown or nobody's. */
export function artistKey({ artistId, artistName }: ItemCard): string | undefined {
  return artistId ?? namedArtist(artistName);
}

/**
 * Whether two items of one artist are one song, whatever the version: "Alison (2005 Remaster)" is "Alison - Live", and nobody
 * wants both in one playlist. Never for episodes and untitled items.
 */
export function isSameSong(a: ItemCard, b: ItemCard): boolean {
  if (a.kind !== 'track' || b.kind !== 'track' || a.title === undefined || b.title === undefined) return false;
  return titlePartsOf(a.title).song === titlePartsOf(b.title).song;
}
