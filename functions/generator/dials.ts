/** What the invented world is like. Not the product's taste: that is in shared/domain/tuning.ts. */

export const worldDials = {
  /** Days of history before `until`: half a year, so that weekly editions and a 30-day half-life have something to see. */
  spanDays: 182,
  /** Listens a user may have on average; with more, the span would reach back before scrobbling began. */
  listensPerUserMax: 20_000,
  /** Listens a day and user on average, above which the span grows instead. */
  listensPerDayMax: 12,
  /** Deviation of the logarithm of users' activity: the busiest twentieth listens about six times the median. */
  activityDeviation: 0.9,

  /** Artists in a scene grow with the square root of the listens, as catalogues do with their audience. */
  artistsPerSceneOf: (listens: number): number => Math.min(60, Math.max(6, Math.round(Math.sqrt(listens) / 14))),
  /** Zipf exponents of popularity. */
  artistExponent: 1,
  trackExponent: 0.8,
  /** Share of artists with a new release within the span. */
  newReleaseShare: 0.25,

  /** Of all sessions: those in which a user strays into any scene at all. */
  strayShare: 0.05,
  /** Of the others: those in the scene that stays. */
  steadyShare: 0.2,
  /** Of a session's songs: the current obsession, and songs loved before. */
  obsessionShare: 0.1,
  lovedShare: 0.2,
  obsessionDays: 10,
  /** Of the artists a session turns to: the user's own favourites in the scene. */
  favouriteShare: 0.6,
  favouritesPerScene: 6,
  /** Skips: of favourites, of other songs of one's scenes, of songs astray. */
  skipShares: { favourite: 0.05, usual: 0.15, stray: 0.4 },

  /** Of the songs not skipped: those heard to their very end. */
  wholeShare: 0.85,

  /** Users who follow shows at all, and sessions of theirs that begin with an episode. */
  followShare: 0.6,
  episodeShares: { morning: 0.5, evening: 0.15 },
  /** Episodes heard to the end; of the others, those given up for the next one. */
  completedShare: 0.8,
  givenUpShare: 0.5,
} as const;
