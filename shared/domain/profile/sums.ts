/** The decayed sums of a profile: those of a batch are added, and the weakest let go where there are too many. */

import type { WeighedListen } from '#shared/domain/profile/arrivals.ts';
import { addListen, rankKey, sumOf } from '#shared/domain/profile/decay.ts';
import { openHeard } from '#shared/domain/profile/heard.ts';
import { tuning } from '#shared/domain/tuning.ts';
import type { AffinityEntry, Profile } from '#shared/schemas/profile.ts';

export type ProfileSums = Pick<Profile, 'items' | 'artists' | 'shows' | 'tags' | 'evicted'>;

/** Sums the batch by itself, and merges its few sums into the hundreds that are stored. */
export function foldSums(profile: Profile, listens: readonly WeighedListen[]): ProfileSums {
  const [items, artists, shows, tags]: [Sums, Sums, Sums, Sums] = [new Map(), new Map(), new Map(), new Map()];
  for (const listen of listens) {
    const { weight, listenedAt } = listen;
    if (weight <= 0) continue;
    add(items, listen.itemId, weight, listenedAt);
    if (listen.artistId !== undefined) {
      add(listen.kind === 'episode' ? shows : artists, listen.artistId, weight, listenedAt);
    }
    for (const tag of listen.tags) add(tags, tag, weight, listenedAt);
  }
  const dials = tuning.affinity;
  const kept = {
    items: evict(withSums(profile.items, items), dials.itemsMax, profile.evicted.items),
    artists: evict(withSums(profile.artists, artists), dials.artistsMax, profile.evicted.artists),
    shows: evict(withSums(profile.shows, shows), dials.showsMax, profile.evicted.shows),
    tags: evict(withSums(profile.tags, tags), dials.tagsMax, profile.evicted.tags),
  };
  return {
    items: kept.items.entries,
    artists: kept.artists.entries,
    shows: kept.shows.entries,
    tags: kept.tags.entries,
    evicted: {
      items: kept.items.evicted,
      artists: kept.artists.evicted,
      shows: kept.shows.evicted,
      tags: kept.tags.evicted,
    },
  };
}

/**
 * Whether a listen's item, artist or tag may have been let go before: its sums then begin anew, and too low. Of items the
 * filter of everything heard knows; of artists and tags, whoever is not among the kept may have been.
 */
export function mayComeBack(profile: Profile, listens: readonly WeighedListen[]): boolean {
  const { items, artists, shows, tags } = profile.evicted;
  if (items === null && artists === null && shows === null && tags === null) return false;
  const heard = openHeard(profile.heard);
  const [keptItems, keptArtists, keptShows, keptTags] = [
    profile.items,
    profile.artists,
    profile.shows,
    profile.tags,
  ].map(idsOf) as [Set<string>, Set<string>, Set<string>, Set<string>];
  return listens.some(({ weight, itemId, artistId, kind, tags: named }) => {
    if (weight <= 0) return false;
    if (items !== null && !keptItems.has(itemId) && heard.has(itemId)) return true;
    const [evicted, kept] = kind === 'episode' ? [shows, keptShows] : [artists, keptArtists];
    if (evicted !== null && artistId !== undefined && !kept.has(artistId)) return true;
    return tags !== null && named.some((tag) => !keptTags.has(tag));
  });
}

const idsOf = (entries: readonly AffinityEntry[]): Set<string> => new Set(entries.map(([id]) => id));

type Sums = Map<string, AffinityEntry>;

function add(sums: Sums, id: string, weight: number, listenedAt: number): void {
  const sum = sums.get(id);
  if (sum === undefined) sums.set(id, [id, weight, weight, listenedAt, 1]);
  else addListen(sum, weight, listenedAt);
}

/** A stored entry that the batch did not touch is shared with the old profile, not copied. */
function withSums(stored: readonly AffinityEntry[], sums: Sums): AffinityEntry[] {
  const entries = stored.map((entry) => {
    const sum = sums.get(entry[0]);
    if (sum === undefined) return entry;
    sums.delete(entry[0]);
    return sumOf(entry, sum);
  });
  return [...entries, ...sums.values()];
}

/** Keeps the `max` strongest once there are more than `max * slack`, and remembers the strongest it let go. */
function evict(
  entries: AffinityEntry[],
  max: number,
  evicted: number | null,
): { readonly entries: AffinityEntry[]; readonly evicted: number | null } {
  if (entries.length <= max * tuning.affinity.slack) return { entries, evicted };
  const ranked = entries.map((entry) => ({ entry, rank: rankKey(entry) })).sort(strongestFirst);
  return {
    entries: ranked.slice(0, max).map(({ entry }) => entry),
    evicted: Math.max(evicted ?? Number.NEGATIVE_INFINITY, (ranked[max] as Ranked).rank),
  };
}

type Ranked = { readonly entry: AffinityEntry; readonly rank: number };

/** Ties by id, so that the order never depends on arrival. */
function strongestFirst(a: Ranked, b: Ranked): number {
  return b.rank - a.rank || (a.entry[0] < b.entry[0] ? -1 : 1);
}

/** The order in which entries are kept: strongest first. */
export function byRank(a: AffinityEntry, b: AffinityEntry): number {
  return strongestFirst({ entry: a, rank: rankKey(a) }, { entry: b, rank: rankKey(b) });
}
