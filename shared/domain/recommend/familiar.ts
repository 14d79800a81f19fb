/** What comes next of what is the user's own: what followed these songs before, then what is on repeat. */

import { affinityAt, decayFactor, rankKey } from '#shared/domain/profile/decay.ts';
import { dayInSeconds, type Tuning, tuning } from '#shared/domain/tuning.ts';
import type { AffinityEntry, Profile } from '#shared/schemas/profile.ts';

export type FamiliarItem = {
  readonly itemId: string;
  /** Relative to the best, 0 to 1. */
  readonly score: number;
  readonly plays: number;
  /** Unix seconds. */
  readonly lastListenedAt: number;
  /** The listen just made, where this came after it before and that is the better half of the score. */
  readonly after?: string;
};

type Heard = {
  readonly profile: Pick<Profile, 'items' | 'window' | 'evicted'>;
  /** Unix seconds. */
  readonly at: number;
  readonly dials?: Tuning['recommend']['familiar'];
};

type Scores = Map<string, number>;

/**
 * All that the profile remembers, likeliest next first; a pure function of the profile, which is all it reads:
 *
 *   score(j) = Σ 1/c · (how often j followed the c-th last listen) / (all that followed it + ½)     c = 1 … listensMax
 *            + fast affinity of j / that of everything
 *            + lately(j) / that of everything     lately = Σ over the window, halved by listens and by days
 *
 * What is on repeat is right for a few loved songs, what followed is right for albums. The listen just made counts a
 * part of it: some hear one song over and over, most do not. What was skipped whenever it came does not come.
 */
export function familiarItems({ profile, at, dials = tuning.recommend.familiar }: Heard): FamiliarItem[] {
  const window = profile.window.filter(([, , itemId]) => itemId !== '');
  const entryOf = entriesOf({ ...profile, window });
  const ids = window.map(([, , itemId]) => itemId);
  const followers = followersOf(ids, dials);
  const last = ids[0];

  const followed: Scores = new Map();
  followers.forEach((shares, nth) => {
    addTo(followed, shares, 1 / (nth + 1));
  });
  const repeat: Scores = new Map(profile.items.map((entry) => [entry[0], affinityAt(entry, at).fast]));
  const lately: Scores = new Map();
  window.forEach(([, listenedAt, itemId], nth) => {
    const age = Math.max(0, at - listenedAt);
    addTo(lately, [
      [itemId, decayFactor(nth, dials.latelyListens) * decayFactor(age, dials.latelyDays * dayInSeconds)],
    ]);
  });
  const scores: Scores = new Map(followed);
  for (const part of [repeat, lately]) addTo(scores, part, 1 / (totalOf(part) || 1));
  if (last !== undefined) scores.set(last, (scores.get(last) ?? 0) * dials.againShare);

  const ranked = [...scores]
    .filter(([itemId, score]) => score > 0 && entryOf(itemId)[2] > 0)
    .sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1));
  const best = ranked[0]?.[1] ?? 1;
  return ranked.map(([itemId, score]) => ({
    itemId,
    score: score / best,
    plays: entryOf(itemId)[4],
    lastListenedAt: entryOf(itemId)[3],
    ...(last !== undefined && followers[0]?.has(itemId) && 2 * (followed.get(itemId) ?? 0) > score
      ? { after: last }
      : {}),
  }));
}

/**
 * What the profile knows of an item. One of the window without an entry was evicted, and then it counts as heard as often
 * as the window has it; or it was skipped, if the least that counts would have kept it.
 */
function entriesOf({ items, window, evicted }: Heard['profile']): (itemId: string) => AffinityEntry {
  const entries = new Map(items.map((entry) => [entry[0], entry]));
  for (const [itemId, listens] of Map.groupBy(window, ([, , id]) => id)) {
    if (entries.has(itemId)) continue;
    const at = listens[0]?.[1] ?? 0;
    const least: AffinityEntry = [itemId, 0, tuning.engagement.floorWeight, at, listens.length];
    const skipped = evicted.items === null || rankKey(least) > evicted.items;
    entries.set(itemId, skipped ? [itemId, 0, 0, at, 0] : least);
  }
  return (itemId) => entries.get(itemId) as AffinityEntry;
}

/** Shares of what followed each of the last listens before, the last one first. `ids`: newest first. */
function followersOf(
  ids: readonly string[],
  { listensMax, aheadMax, doubt }: Tuning['recommend']['familiar'],
): Scores[] {
  return ids.slice(0, listensMax).map((itemId, nth) => {
    const shares: Scores = new Map();
    for (let at = nth + 1; at < ids.length; at++) {
      if (ids[at] !== itemId) continue;
      // What is asked for comes nth + 1 listens after it; what came a listen later says half as much.
      for (let ahead = 0; ahead < aheadMax; ahead++) {
        const follower = ids[at - nth - 1 - ahead];
        if (follower !== undefined) addTo(shares, [[follower, 1 / (ahead + 1)]]);
      }
    }
    const total = totalOf(shares) + doubt;
    for (const [follower, share] of shares) shares.set(follower, share / total);
    return shares;
  });
}

function addTo(scores: Scores, more: Iterable<readonly [string, number]>, factor = 1): void {
  for (const [itemId, score] of more) scores.set(itemId, (scores.get(itemId) ?? 0) + factor * score);
}

const totalOf = (scores: Scores): number => [...scores.values()].reduce((sum, score) => sum + score, 0);
