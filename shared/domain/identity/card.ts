/** The card of an item: what models and editions carry of it. */
import type { Item } from '#shared/schemas/item.ts';
import type { ItemCard } from '#shared/schemas/model.ts';

export function cardOf({ source: _, ...card }: Item): ItemCard {
  return card;
}

/** What an item counts as when artists are spread: its artist or show, by id, else by name; undefined if unknown. */
export function artistKey({ artistId, artistName }: ItemCard): string | undefined {
  return artistId ?? artistName;
}

/**
 * Whether two items of one artist are one song, whatever the release: two masters of one recording have two ids, and
 * nobody wants both in one playlist. "Alison (2005 Remaster)" is "Alison - Live". Never for episodes and untitled items.
 */
export function isSameSong(a: ItemCard, b: ItemCard): boolean {
  if (a.kind !== 'track' || b.kind !== 'track' || a.title === undefined || b.title === undefined) return false;
  return withoutVersion(a.title.toLowerCase()) === withoutVersion(b.title.toLowerCase());
}

function withoutVersion(title: string): string {
  const bracket = title.search(/[([]/);
  // A title that begins with a bracket is called by it.
  if (bracket > 0) return title.slice(0, bracket).trimEnd();
  const dash = title.indexOf(' - ');
  return dash > 0 && versionWord.test(title.slice(dash)) ? title.slice(0, dash) : title;
}

const versionWord = /\b(?:remaster|remastered|version|live|mix|remix|edit|mono|stereo|demo|acoustic)\b/;
