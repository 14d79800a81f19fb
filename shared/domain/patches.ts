/** The promises, as dials: what each patch draws from, in which order, and within which limits. */
import { demandPatches } from '#shared/domain/demand-patches.ts';
import type { Patch, Rung } from '#shared/schemas/edition.ts';

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

/** For users about whom too little is known: title and description say that it is what others play. */
const others = {
  give: 'steps',
  steps: [
    { rung: 'neighbours', shareMax: 1, restDays: 14 },
    { rung: 'artists', shareMax: 0.5, restDays: 14 },
    { rung: 'tags', shareMax: 1, restDays: 14 },
    { rung: 'followed', shareMax: 1 },
    { rung: 'popular', shareMax: 1 },
  ],
  fewest: 10,
  upTo: 'length',
  knownBelow: 10,
} as const satisfies Concession;

export const patchDials = {
  'weekly-exploration': {
    title: 'Weekly Exploration',
    cadence: 'weekly',
    heard: 'never',
    own: 'lasting',
    artistMax: 2,
    artistDistance: 8,
    candidatesPerLength: 6,
    showMax: 2,
    episodeShareMax: 0.1,
    seedMax: 5,
    jitter: 0.15,
    ladder: [
      { rung: 'followed', shareMax: 0.06 },
      { rung: 'neighbours', shareMax: 0.66 },
      { rung: 'artists', shareMax: 0.14 },
      { rung: 'explored', shareMax: 0.08 },
      { rung: 'neighbours', shareMax: 1, seedMax: 8 },
      { rung: 'tags', shareMax: 0.5 },
      { rung: 'artists', shareMax: 1 },
      { rung: 'tags', shareMax: 1 },
      { rung: 'followed', shareMax: 1 },
      { rung: 'popular', shareMax: 0.1 },
    ],
    concessions: [{ give: 'limits' }, { give: 'repeats' }, others, { give: 'repeats' }],
  },
  'weekly-jams': {
    title: 'Weekly Jams',
    cadence: 'weekly',
    heard: 'allowed',
    own: 'lasting',
    artistMax: 3,
    artistDistance: 6,
    candidatesPerLength: 2.4,
    showMax: 2,
    episodeShareMax: 0.1,
    seedMax: 5,
    jitter: 0.5,
    ladder: [
      { rung: 'loved', shareMax: 1, restDays: 14, playsMin: 2 },
      { rung: 'loved', shareMax: 1, restDays: 14, playsMin: 1 },
      { rung: 'loved', shareMax: 1, restDays: 14, playsMin: 1, artistMax: 6 },
      { rung: 'followed', shareMax: 0.1 },
    ],
    concessions: [
      { give: 'limits' },
      { give: 'repeats' },
      {
        give: 'steps',
        steps: [
          { rung: 'loved', shareMax: 1, restDays: 7 },
          { rung: 'loved', shareMax: 1 },
          { rung: 'followed', shareMax: 1 },
        ],
        fewest: 10,
        upTo: 'fewest',
      },
      others,
      { give: 'repeats' },
    ],
  },
  'daily-jams': {
    title: 'Daily Jams',
    cadence: 'daily',
    heard: 'allowed',
    own: 'fast',
    artistMax: 4,
    artistDistance: 5,
    candidatesPerLength: 3,
    showMax: 1,
    episodeShareMax: 0.1,
    seedMax: 5,
    jitter: 0.3,
    ladder: [
      { rung: 'followed', shareMax: 0.08 },
      { rung: 'loved', shareMax: 0.75, withinDays: 21 },
      { rung: 'loved', shareMax: 1, withinDays: 60 },
      { rung: 'loved', shareMax: 1, withinDays: 60, artistMax: 8 },
    ],
    concessions: [
      { give: 'limits' },
      { give: 'repeats' },
      {
        give: 'steps',
        steps: [
          { rung: 'loved', shareMax: 1, withinDays: 365 },
          { rung: 'followed', shareMax: 1 },
        ],
        fewest: 10,
        upTo: 'fewest',
      },
      others,
      { give: 'repeats' },
    ],
  },
  ...demandPatches,
} as const satisfies Record<Patch, PatchDials>;
