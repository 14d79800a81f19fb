/** What a client means by a UUID: an MBID or MSID is an item's or artist's id, or stands for one that is no UUID. */
import { msidOf } from '#shared/domain/identity/ids.ts';
import { parseUuid } from '#shared/edge/listenbrainz/uuid.ts';
import { isMbid } from '#shared/formats/playlist/identifiers.ts';
import type { Profiles } from '#shared/ports/profiles.ts';
import type { UserId } from '#shared/schemas/ids.ts';
import { Rejection } from '#shared/schemas/problem.ts';
import type { Profile } from '#shared/schemas/profile.ts';
import type { BlockKind } from '#shared/schemas/user.ts';

/** The id behind `sent`. Throws a Rejection in ListenBrainz's words for what is no UUID. */
export type ResolveId = (userId: UserId, of: BlockKind, sent: { key: string; value: unknown }) => Promise<string>;

/**
 * Ids other than UUIDs come from `/v1`. What `/1` shows for them cannot be turned back, but it is found again among what
 * the user played: the profile's strongest and latest.
 */
export function createResolveId(profiles: Profiles): ResolveId {
  return async (userId, of, { key, value }) => {
    const uuid = parseUuid(value);
    if (uuid === undefined) throw new Rejection('invalid-request', `${key} MBID format invalid.`);
    if (isMbid(uuid) || (of !== 'item' && of !== 'artist')) return uuid;
    const profile = await profiles.read(userId);
    const known = profile === undefined ? [] : idsIn(profile, of);
    return known.find((id) => msidOf(id) === uuid) ?? uuid;
  };
}

function idsIn({ items, artists, shows, window }: Profile, of: 'item' | 'artist'): string[] {
  const entries = of === 'item' ? items : [...artists, ...shows];
  return [...entries.map(([id]) => id), ...(of === 'item' ? window.map(([, , itemId]) => itemId) : [])];
}
