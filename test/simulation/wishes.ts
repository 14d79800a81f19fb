/** What users were promised never to see again: wishes count from the moment they were acknowledged (I7). */
import type { ItemCard } from '#shared/schemas/model.ts';

/** `until`: Unix seconds. A wish that is being changed is unsure until the change is acknowledged. */
type Wish = { readonly until: number | undefined; unsure: boolean };

export type WishKind = 'item' | 'artist' | 'tag' | 'hate';

export type Wishes = {
  /** A change is on its way: nothing is promised about it until `settled`. */
  readonly unsettle: (userId: string, kind: WishKind, id: string) => void;
  /** The change was acknowledged: wished for, until an instant if one is given, or taken back. */
  readonly settle: (
    userId: string,
    wish: { kind: WishKind; id: string; wished: boolean; until?: number | undefined },
  ) => void;
  /** What holds now, surely: keys to be asked again when the answer is there. */
  readonly sure: (userId: string, now: number) => ReadonlySet<string>;
  readonly some: (userId: string) => readonly { readonly kind: WishKind; readonly id: string }[];
};

const keyOf = (kind: WishKind, id: string): string => `${kind} ${id}`;

export function createWishes(): Wishes {
  const wishes = new Map<string, Map<string, Wish>>();
  const own = (userId: string): Map<string, Wish> => {
    const known = wishes.get(userId) ?? new Map<string, Wish>();
    wishes.set(userId, known);
    return known;
  };
  return {
    unsettle: (userId, kind, id) => {
      const wish = own(userId).get(keyOf(kind, id));
      if (wish !== undefined) wish.unsure = true;
    },
    settle: (userId, { kind, id, wished, until }) => {
      if (wished) own(userId).set(keyOf(kind, id), { until, unsure: false });
      else own(userId).delete(keyOf(kind, id));
    },
    sure: (userId, now) =>
      new Set(
        [...own(userId)]
          .filter(([, { until, unsure }]) => !unsure && (until === undefined || until > now))
          .map(([key]) => key),
      ),
    some: (userId) =>
      [...own(userId).keys()].map((key) => {
        const [kind = 'item', id = ''] = key.split(' ');
        return { kind: kind as WishKind, id };
      }),
  };
}

/** The wishes that showing an item would break. */
export function brokenBy(card: Pick<ItemCard, 'itemId' | 'artistId' | 'tags'>, sure: ReadonlySet<string>): string[] {
  return [
    keyOf('item', card.itemId),
    keyOf('hate', card.itemId),
    ...(card.artistId === undefined ? [] : [keyOf('artist', card.artistId)]),
    ...card.tags.map((tag) => keyOf('tag', tag)),
  ].filter((key) => sure.has(key));
}
