/** Never again (I7): what a user may be shown. Asked when an edition is built, and again whenever anything is served. */
import type { Edition } from '#shared/schemas/edition.ts';
import type { ItemCard } from '#shared/schemas/model.ts';
import type { User, UserSettings } from '#shared/schemas/user.ts';

/** The part of the user document that decides. */
export type Audience = Pick<User, 'blocks' | 'feedback'> & {
  readonly settings: Pick<UserSettings, 'kinds' | 'explicit'>;
};

export type Allows = (card: ItemCard) => boolean;

/** Opens a user's wishes as of an instant, Unix seconds: a block with an end no longer holds from that second on. */
export function allows({ settings, blocks, feedback }: Audience, at: number): Allows {
  const items = new Set<string>();
  const artists = new Set<string>();
  const tags = new Set<string>();
  for (const { kind, id, until } of blocks) {
    if (until !== undefined && until <= at) continue;
    if (kind === 'item') items.add(id);
    else if (kind === 'artist') artists.add(id);
    else tags.add(id.toLowerCase());
  }
  for (const [itemId, { score }] of feedback) if (score === -1) items.add(itemId);
  const anyKind = settings.kinds.includes('track') && settings.kinds.includes('episode');

  return (card) =>
    (anyKind || settings.kinds.includes(card.kind)) &&
    (settings.explicit || card.explicit !== true) &&
    !(items.size > 0 && items.has(card.itemId)) &&
    !(artists.size > 0 && card.artistId !== undefined && artists.has(card.artistId)) &&
    !(tags.size > 0 && card.tags.some((tag) => tags.has(tag.toLowerCase())));
}

/** The edition as it may be shown now. Positions stay as they were built, so that a gap is seen as one. */
export function withAllowed(edition: Edition, allowed: Allows): Edition {
  return { ...edition, items: edition.items.filter(({ item }) => allowed(item)) };
}
