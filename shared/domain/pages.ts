/** A list in pages: what is written, read or sent in portions of a known size. */

/** In order, each of `size` entries, the last of what is left; none for an empty list. */
export function* pagesOf<T>(all: readonly T[], size: number): Iterable<readonly T[]> {
  for (let start = 0; start < all.length; start += size) yield all.slice(start, start + size);
}
