/** The other names of what a user loves, hates or blocks, so that it is so under every one of them (I13). */
import { mainArtistIn } from '#shared/domain/identity/keys.ts';
import type { NamedItem } from '#shared/domain/wishes/preferences.ts';
import type { Catalogue } from '#shared/ports/catalogue.ts';
import type { ItemId } from '#shared/schemas/ids.ts';
import type { Item } from '#shared/schemas/item.ts';
import type { BlockKind } from '#shared/schemas/user.ts';

/** `reader`: who loves, hates or blocks it. */
export type Naming = (kind: BlockKind, id: string, reader: string) => Promise<NamedItem>;

/** What the catalogue knows of it now; addresses that are learned later are found on the items themselves. */
export function createNaming(catalogue: Catalogue): Naming {
  return async (kind, id, reader) => {
    const also = await alsoOf(catalogue, { kind, id, reader });
    return { itemId: id, also: [...new Set(also)].filter((name) => name !== id) };
  };
}

type Named = { readonly kind: BlockKind; readonly id: string; readonly reader: string };

async function alsoOf(catalogue: Catalogue, { kind, id, reader }: Named): Promise<string[]> {
  if (kind === 'item') {
    const [item] = await catalogue.read([id as ItemId], reader);
    return [item?.recordingId ?? id, ...(item?.addresses ?? [])];
  }
  if (kind === 'artist') {
    const items = await catalogue.byArtist(id, itemsAskedMax, reader);
    return [mostNamed(items) ?? id, ...items.flatMap(({ artistAddresses = [] }) => artistAddresses)];
  }
  return [];
}

/** Items of an artist that are asked for its name: one of them alone may not be named yet, or be named by a liar. */
const itemsAskedMax = 20;

/** The main artist that most of the items name; of several the first. */
function mostNamed(items: readonly Item[]): string | undefined {
  const named = items.flatMap((item) => (item.artistName === undefined ? [] : (mainArtistIn(item) ?? [])));
  const counts = Map.groupBy(named, (artist) => artist);
  return [...counts].sort((a, b) => b[1].length - a[1].length)[0]?.[0];
}
