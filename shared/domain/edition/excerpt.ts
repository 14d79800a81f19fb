/** Cuts the model's lists down to what one assembly may draw from: only what may be shown, the fewer the more else there is. */
import type { Bounds } from '#shared/domain/edition/bounds.ts';
import type { Tuning } from '#shared/domain/tuning.ts';
import type { ListExcerpt } from '#shared/schemas/assembly.ts';
import type { ItemCard, ItemList } from '#shared/schemas/model.ts';

type Room = {
  readonly bounds: Bounds;
  readonly pool: Tuning['pool'];
  /** Items that are there already. */
  readonly used: number;
  readonly useful: (card: ItemCard) => boolean;
};

/** The best of each list, in the order of the lists. A third of the room goes to artists, a third to tags, what is left to popular items. */
export function excerpts(lists: readonly ItemList[], { bounds, pool, used, useful }: Room): ListExcerpt[] {
  const room = Math.max(0, bounds.itemsMax - used);
  const count = (of: ListKind): number => lists.filter(({ name }) => kindOf(name) === of).length;
  const most = {
    artist: within(pool.artistItems, room / 3 / Math.max(1, count('artist'))),
    tag: within(pool.tagItems, room / 3 / Math.max(1, count('tag'))),
  };
  const cut = ({ name, items }: ItemList, max: number): ListExcerpt => {
    const kept: ListExcerpt['items'] = [];
    for (const entry of items) {
      if (kept.length >= max) break;
      if (useful(entry.item)) kept.push(entry);
    }
    return { name, items: kept };
  };

  const personal = new Map<ItemList, ListExcerpt>();
  for (const list of lists) {
    const kind = kindOf(list.name);
    if (kind !== 'popular') personal.set(list, cut(list, most[kind]));
  }
  const taken = [...personal.values()].reduce((sum, { items }) => sum + items.length, 0);
  const popularMax = within(bounds.popular, room - taken);
  return lists.map((list) => personal.get(list) ?? cut(list, popularMax));
}

type ListKind = 'artist' | 'tag' | 'popular';

function kindOf(name: string): ListKind {
  return name.startsWith('artist:') ? 'artist' : name.startsWith('tag:') ? 'tag' : 'popular';
}

function within({ min, max }: { readonly min: number; readonly max: number }, wanted: number): number {
  return Math.floor(Math.min(max, Math.max(min, wanted)));
}
