/** Every dial of taste: value, unit, reason, source. A manifest names the digest of what was in force. */

const dayInSeconds = 86_400;

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
} as const;

export type Tuning = typeof tuning;

export const fastHalfLifeSeconds = tuning.affinity.fastHalfLifeDays * dayInSeconds;
export const slowHalfLifeSeconds = tuning.affinity.slowHalfLifeDays * dayInSeconds;
