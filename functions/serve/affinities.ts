/** GET /v1/users/{userId}/affinities: what we think they like, and from what. */
import { readUser } from '#functions/serve/read-user.ts';
import { affinityAt, affinityOfKey } from '#shared/domain/profile/decay.ts';
import { emptyProfile } from '#shared/domain/profile/learn.ts';
import { type NamedThing, wishesOf } from '#shared/domain/wishes/visibility.ts';
import type { Answer, Call } from '#shared/edge/http/operation.ts';
import type { V1 } from '#shared/edge/http/v1.ts';
import { rfc3339Of, rfc3339OrNull } from '#shared/edge/http/views.ts';
import type { Catalogue } from '#shared/ports/catalogue.ts';
import type { Models } from '#shared/ports/models.ts';
import type { Profiles } from '#shared/ports/profiles.ts';
import type { Users } from '#shared/ports/users.ts';
import type { UserId } from '#shared/schemas/ids.ts';
import type { AffinityEntry, Profile } from '#shared/schemas/profile.ts';

export type AffinityPorts = {
  readonly users: Users;
  readonly profiles: Profiles;
  readonly catalogue: Catalogue;
  readonly models: Models;
};

export function createAffinitiesHandler({ users, profiles, catalogue, models }: AffinityPorts) {
  return async ({ params: { userId }, query, now }: Call<V1['getAffinities']>): Promise<Answer> => {
    const { of, limit } = query;
    const [user, stored, pointer] = await Promise.all([
      readUser(users, userId),
      profiles.read(userId),
      models.pointer(),
    ]);
    const profile = stored ?? emptyProfile(user.userId);
    const strongest = entriesOf(profile, of)
      .map((entry) => ({ entry, ...affinityAt(entry, now) }))
      .sort((a, b) => b.slow - a.slow || (a.entry[0] < b.entry[0] ? -1 : 1));
    const ids = strongest.map(({ entry }) => entry[0]);
    const { forbids } = wishesOf(user, now);
    const names = new Map<string, string | null>();
    // What must never be named (I7) makes room for the next; a page at a time, of at most a whole profile.
    for (let from = 0; from < ids.length && names.size < limit; from += limit) {
      for (const { name, ...known } of await describe(catalogue, {
        of,
        ids: ids.slice(from, from + limit),
        reader: userId,
      })) {
        if (names.size < limit && !forbids({ of: of === 'show' ? 'artist' : of, ...known }))
          names.set(known.id, name ?? null);
      }
    }
    const evicted = evictedOf(profile, of);
    return {
      status: 200,
      json: {
        userId,
        of,
        affinities: strongest
          .filter(({ entry: [id] }) => names.has(id))
          .map(({ entry: [id, , , at, plays], slow, fast }) => ({
            id,
            name: names.get(id) ?? null,
            affinity: slow,
            recent: fast,
            plays,
            lastListenedAt: rfc3339Of(at),
          })),
        listens: profile.listens,
        rebuilding: profile.rebuild !== null,
        tooLowByAtMost: evicted === null ? null : affinityOfKey(evicted, now),
        asOf: rfc3339OrNull(profile.watermark),
        modelVersion: pointer?.modelVersion ?? null,
      },
    };
  };
}

type Of = Call<V1['getAffinities']>['query']['of'];

/** The show of an episode is its artist. */
function entriesOf(profile: Profile, of: Of): readonly AffinityEntry[] {
  if (of === 'item') return profile.items;
  if (of === 'tag') return profile.tags;
  if (of === 'show') return profile.shows;
  return [...profile.artists, ...profile.shows];
}

function evictedOf({ evicted }: Profile, of: Of): number | null {
  if (of === 'item') return evicted.items;
  if (of === 'tag') return evicted.tags;
  if (of === 'show') return evicted.shows;
  const both = [evicted.artists, evicted.shows].filter((key) => key !== null);
  return both.length === 0 ? null : Math.max(...both);
}

type Known = Omit<NamedThing, 'of'> & { readonly name: string | undefined };

type Asked = { readonly of: Of; readonly ids: readonly string[]; readonly reader: UserId };

/** Of an artist's items some may be named to their own listeners only. */
const itemsAskedForName = 3;

async function describe(catalogue: Catalogue, { of, ids, reader }: Asked): Promise<Known[]> {
  if (of === 'tag') return ids.map((id) => ({ id, name: id }));
  if (of === 'item') {
    const items = await catalogue.read(ids, reader);
    return ids.map((id, nth) => ({ ...items[nth], id, name: items[nth]?.title }));
  }
  const newest = await Promise.all(ids.map((id) => catalogue.byArtist(id, itemsAskedForName, reader)));
  return ids.map((id, nth) => ({
    id,
    name: newest[nth]?.find(({ artistName }) => artistName !== undefined)?.artistName,
  }));
}
