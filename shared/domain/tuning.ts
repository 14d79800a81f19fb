/** Every dial of taste: value, unit, reason, source. A manifest names the digest of what was in force. */
import type { Patch, Rung } from '#shared/schemas/edition.ts';

export const dayInSeconds = 86_400;

/** One step of a ladder: what it draws from, and what an item must be like. Shares are parts of the edition, 0 to 1. */
export type Step = {
  readonly rung: Rung;
  readonly shareMax: number;
  /** Days the user has not played the item for; items they never played have rested for ever. */
  readonly restDays?: number;
  /** Days within which the user played it. */
  readonly withinDays?: number;
  /** Plays it takes to be loved; an explicit love is enough as well. */
  readonly playsMin?: number;
};

/** What one patch promises. */
export type PatchDials = {
  readonly title: string;
  readonly cadence: 'weekly' | 'daily';
  /** Whether the user may have played a track; a played episode never comes back. */
  readonly heard: 'never' | 'allowed';
  /** Which affinity orders the user's own items: what is on repeat now, or what lasted. */
  readonly own: 'fast' | 'lasting';
  readonly artistMax: number;
  readonly artistDistance: number;
  readonly episodeShareMax: number;
  readonly jitter: number;
  readonly ladder: readonly Step[];
};

export const tuning = {
  affinity: {
    /** Days. What a user plays again is short-lived taste: 5 d gave R@30 .719 against .670 for 30 d (lastfm-timed). */
    fastHalfLifeDays: 5,
    /** Days. What a user discovers follows from about a month of listening (lastfm-timed, NEW). */
    slowHalfLifeDays: 30,
    /** Entries kept. 300 items with 36-byte ids are 29 KB of the 64 KB a profile may take. */
    itemsMax: 300,
    artistsMax: 120,
    showsMax: 40,
    tagsMax: 60,
    /** Room before entries are evicted down to the maximum, so that not every batch sorts. */
    slack: 1.15,
  },
  window: {
    /** Listens in which a repeat is recognised; a day of 3-minute tracks without a pause is 480. */
    listensMax: 200,
    batchesMax: 64,
    /** Batches a rebuild waits for by name; past it, only the newest are. */
    awaitingMax: 200,
  },
  engagement: {
    /** Last.fm: a track counts when half of it or four minutes were played, and it is longer than 30 seconds. */
    countsFromShare: 0.5,
    countsFromMs: 240_000,
    shortestTrackMs: 30_000,
    /** Milliseconds assumed when a client sends playedMs without durationMs: the usual length of a track. */
    assumedDurationMs: 210_000,
    /** Weight of a listen that just counts; a full one weighs 1. */
    floorWeight: 0.5,
  },
  heard: {
    /** Bytes of the slices of the Bloom filter of everything heard; at 10 bits an item they hold 9,000 items at 1 % each. */
    sliceBytes: [1_024, 2_048, 4_096, 4_096],
    bitsPerItem: 10,
    hashes: 5,
  },
  /** Periods that are caught up after an outage; older ones would be read by nobody. */
  catchUpMax: { weekly: 4, daily: 7 },
  recommend: {
    /** Own items whose neighbours are read for one answer: past 60, the weights are a tenth of the first. */
    seedsMax: 60,
    /** Listens of the window that count as what the user is doing now. */
    sessionListensMax: 20,
    /** Minutes. An album later, the album before weighs half. */
    sessionHalfLifeMinutes: 45,
    /** Added to the weight of the listen just made; an item played 50 times in a month weighs 2. */
    sessionBoost: 2,
    /** Factor on the weight of an item the user loves. */
    lovedBoost: 1.5,
    /** Share of a score that chance may add or take: answers differ from seed to seed and stay good. */
    jitter: 0.1,
    artistMax: 3,
    /** Seeds kept as the reason of a candidate. */
    seedsPerCandidateMax: 3,
  },
  pool: {
    /** The user's own items an assembly draws from: four editions of 50 and the one being made. */
    ownMax: 250,
    candidatesMax: 300,
    /** Candidates computed live from neighbours that go before those of the model in a daily patch. */
    liveMax: 100,
    artistsMax: 12,
    artistItemsMax: 15,
    tagsMax: 6,
    tagItemsMax: 40,
    showsMax: 20,
    /** Catalogue episodes read per show: two years of a weekly one. */
    episodesPerShowMax: 100,
    popularMax: 300,
    /** Popular items beside a full list of candidates, where they are the last resort. */
    popularBesideCandidatesMax: 80,
    /** Candidates below which the popular lists are read whole. */
    candidatesFew: 250,
    lovedMax: 100,
  },
  edition: {
    /** Editions of a patch whose items do not come back, while the pool holds that many times the length (I6). */
    pastEditions: 4,
    /** Days an edition is kept. */
    keptDays: 60,
    /** Tags, strongest first, that are the user's usual ones: an explored item has none of them. */
    usualTagsMax: 15,
    /** Days an episode counts as new. */
    newEpisodeDays: 30,
    /** Days after which what lasted weighs half. */
    lastingHalfLifeDays: 365,
    lovedBoost: 1.5,
    /** Items ahead among which the next one is chosen: far enough to find a relative, near enough to keep the rank. */
    lookahead: 12,
    /** How much of the kinship of two neighbours in the order one full lookahead of rank is worth. */
    rankPull: 0.6,
    /** Tags of an item that say what it sounds like. */
    kinTagsMax: 4,
    /** Names in the words of a reason are cut to this many characters. */
    nameCharactersMax: 48,
  },
  patches: {
    'weekly-exploration': {
      title: 'Weekly Exploration',
      cadence: 'weekly',
      heard: 'never',
      own: 'lasting',
      artistMax: 2,
      artistDistance: 8,
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
      episodeShareMax: 0.1,
      jitter: 0.5,
      ladder: [
        { rung: 'loved', shareMax: 1, restDays: 60, playsMin: 2 },
        { rung: 'loved', shareMax: 1, restDays: 30, playsMin: 2 },
        { rung: 'loved', shareMax: 1, restDays: 14, playsMin: 2 },
        { rung: 'loved', shareMax: 1, restDays: 14, playsMin: 1 },
        { rung: 'followed', shareMax: 0.1 },
        { rung: 'artists', shareMax: 0.5, restDays: 14 },
        { rung: 'neighbours', shareMax: 1, restDays: 14 },
        { rung: 'tags', shareMax: 1, restDays: 14 },
        { rung: 'popular', shareMax: 1, restDays: 14 },
      ],
    },
    'daily-jams': {
      title: 'Daily Jams',
      cadence: 'daily',
      heard: 'allowed',
      own: 'fast',
      artistMax: 4,
      artistDistance: 5,
      episodeShareMax: 0.1,
      jitter: 0.3,
      ladder: [
        { rung: 'followed', shareMax: 0.08 },
        { rung: 'loved', shareMax: 0.6, withinDays: 21 },
        { rung: 'neighbours', shareMax: 0.24 },
        { rung: 'artists', shareMax: 0.1 },
        { rung: 'loved', shareMax: 1, withinDays: 60 },
        { rung: 'neighbours', shareMax: 1 },
        { rung: 'loved', shareMax: 1 },
        { rung: 'tags', shareMax: 1 },
        { rung: 'popular', shareMax: 1 },
      ],
    },
  } satisfies Record<Patch, PatchDials>,
} as const;

/** The dials as types: any number where there is a number, so that a variant of an experiment fits. */
export type Tuning = Widened<typeof tuning>;
type Widened<T> = T extends PatchDials
  ? PatchDials
  : T extends number
    ? number
    : { readonly [K in keyof T]: Widened<T[K]> };

export const fastHalfLifeSeconds = tuning.affinity.fastHalfLifeDays * dayInSeconds;
export const slowHalfLifeSeconds = tuning.affinity.slowHalfLifeDays * dayInSeconds;
