/** Never again (I7): what a user may be shown. Asked when an edition is built, and again whenever anything is served. */
import { mainArtistIn } from '#shared/domain/identity/keys.ts';
import type { Reason } from '#shared/schemas/edition.ts';
import type { Kind } from '#shared/schemas/listen.ts';
import type { ItemCard } from '#shared/schemas/model.ts';
import type { BlockKind, User, UserSettings } from '#shared/schemas/user.ts';

/** The part of the user document that decides. */
export type Audience = Pick<User, 'blocks' | 'feedback'> & {
  readonly settings: Pick<UserSettings, 'kinds' | 'explicit'>;
};

export type Allows = (card: ItemCard) => boolean;

/** What would be named as the cause of something: of an item, with as much of its card as is known. */
export type NamedThing = Pick<Reason['because'][number], 'of' | 'id'> & {
  readonly [K in 'artistId' | 'artistName' | 'releaseId' | 'releaseGroupId' | 'recordingId']?: string | undefined;
} & { readonly [K in 'tags' | 'addresses' | 'artistAddresses']?: readonly string[] | undefined } & {
  readonly kind?: Kind | undefined;
};

/** What a user never wants to see, as of an instant. */
export type Wishes = {
  readonly allows: Allows;
  /** Whether something must not be named, be it only as what led to an item. */
  readonly forbids: (named: NamedThing) => boolean;
  /** Whether more than an item's id and artist has to be known to tell. */
  readonly needsCards: boolean;
  /** Whether nothing is refused at all, as most users have it. */
  readonly none: boolean;
};

/** Opens a user's wishes as of an instant, Unix seconds: a block with an end no longer holds from that second on. */
export function wishesOf({ settings, blocks, feedback }: Audience, at: number): Wishes {
  const blocked = {
    item: new Set<string>(),
    artist: new Set<string>(),
    release: new Set<string>(),
    tag: new Set<string>(),
  };
  for (const { kind, id, also = [], until } of blocks) {
    if (until !== undefined && until <= at) continue;
    for (const each of [id, ...also]) blocked[kind].add(kind === 'tag' ? each.toLowerCase() : each);
  }
  for (const [itemId, { score, also = [] }] of feedback) {
    if (score === -1) for (const each of [itemId, ...also]) blocked.item.add(each);
  }
  const anyKind = settings.kinds.includes('track') && settings.kinds.includes('episode');

  const has = (kind: BlockKind, id: string | undefined): boolean =>
    id !== undefined && blocked[kind].size > 0 && blocked[kind].has(id);
  /** By whatever id or address it is known (I13). */
  const any = (kind: BlockKind, ids: readonly string[] | undefined): boolean =>
    ids !== undefined && blocked[kind].size > 0 && ids.some((id) => blocked[kind].has(id));
  const hasArtist = ({
    kind = 'track',
    artistId,
    artistName,
    artistAddresses,
  }: Omit<NamedThing, 'of' | 'id'>): boolean =>
    blocked.artist.size > 0 &&
    (has('artist', artistId) ||
      has('artist', mainArtistIn({ kind, artistId, artistName })) ||
      any('artist', artistAddresses));
  /** Asked of every candidate, so nothing is copied. */
  const describesBlocked = (named: Omit<NamedThing, 'of' | 'id'>): boolean =>
    hasArtist(named) || any('item', named.addresses) || has('item', named.recordingId) || describesRelease(named);
  const describesRelease = ({ releaseId, releaseGroupId, tags }: Omit<NamedThing, 'of' | 'id'>): boolean =>
    has('release', releaseId) ||
    has('release', releaseGroupId) ||
    (blocked.tag.size > 0 && tags?.some((tag) => has('tag', tag.toLowerCase())) === true);

  return {
    allows: (card) =>
      (anyKind || settings.kinds.includes(card.kind)) &&
      (settings.explicit || card.explicit !== true) &&
      !has('item', card.itemId) &&
      !describesBlocked(card),
    forbids: (named) =>
      has(named.of, named.of === 'tag' ? named.id.toLowerCase() : named.id) || describesBlocked(named),
    needsCards: blocked.tag.size + blocked.release.size > 0,
    none: anyKind && settings.explicit && Object.values(blocked).every(({ size }) => size === 0),
  };
}

export const allows = (audience: Audience, at: number): Allows => wishesOf(audience, at).allows;
