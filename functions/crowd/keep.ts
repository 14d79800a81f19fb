/** Puts a crowd in the place of the one before: its items into the catalogue, who played what into the warehouse. */
import type { Crowd, CrowdName } from '#shared/adapters/duckdb/crowd-files.ts';
import { batchIdOf } from '#shared/domain/identity/ids.ts';
import { itemOfSong } from '#shared/domain/library/song-item.ts';
import { pagesOf } from '#shared/domain/pages.ts';
import type { Catalogue } from '#shared/ports/catalogue.ts';
import type { Topics } from '#shared/ports/topics.ts';
import type { Warehouse } from '#shared/ports/warehouse.ts';
import type { Item } from '#shared/schemas/item.ts';
import { limits } from '#shared/schemas/limits.ts';

type Ports = { readonly catalogue: Catalogue; readonly topics: Topics; readonly warehouse: Warehouse };

const itemsPerMessage = 250;
const mbid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** A stranger's recording as an item; undefined for what names nobody and nothing. */
export function itemOfStranger({ artistName, title, mbid: id, releaseName }: CrowdName): Item | undefined {
  const addresses = id !== undefined && mbid.test(id) ? [`mbid:${id}`] : [];
  return itemOfSong({ artistName, title, releaseName, genres: [], addresses });
}

/** `now`: Unix seconds. Resolves with the number of items that are new to the catalogue. */
export async function keepCrowd(
  { catalogue, topics, warehouse }: Ports,
  { pairs, items }: Crowd,
  now: number,
): Promise<number> {
  const known = new Map<string, string>();
  let added = 0;
  for (const page of pagesOf([...items], limits.itemsPerRequestMax)) {
    const told = page.map(([, name]) => itemOfStranger(name) as Item);
    const addresses = told.map((item) => item.addresses?.[0] ?? 'mbid:none');
    const [owners, stored] = await Promise.all([
      catalogue.byAddresses(addresses),
      catalogue.read(told.map(({ itemId }) => itemId)),
    ]);
    const fresh = told.filter((item, nth) => {
      const owner = owners[nth]?.itemId;
      if (owner !== undefined && owner !== item.itemId) known.set(item.itemId, owner);
      return owner === undefined && stored[nth] === undefined;
    });
    await catalogue.put(fresh);
    added += fresh.length;
    for (const some of pagesOf(fresh, itemsPerMessage)) {
      const batchId = batchIdOf(undefined, ['crowd', ...some.map(({ itemId }) => itemId)]);
      await topics.publish('listens', [
        { message: { type: 'catalogued', batchId, receivedAt: now, items: [...some] } },
      ]);
    }
  }
  const rows = pairs.map((pair) => ({ ...pair, item_id: known.get(pair.item_id) ?? pair.item_id }));
  await warehouse.load('crowd', rows, 'replace');
  return added;
}
