/** What a client means by a UUID: an MBID is an address of an item or artist, an MSID its id, or stands for one that is no UUID. */
import { msidOf } from '#shared/domain/identity/ids.ts';
import { parseUuid } from '#shared/edge/listenbrainz/uuid.ts';
import { isMbid } from '#shared/formats/playlist/identifiers.ts';
import type { Catalogue } from '#shared/ports/catalogue.ts';
import type { Profiles } from '#shared/ports/profiles.ts';
import type { UserId } from '#shared/schemas/ids.ts';
import { Rejection } from '#shared/schemas/problem.ts';
import type { Profile } from '#shared/schemas/profile.ts';
import type { BlockKind } from '#shared/schemas/user.ts';

export type ResolvedId = {
  readonly id: string;
  /** As the client named it, where that is an address. */
  readonly also: readonly string[];
};

/** The id behind `sent`. Throws a Rejection in ListenBrainz's words for what is no UUID. */
export type ResolveId = (userId: UserId, of: BlockKind, sent: { key: string; value: unknown }) => Promise<ResolvedId>;

/**
 * Ids other than UUIDs come from `/v1`. What `/1` shows for them cannot be turned back, but it is found again among what
 * the user played: the profile's strongest and latest.
 */
export function createResolveId(profiles: Profiles, catalogue: Pick<Catalogue, 'byAddress'>): ResolveId {
  return async (userId, of, { key, value }) => {
    const uuid = parseUuid(value);
    if (uuid === undefined) throw new Rejection('invalid-request', `${key} MBID format invalid.`);
    if (of !== 'item' && of !== 'artist') return { id: uuid, also: [] };
    if (isMbid(uuid)) {
      const address = `mbid:${uuid}`;
      const { itemId, artistId } = (await catalogue.byAddress(address, userId)) ?? {};
      return { id: (of === 'item' ? itemId : artistId) ?? uuid, also: [address, uuid] };
    }
    const profile = await profiles.read(userId);
    const known = profile === undefined ? [] : idsIn(profile, of);
    return { id: known.find((id) => msidOf(id) === uuid) ?? uuid, also: [] };
  };
}

function idsIn({ items, artists, shows, window }: Profile, of: 'item' | 'artist'): string[] {
  const entries = of === 'item' ? items : [...artists, ...shows];
  return [...entries.map(([id]) => id), ...(of === 'item' ? window.map(([, , itemId]) => itemId) : [])];
}
