/** Never again (I7): what a user may be shown. Asked when an edition is built, and again whenever anything is served. */
import { withoutEvidence } from '#shared/domain/reason.ts';
import { plainDescriptionOf } from '#shared/domain/title.ts';
import type { Edition, Reason } from '#shared/schemas/edition.ts';
import type { ItemCard } from '#shared/schemas/model.ts';
import type { User, UserSettings } from '#shared/schemas/user.ts';

/** The part of the user document that decides. */
export type Audience = Pick<User, 'blocks' | 'feedback'> & {
  readonly settings: Pick<UserSettings, 'kinds' | 'explicit'>;
};

export type Allows = (card: ItemCard) => boolean;

/** What would be named as the cause of something: an item says whose it is and how it is tagged, as far as that is known. */
export type Named = Pick<Reason['because'][number], 'of' | 'id'> & {
  readonly artistId?: string | undefined;
  readonly tags?: readonly string[] | undefined;
};

/** What a user never wants to see, as of an instant. */
export type Wishes = {
  readonly allows: Allows;
  /** Whether something must not be named, be it only as what led to an item. */
  readonly forbids: (named: Named) => boolean;
  /** Whether tags have to be known to tell. */
  readonly blocksTags: boolean;
};

/** Opens a user's wishes as of an instant, Unix seconds: a block with an end no longer holds from that second on. */
export function wishesOf({ settings, blocks, feedback }: Audience, at: number): Wishes {
  const blocked = { item: new Set<string>(), artist: new Set<string>(), tag: new Set<string>() };
  for (const { kind, id, until } of blocks) {
    if (until !== undefined && until <= at) continue;
    blocked[kind].add(kind === 'tag' ? id.toLowerCase() : id);
  }
  for (const [itemId, { score }] of feedback) if (score === -1) blocked.item.add(itemId);
  const anyKind = settings.kinds.includes('track') && settings.kinds.includes('episode');

  const forbids: Wishes['forbids'] = ({ of, id, artistId, tags = [] }) =>
    (blocked[of].size > 0 && blocked[of].has(of === 'tag' ? id.toLowerCase() : id)) ||
    (blocked.artist.size > 0 && artistId !== undefined && blocked.artist.has(artistId)) ||
    (blocked.tag.size > 0 && tags.some((tag) => blocked.tag.has(tag.toLowerCase())));

  return {
    allows: ({ itemId, kind, explicit, artistId, tags }) =>
      (anyKind || settings.kinds.includes(kind)) &&
      (settings.explicit || explicit !== true) &&
      !forbids({ of: 'item', id: itemId, artistId, tags }),
    forbids,
    blocksTags: blocked.tag.size > 0,
  };
}

export const allows = (audience: Audience, at: number): Allows => wishesOf(audience, at).allows;

/**
 * The edition as it may be shown now: also what led to its items, and whom its description names. Positions stay as they
 * were built, so that a gap is seen as one. `tagsOf` gives the tags of an item that led to another, as far as it is known.
 */
export function withAllowed(
  edition: Edition,
  { allows, forbids }: Wishes,
  tagsOf: (itemId: string) => readonly string[] | undefined = () => undefined,
): Edition {
  let untouched = true;
  const items = edition.items.flatMap((shown) => {
    const reason = withoutEvidence(shown.reason, (cause) =>
      forbids(cause.of === 'item' ? { ...cause, tags: tagsOf(cause.id) } : cause),
    );
    const allowed = allows(shown.item);
    if (allowed && reason === shown.reason) return [shown];
    untouched = false;
    return allowed ? [{ ...shown, reason }] : [];
  });
  return untouched ? edition : { ...edition, description: plainDescriptionOf(edition.patch), items };
}
