/** Shows a user follows: kept once each, and known by the ids under which their episodes stand in the catalogue. */
import { chance, seedOf } from '#shared/domain/hash.ts';
import { artistIdOf } from '#shared/domain/identity/ids.ts';
import { limits } from '#shared/schemas/limits.ts';
import { Rejection } from '#shared/schemas/problem.ts';
import type { AffinityEntry, Profile } from '#shared/schemas/profile.ts';
import type { Follow, UserSettings } from '#shared/schemas/user.ts';

/** Ids of a show: that of its name, and its feed, which is the id where plays named nothing else. */
const showIdsOf = ({ name, feed }: Follow): string[] => [artistIdOf(name), feed].filter((id) => id !== undefined);

/** Settings in which the show is followed. A show that is followed already, by its name or its feed, changes nothing. */
export function followShow(settings: UserSettings, show: Follow): UserSettings {
  const { follows = [] } = settings;
  const ids = new Set(showIdsOf(show));
  if (follows.some((each) => showIdsOf(each).some((id) => ids.has(id)))) return settings;
  if (follows.length >= limits.followsPerUserMax) {
    const detail = `"follows": ${limits.followsPerUserMax} shows are followed; take some back first`;
    throw new Rejection('limit-reached', detail);
  }
  return { ...settings, follows: [...follows, show] };
}

type Unplayed = {
  readonly profile: Pick<Profile, 'shows'> | undefined;
  /** Unix seconds. */
  readonly at: number;
  readonly showsMax: number;
  readonly followedPlays: number;
};

/** Shows that are followed and not played, as entries of a profile: each as if played today, others of many every time. */
export function unplayedShows(
  follows: readonly Follow[],
  { profile, at, showsMax, followedPlays }: Unplayed,
): AffinityEntry[] {
  if (follows.length === 0) return [];
  const played = new Set<string>(profile?.shows.map(([id]) => id));
  const seed = seedOf('follows', String(at));
  return follows
    .map(showIdsOf)
    .filter((ids) => !ids.some((id) => played.has(id)))
    .map((ids) => ({ ids, turn: chance(seed, ids.join()) }))
    .sort((a, b) => a.turn - b.turn)
    .flatMap(({ ids }) => ids)
    .slice(0, showsMax)
    .map((id) => [id, followedPlays, followedPlays, at, 0]);
}
