/** What a promise can be made of: the dials of a patch, and the steps of its ladder. */
import type { Rung } from '#shared/schemas/edition.ts';

/** One step of a ladder: what it draws from, and what an item must be like. Shares are parts of the edition, 0 to 1. */
export type LadderStep = {
  readonly rung: Rung;
  readonly shareMax: number;
  /** Days the user has not played the item for; items they never played have rested for ever. */
  readonly restDays?: number;
  /** Days within which the user played it. */
  readonly withinDays?: number;
  /** Plays it takes to be loved; an explicit love is enough as well. */
  readonly playsMin?: number;
  /** Tracks of one artist while this step draws, where it may draw more than the patch does. */
  readonly artistMax?: number;
  /** The same for candidates of one seed. */
  readonly seedMax?: number;
};

/**
 * What an edition gives up when its ladder did not fill it, one after the other and no more than it needs:
 *
 *   limits   per artist, show and leading seed: twice, then none
 *   repeats  items of the last editions, the longest ago first, with the reason
 *   steps    what else may come, while fewer than `fewest` items are there; up to as many, or to the whole length. What
 *            others play comes to users about whom hardly anything is known
 *
 * What is still open then stays open: the edition is shorter.
 */
export type Concession =
  | { readonly give: 'limits' }
  | { readonly give: 'repeats' }
  | {
      readonly give: 'steps';
      readonly steps: readonly LadderStep[];
      readonly fewest: number;
      readonly upTo: 'fewest' | 'length';
      /** Only for users about whom fewer items or artists are known. */
      readonly knownBelow?: number;
    };

/** What one patch promises. */
export type PatchDials = {
  readonly title: string;
  readonly cadence: 'weekly' | 'daily';
  /** ISO weekday of a weekly patch where it is not the user's to choose. */
  readonly weekday?: number;
  /** Whether the user may have played a track; a played episode never comes back. */
  readonly heard: 'never' | 'allowed';
  /** Which affinity orders the user's own items: what is on repeat now, or what lasted. */
  readonly own: 'fast' | 'lasting';
  /** Tracks of one artist, and the places they keep between each other. */
  readonly artistMax: number;
  readonly artistDistance: number;
  /** Lengths. Candidates read: as many as the ladder may come to need. */
  readonly candidatesPerLength: number;
  /** Episodes of one show. */
  readonly showMax: number;
  readonly episodeShareMax: number;
  readonly jitter: number;
  /** Candidates that one item of the user's own leads to. */
  readonly seedMax: number;
  readonly ladder: readonly LadderStep[];
  /** A period for which nothing was found passes without an edition; else it waits for a model that has something. */
  readonly passesEmpty?: boolean;
  readonly concessions: readonly Concession[];
};

/** Every step a patch may come to climb for somebody of whom so many artists or shows are known. */
export function everyStep({ ladder, concessions }: PatchDials, known: number): readonly LadderStep[] {
  return [
    ...ladder,
    ...concessions.flatMap((each) =>
      each.give === 'steps' && known < (each.knownBelow ?? Number.POSITIVE_INFINITY) ? each.steps : [],
    ),
  ];
}
