/** Finds items in a library: by what they are, their recording and their addresses, never by what merely looks alike. */
import type { LibraryEntry } from '#shared/schemas/library.ts';
import type { ItemCard } from '#shared/schemas/model.ts';

type Findable = Pick<ItemCard, 'itemId' | 'recordingId' | 'addresses'>;

/** Keys by which an item is found, the surest first. */
export function keysOfItem({ itemId, recordingId, addresses = [] }: Findable): string[] {
  return [...new Set([itemId, ...(recordingId === undefined ? [] : [recordingId]), ...addresses])];
}

/** The song that is an item, by entries in the order of preference. */
export function holdingsOf(entries: Iterable<LibraryEntry>): (item: Findable) => string | undefined {
  const songs = new Map<string, string>();
  for (const [songId, ...keys] of entries) {
    for (const key of keys) if (!songs.has(key)) songs.set(key, songId);
  }
  return (item) => {
    const direct = songs.get(item.itemId) ?? (item.recordingId === undefined ? undefined : songs.get(item.recordingId));
    if (direct !== undefined) return direct;
    for (const address of item.addresses ?? []) {
      const found = songs.get(address);
      if (found !== undefined) return found;
    }
    return undefined;
  };
}
