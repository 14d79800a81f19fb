/** Climbs a patch's ladder until the edition is full, within its limits. */

import type { Pool } from '#shared/domain/edition/pool.ts';
import type { Proposal } from '#shared/domain/edition/proposal.ts';
import { mainArtistIn, songOf } from '#shared/domain/identity/keys.ts';
import type { PatchDials } from '#shared/domain/patches.ts';
import type { Manifest } from '#shared/schemas/edition.ts';
import type { Kind } from '#shared/schemas/listen.ts';

export type Climb = {
  /** In the order in which they were taken. */
  readonly chosen: readonly Proposal[];
  readonly repeats: Manifest['repeats'];
};

export type Limits = {
  readonly dials: PatchDials;
  readonly length: number;
  readonly episodesMax: number;
  /** Editions whose items do not come back while others are left. */
  readonly pastEditions: number;
};

/**
 * The ladder is climbed with the patch's limits per artist and show, then with twice those, then without: a small catalogue
 * gives a full edition all the same, but never one song twice, in whatever version (I13). Items of the last editions come
 * only when nothing else is left, as few as possible, the longest ago first (I6).
 */
export function climb(pool: Pool, limits: Limits): Climb {
  const { dials, length, pastEditions } = limits;
  const { chosen, take } = emptyHand(limits);
  const takenByStep = dials.ladder.map(() => 0);

  for (const times of [1, 2, length]) {
    dials.ladder.forEach(({ shareMax, artistMax = dials.artistMax }, nth) => {
      const taken = takenByStep[nth] as number;
      const max = Math.ceil(shareMax * length) - taken;
      if (chosen.length === length || max <= 0) return;
      const perArtist = { track: artistMax * times, episode: dials.showMax * times };
      takenByStep[nth] = taken + take(pool.fresh(nth), { max, perArtist });
    });
  }

  if (chosen.length === length) return { chosen, repeats: { count: 0, why: null } };
  const repeats = pool.repeats().values();
  const count = take(() => repeats.next().value, {
    max: length,
    perArtist: { track: length, episode: length },
  });
  const why = `Only ${pool.size()} items of the pool were in none of the last ${pastEditions} editions`;
  return { chosen, repeats: { count, why: count === 0 ? null : why } };
}

type Share = {
  readonly max: number;
  readonly perArtist: Readonly<Record<Kind, number>>;
};

/** What is taken so far. `take` adds what fits beside it, best first, and returns how many. */
function emptyHand({ length, episodesMax }: Limits) {
  const chosen: Proposal[] = [];
  const songs = new Set<string>();
  const byArtist = new Map<string, number>();
  let episodes = 0;

  const take = (next: () => Proposal | undefined, { max, perArtist }: Share): number => {
    let count = 0;
    while (count < max && chosen.length < length) {
      const offer = next();
      if (offer === undefined) break;
      const { item } = offer;
      if (songs.has(songOf(item)) || (item.kind === 'episode' && episodes >= episodesMax)) continue;
      const artist = mainArtistIn(item);
      const ofArtist = artist === undefined ? 0 : (byArtist.get(artist) ?? 0);
      if (ofArtist >= perArtist[item.kind]) continue;
      if (artist !== undefined) byArtist.set(artist, ofArtist + 1);
      chosen.push(offer);
      songs.add(songOf(item));
      if (item.kind === 'episode') episodes += 1;
      count += 1;
    }
    return count;
  };
  return { chosen, take };
}
