/** Climbs a patch's ladder until the edition is full, within its limits. */

import type { Pool } from '#shared/domain/edition/pool.ts';
import type { Proposal } from '#shared/domain/edition/proposal.ts';
import { createSongSet, mainArtistIn } from '#shared/domain/identity/keys.ts';
import type { LadderStep, PatchDials } from '#shared/domain/patch-dials.ts';
import type { Manifest, Rung } from '#shared/schemas/edition.ts';
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
  /** How many items or artists of the user's own are known. */
  readonly known: number;
  /** Editions whose items do not come back while others are left. */
  readonly pastEditions: number;
};

/**
 * The ladder is climbed with the patch's limits per artist, show and seed. What it leaves open is filled by the patch's
 * concessions in their order: the limits are loosened, items of the last editions come back, as few as possible and the
 * longest ago first (I6), and where hardly anything is there, what others play. What is
 * open then stays open; never is one song there twice, in whatever version (I13).
 */
export function climb(pool: Pool, limits: Limits): Climb {
  const { dials, length, pastEditions, known } = limits;
  const { chosen, take } = emptyHand(limits);
  const takenByStep = new Map<LadderStep, number>();
  const fillerShare = Math.max(0, ...dials.ladder.filter(isFiller).map(({ shareMax }) => shareMax));
  let unknown = false;
  /** How many more may come because others play them: a share of what is there, all of it for who is not known. */
  const fillersLeft = (): number => {
    const fillers = chosen.filter(({ evidence }) => isFiller(evidence)).length;
    const most = ((chosen.length - fillers) * fillerShare) / (1 - fillerShare);
    return unknown ? length : Math.floor(most) - fillers;
  };
  let repeats = 0;

  const climbSteps = (steps: readonly LadderStep[], upTo: number, times: number): void => {
    for (const step of steps) {
      const taken = takenByStep.get(step) ?? 0;
      const room = Math.min(Math.ceil(step.shareMax * length) - taken, upTo - chosen.length);
      const max = isFiller(step) ? Math.min(room, fillersLeft()) : room;
      if (max <= 0) continue;
      const { artistMax = dials.artistMax, seedMax = dials.seedMax } = step;
      const perArtist = { track: artistMax * times, episode: dials.showMax * times };
      const share = { max, perArtist, perSeed: seedMax * times };
      takenByStep.set(step, taken + take(pool.fresh(step), share));
    }
  };
  const takeRepeats = (upTo: number): void => {
    const past = pool.repeats().values();
    const next = (): Proposal | undefined => {
      for (let offer = past.next().value; offer !== undefined; offer = past.next().value) {
        if (!isFiller(offer.evidence)) return offer;
        if (fillersLeft() > 0) return offer;
      }
      return undefined;
    };
    const any = { max: upTo - chosen.length, perArtist: { track: length, episode: length }, perSeed: length };
    repeats += take(next, any);
  };

  climbSteps(dials.ladder, length, 1);
  /** What may be there of what came so far: what came to have a few must not come again to have many. */
  let upTo = length;
  for (const concession of dials.concessions) {
    if (chosen.length === length) break;
    if (concession.give === 'limits') for (const times of looser(length)) climbSteps(dials.ladder, length, times);
    else if (concession.give === 'repeats') takeRepeats(upTo);
    else if (
      chosen.length < Math.min(concession.fewest, length) &&
      known < (concession.knownBelow ?? Number.POSITIVE_INFINITY)
    ) {
      upTo = concession.upTo === 'length' ? length : Math.min(concession.fewest, length);
      unknown ||= concession.steps.some(isFiller);
      for (const times of [1, ...looser(length)]) climbSteps(concession.steps, upTo, times);
    }
  }
  if (repeats === 0) return { chosen, repeats: { count: 0, why: null } };
  const why = `Only ${pool.size()} items of the pool were in none of the last ${pastEditions} editions`;
  return { chosen, repeats: { count: repeats, why } };
}

/** How often the limits per artist, show and seed fit into what may come, once they are loosened. */
const looser = (length: number): readonly number[] => [2, length];

/** What is there because others play it. */
const isFiller = ({ rung }: { readonly rung: Rung }): boolean => rung === 'popular';

type Share = {
  readonly max: number;
  readonly perArtist: Readonly<Record<Kind, number>>;
  /** Candidates to which one item of the user's own leads first. */
  readonly perSeed: number;
};

/** What is taken so far. `take` adds what fits beside it, best first, and returns how many. */
function emptyHand({ length, episodesMax }: Limits) {
  const chosen: Proposal[] = [];
  const songs = createSongSet();
  const byArtist = new Map<string, number>();
  const bySeed = new Map<string, number>();
  let episodes = 0;

  const take = (next: () => Proposal | undefined, { max, perArtist, perSeed }: Share): number => {
    let count = 0;
    while (count < max && chosen.length < length) {
      const offer = next();
      if (offer === undefined) break;
      const { item } = offer;
      if (songs.has(item) || (item.kind === 'episode' && episodes >= episodesMax)) continue;
      const artist = mainArtistIn(item);
      const ofArtist = artist === undefined ? 0 : (byArtist.get(artist) ?? 0);
      const seed = offer.evidence.rung === 'neighbours' ? offer.evidence.candidate.seeds[0]?.itemId : undefined;
      const ofSeed = seed === undefined ? 0 : (bySeed.get(seed) ?? 0);
      if (ofArtist >= perArtist[item.kind] || ofSeed >= perSeed) continue;
      if (artist !== undefined) byArtist.set(artist, ofArtist + 1);
      if (seed !== undefined) bySeed.set(seed, ofSeed + 1);
      chosen.push(offer);
      songs.add(item);
      if (item.kind === 'episode') episodes += 1;
      count += 1;
    }
    return count;
  };
  return { chosen, take };
}
