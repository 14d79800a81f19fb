/** The three promises, as dials: what each patch draws from, in which order, and within which limits. */
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
};

/** What one patch promises. */
export type PatchDials = {
  readonly title: string;
  readonly cadence: 'weekly' | 'daily';
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
  readonly ladder: readonly LadderStep[];
};

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
    jitter: 0.15,
    ladder: [
      { rung: 'followed', shareMax: 0.06 },
      { rung: 'neighbours', shareMax: 0.66 },
      { rung: 'artists', shareMax: 0.14 },
      { rung: 'explored', shareMax: 0.08 },
      { rung: 'neighbours', shareMax: 1 },
      { rung: 'tags', shareMax: 0.5 },
      { rung: 'artists', shareMax: 1 },
      { rung: 'tags', shareMax: 1 },
      { rung: 'followed', shareMax: 1 },
      { rung: 'popular', shareMax: 1 },
    ],
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
    jitter: 0.5,
    ladder: [
      { rung: 'loved', shareMax: 1, restDays: 60, playsMin: 2 },
      { rung: 'loved', shareMax: 1, restDays: 30, playsMin: 2 },
      { rung: 'loved', shareMax: 1, restDays: 14, playsMin: 2 },
      { rung: 'loved', shareMax: 1, restDays: 14, playsMin: 1 },
      { rung: 'loved', shareMax: 1, restDays: 14, playsMin: 1, artistMax: 6 },
      { rung: 'followed', shareMax: 0.1 },
      { rung: 'artists', shareMax: 0.5, restDays: 14 },
      { rung: 'neighbours', shareMax: 1, restDays: 14 },
      { rung: 'tags', shareMax: 1, restDays: 14 },
      { rung: 'followed', shareMax: 1 },
      { rung: 'popular', shareMax: 1, restDays: 14 },
      { rung: 'loved', shareMax: 1, restDays: 7 },
      { rung: 'loved', shareMax: 1, restDays: 0 },
      { rung: 'popular', shareMax: 1 },
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
    jitter: 0.3,
    ladder: [
      { rung: 'followed', shareMax: 0.08 },
      { rung: 'loved', shareMax: 0.6, withinDays: 21 },
      { rung: 'neighbours', shareMax: 0.24 },
      { rung: 'artists', shareMax: 0.1 },
      { rung: 'loved', shareMax: 0.75, withinDays: 60, artistMax: 8 },
      { rung: 'neighbours', shareMax: 1 },
      { rung: 'loved', shareMax: 1, withinDays: 365 },
      { rung: 'tags', shareMax: 1 },
      { rung: 'followed', shareMax: 1 },
      { rung: 'popular', shareMax: 1 },
    ],
  },
} as const satisfies Record<Patch, PatchDials>;
