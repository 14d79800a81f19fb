/** Every dial of taste: value, unit, reason, source. A manifest names the digest of what was in force. */
import { destinationDials } from '#shared/domain/destinations.ts';
import type { PatchDials } from '#shared/domain/patch-dials.ts';
import { patchDials } from '#shared/domain/patches.ts';

export const dayInSeconds = 86_400;

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
    /** Seconds after which a listen is history that was brought in, and none that a player sent when it could. */
    lateSeconds: 2 * dayInSeconds,
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
  echo: {
    /** Seconds: half of the longest track of which a scrobbler asks that half be played, as Last.fm has it. */
    secondsMax: 240,
    /** Seconds where nobody says how long a song is: the shortest track that Last.fm takes can begin again after as long. */
    untoldSeconds: 30,
  },
  heard: {
    /** Bytes of the slices of the Bloom filter of everything heard; at 10 bits an item they hold 9,000 items at 1 % each. */
    sliceBytes: [1_024, 2_048, 4_096, 4_096],
    bitsPerItem: 10,
    hashes: 5,
  },
  words: {
    /**
     * Listeners who must say the same of an item before others read it. Accounts are made by the operator, so one who lies
     * needs an accomplice; three would leave most items of a household or a small radio without tags and releases for ever.
     */
    tellersMin: 2,
  },
  model: {
    /**
     * Listeners below which an item that no operator described is proposed to nobody else. One: in a home of people who know
     * each other, what one of them plays is what the others want to find. Among strangers it takes three (infra).
     */
    proposedListenersMin: 1,
    /** Exponent on ln(1 + plays) over the user's mean of it: what a user repeats counts more, yet not by much. */
    weightPower: 0.5,
    kernel: {
      /** Damped log-cosine, chosen on lastfm-2k valid over several hundred configurations. */
      kappa: 60,
      exponent: 0.6,
      smoothing: 3,
      /** Items of a user that are paired: 100 are 5,000 pairs a user at most, 200 would be 20,000. */
      itemsPerUserMax: 100,
    },
    spectral: {
      /** Singular vectors; their number limits how fine a taste can be told apart. 192 lose .0016 N@10 (valid). */
      components: 256,
      /** The component at which half passes: 41 to 80 are alike on lastfm-2k, 64 is best on lastfm-sequences too. */
      rank: 64,
      /** How steeply the filter falls there. */
      steepness: 11,
      /** Added to an item's users before any power is taken: one listener alone says little. */
      smoothing: 4,
      /** Popularity counts less in what is played than in what is proposed. */
      inExponent: 0.37,
      outExponent: 0.26,
      /** Pairs of a user that are factorised, the strongest. */
      itemsPerUserMax: 1_000,
      /** Pairs that are factorised: 1 GB with what is made of them. Past them every n-th user speaks for all. */
      interactionsMax: 20_000_000,
      /** Rounds of subspace iteration: 12 agree between seeds to .0004 R@10, 6 to .0012, more change nothing. */
      roundsMax: 12,
      roundsMin: 6,
      /**
       * Multiplications for choosing pairs, 12 s on one core, and half as many for all rounds: exact up to 9,900 items; at
       * 50,000 the 1,950 most popular are targets. A third of the items as targets loses nothing on lastfm-2k valid, a
       * tenth .0012 R@10.
       */
      productsMax: 2.5e10,
    },
    /**
     * Neighbours of an item that kernel and spectral model keep, each: per item that was played, not per item found,
     * which loses .01 R@10 and more. 100 would lose .0005.
     */
    neighboursMax: 200,
    /** Pairs that each of them keeps: past 15,000 items an item has fewer neighbours, 60 at 50,000. */
    pairsMax: 3_000_000,
    /** Factors on the kernel and on the likeness of tags beside the spectral score, each over its mean (valid). */
    kernelShare: 1,
    tagsShare: 0.5,
    /** Share of the mean tags of everything that is taken off, so that a tag which everything has says nothing. */
    commonTagsShare: 0.7,
    cold: {
      /** Factor on the likeness of an item that nobody has played, and how many of them an item may have. */
      share: 0.65,
      neighboursMax: 10,
      /** Cold items of one tag, strongest in it first, and of one artist that are looked at. */
      perTagMax: 50,
      perArtistMax: 20,
    },
    candidates: {
      /** Items of a user that candidates are made from, as many as live answers look at; 100 are no better (valid). */
      seedsPerUserMax: 60,
      /** Neighbours of a seed: all that kernel and spectral model kept. */
      neighboursMax: 400,
      /** Four editions of 50 without a repeat, the one being made, and one to choose from. */
      perUserMax: 300,
      seedsMax: 3,
      /** Users whose candidates are computed at once: 2,500 with 100 seeds of 400 neighbours are 100 M products. */
      usersPerShard: 2_500,
    },
    /** Where only the order of plays is known: items after which one weighs half. 4 to 10 are alike (lastfm-sequences). */
    positionHalfLife: 4,
    /** Plays just made that the best proposal is worth where what is on repeat went stale (lastfm-timed, ALL). */
    freshFill: 1e-4,
    /** Own items that rested when the model was trained. */
    lovedMax: 300,
    /** Own items whose cards are published with a user's candidates: as many as a profile holds. */
    ownMax: 300,
    /** Items of a published list. */
    popularMax: 300,
    tagItemsMax: 60,
    artistItemsMax: 30,
    /** Neighbours of an item that are published, for live answers: 15 KB. 100 would gain .0017 R@10 for twice the room. */
    publishedNeighboursMax: 50,
    /**
     * Rows of model tables that one shard publishes: 100,000 are some 20 MB of documents. Every shard reads the catalogue,
     * so past `shardsUsual` shards become larger first and more after that.
     */
    rowsPerShard: { min: 100_000, max: 1_000_000 },
    shardsUsual: 200,
    /**
     * Models that the pointer remembers for a rollback: documents of older ones go with the next publication, and in any case
     * after so many days.
     */
    previousMax: 2,
    keptDays: 21,
    /** Trainings looked back at, to tell a jump from a course: two weeks of them. */
    candidatesRemembered: 14,
    holdout: {
      /** Days that are held out and predicted from all before them. */
      days: 7,
      /** Items proposed per user; more than a playlist needs, so that small deployments see a difference too. */
      length: 20,
      /** Users with something new in those days, below which nothing is concluded and the kernel stands alone. */
      usersMin: 20,
      /** Interactions the test models are trained on: a sample of users, so that the test costs less than the model. */
      interactionsMax: 100_000,
      /** Users who are asked. */
      usersMax: 1_000,
      /** Multiplications for choosing pairs, and half as many for all rounds; pairs that each ranker keeps. */
      productsMax: 5e9,
      pairsMax: 1_000_000,
    },
    gates: {
      /** Share of the usual listens of a day that there must be, where a day usually has at least that many. */
      dayShareMin: 0.6,
      usualListensMin: 500,
      /** Listeners below which shares of them say nothing: a smaller home has only the gates on what it has much of. */
      listenersMin: 20,
      /** Part of a listener's listens that must be left, and of the listeners who must have it: people delete some. */
      historyShareMin: 0.9,
      intactShareMin: 0.9,
      /** Odd listeners that are set aside, so that their listens teach nobody: at most this share of all, and as many. */
      setAsideShareMax: 0.1,
      setAsideMax: 100,
      /** Days and candidates that agree before a change counts as a course, and how far apart their values may be. */
      courseDays: 3,
      courseCandidatesMin: 2,
      courseTolerance: 0.2,
      /** Odd listens that are overlooked, whatever share they are. */
      toleratedListens: 20,
      /** Share of listens before 2002, or in the future. */
      absurdShareMax: 0.001,
      /** Share of listens that repeat another one's user, item and second. */
      duplicateShareMax: 0.02,
      /** Share of listens without an artist beyond the last good model's. */
      anonymousRiseMax: 0.2,
      /** Listens of one user in one day: more than one in 30 seconds around the clock. */
      userDayListensMax: 2_880,
      /** Plays of one item by one user: five minutes each, 20 hours a day, for half a year. */
      repeatedPlaysMax: 45_000,
      /** Own items that make a user worth a proposal, and proposals that make one served. */
      servedCandidatesMin: 10,
      /** How much smaller than the last good model's the share of served users may be. */
      servedDropMax: 0.1,
      /** Share of the last good model's neighbours per item. */
      neighboursShareMin: 0.7,
      /** Of the 100 most popular tracks, how many must have been so in the last good model. */
      popularKeptMin: 50,
      /** Recent listeners of the hundredth track below which charts are the order of last plays. */
      popularListenersMin: 5,
      /** Days after which half as many are expected to have stayed. */
      popularHalfLifeDays: 21,
      /** Recall that may be lost against the last good model, beyond two standard errors of the difference. */
      recallDropMax: 0.02,
    },
  },
  /** Periods that are caught up after an outage; older ones would be read by nobody. */
  catchUpMax: { weekly: 4, daily: 7 },
  /** Hours after which an edition is tried again for which there was nothing: soon after a training that may bring it. */
  emptyRetryHours: 6,
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
    /** What comes next of what was played before; chosen on lastfm-timed and eight whole histories (HR@10 of the next play). */
    familiar: {
      /** Last listens whose followers count: 3 hit .251 of the histories' next plays, 1 .233. Timed plays do not care. */
      listensMax: 3,
      /** Listens ahead that count as following. */
      aheadMax: 2,
      /** Added to what followed, so that what followed once is no certainty. */
      doubt: 0.5,
      /** Listens and days after which a listen of the window says half as much of what is on repeat. */
      latelyListens: 100,
      latelyDays: 2,
      /** Factor on the listen just made. */
      againShare: 0.3,
    },
    /**
     * What is kept of a model's candidates for an answer: neighbours are read of so many items, those that gained most weight
     * since they were made, and of none that gained less than `gainMin`; a listen of an hour ago is worth 0.8.
     */
    recentSeedsMax: 5,
    gainMin: 0.1,
    /** Share of the seeds' weight on items that the candidates were not made from past which they say too little. */
    strangeShareMax: 0.5,
  },
  pool: {
    /** Lengths. Items one assembly draws from, and keeps for its replay: 480 for 50 are some 45 KB packed. */
    itemsPerLength: 9.6,
    /** Lengths. The user's own items: four editions and the one being made. */
    ownPerLength: 5,
    /** A short edition draws as if it were that long, so that it has a choice too. */
    lengthMin: 20,
    /** Candidates computed live from neighbours that go before those of the model in a daily patch. */
    liveMax: 100,
    /** Lists of artists and tags to read, and how much of each: the fewer other items, the more. */
    artistsMax: 12,
    artistItems: { min: 5, max: 15 },
    tagsMax: 6,
    tagItems: { min: 10, max: 40 },
    /** Lengths: four editions that do not come back, this one, and one to choose from. */
    popularPerLength: { min: 1.2, max: 6 },
    showsMax: 20,
    /** Plays of today that following a show is worth, until it is played. */
    followedPlays: 1,
    /** Lengths. Candidates, or own items, that are enough for an edition: it looks for no others. */
    amplePerLength: 2,
    /** Own items first played since the model was made, and lists of artists, that are read for one edition. */
    ownReadsMax: 4,
    artistReadsMax: 4,
    /** Catalogue episodes read per show: two years of a weekly one. */
    episodesPerShowMax: 100,
    lovedMax: 100,
  },
  edition: {
    /** Editions of a patch whose items do not come back while others are left (I6). */
    pastEditions: 4,
    /** Days an edition is kept: well past the last four of its patch. Sixty daily ones were two thirds of all that is stored. */
    keptDays: { weekly: 60, daily: 14 },
    /** Tags, strongest first, that are the user's usual ones: an explored item has none of them. */
    usualTagsMax: 15,
    /** Lengths. How deep candidates and popular items are searched for what is outside of the usual. */
    exploredDepth: 2,
    /** Days an episode counts as new. */
    newEpisodeDays: 30,
    /**
     * Days after which what is one's own has rested. ln(1 + plays)² over the root of the days orders what rested: against a
     * half-life of a year .7 hits more of 50 (eight whole histories).
     */
    restDays: 14,
    lovedBoost: 1.5,
    /** Items ahead among which the next one is chosen: far enough to find a relative, near enough to keep the rank. */
    lookahead: 12,
    /** How much of the kinship of two neighbours in the order one full lookahead of rank is worth. */
    rankPull: 0.6,
    /** Tags of an item that say what it sounds like. */
    kinTagsMax: 4,
    /** Part of the strongest seed's share from which another seed may be named instead, so that reasons vary. */
    comparableSeed: 0.6,
    /** Names in the words of a reason are cut to this many characters. */
    nameCharactersMax: 48,
  },
  patches: patchDials,
  ...destinationDials,
} as const;

/** How experiments are judged. Apart from the dials they try out: a manifest does not depend on them. */
export const experimentDials = {
  /** Days after an exposure in which what a user does counts: the life of a weekly edition. */
  outcomeDays: 7,
  /** Chance of a spread of users below which the report is invalid; of a thousand sound experiments one looks broken. */
  ratioPMin: 0.001,
  /** Users expected of every variant before χ² can be trusted (Cochran's rule). */
  expectedUsersMin: 5,
} as const;

/** When the watch calls what it measures bad. What the gates of a model judge too is judged by their dials. */
export const watchDials = {
  /** Seconds since a training measured quality last: a day, and half of one for a training that came late. */
  qualitySecondsMax: 129_600,
  /** Seconds after its beginning at which a listen is late: phones without a network tell theirs in the evening. */
  lateSeconds: 3_600,
  /** Share of late listens, of listens of untitled items, and of repeats in editions. */
  lateShareMax: 0.5,
  unknownShareMax: 0.1,
  repeatShareMax: 0.25,
  /** Seconds that the shards of a model may take: a hundred of a minute each, ten at a time, and what is tried again. */
  publicationSecondsMax: 7_200,
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
