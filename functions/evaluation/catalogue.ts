/** Reads what is known of items beside who played them: tags and artists. */

import { Failure } from '#functions/cli/support/failure.ts';
import { readTable } from '#functions/evaluation/interactions.ts';
import type { RowOf } from '#shared/schemas/tables.ts';

/** Rows of `item_id tag [count]`; a tag without a count was given once. */
export async function readTags(file: string): Promise<RowOf<'item_tags'>[]> {
  const tags: RowOf<'item_tags'>[] = [];
  for await (const { item_id, tag, count = '1' } of readTable(file)) {
    const taggings = Number(count);
    if (!item_id || !tag || !(taggings > 0)) throw new Failure(`${file} needs "item_id", "tag" and a "count" above 0`);
    tags.push({ item_id, tag, taggings });
  }
  return tags;
}

/** Artists by item, from `item_id artist_id` or `item_id artist_name`. */
export async function readArtists(file: string): Promise<Map<string, string>> {
  const artists = new Map<string, string>();
  for await (const { item_id, artist_id, artist_name } of readTable(file)) {
    const artist = artist_id || artist_name;
    if (item_id && artist) artists.set(item_id, artist);
  }
  return artists;
}
