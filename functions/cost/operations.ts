/** What one unit of work does to the stores, counted on the real handlers: test/functions/cost/operations.test.ts. */

/** Counts per unit of work. A regular listener, every document as large as the dials let it become. */
export type UnitOfWork = {
  /** The user's own documents. */
  readonly reads: number;
  /** Documents of the catalogue and of models: an instance that remembers them does not read them again. */
  readonly sharedReads: number;
  readonly writes: number;
  /** Written documents that time to live deletes one day. */
  readonly expiring: number;
  readonly messages: number;
  readonly messageBytes: number;
  readonly answerBytes: number;
};

const nothing = { reads: 0, sharedReads: 0, writes: 0, expiring: 0, messages: 0, messageBytes: 0, answerBytes: 0 };

export const work = {
  'ingest one listen': { ...nothing, reads: 1, messages: 1, messageBytes: 547, answerBytes: 28 },
  'ingest 50 listens': { ...nothing, reads: 1, messages: 1, messageBytes: 20_681, answerBytes: 29 },
  'learn one listen': { ...nothing, reads: 1, sharedReads: 1, writes: 2, expiring: 1 },
  'learn 50 listens': { ...nothing, reads: 1, sharedReads: 50, writes: 9, expiring: 1 },
  'plan 3 editions': { ...nothing, reads: 18, sharedReads: 1, messages: 1, messageBytes: 309 },
  'weekly-exploration': { ...nothing, reads: 7, sharedReads: 6, writes: 2, expiring: 1 },
  'weekly-jams': { ...nothing, reads: 7, sharedReads: 5, writes: 2, expiring: 1 },
  'daily-jams': { ...nothing, reads: 7, sharedReads: 5, writes: 2, expiring: 1 },
  // Seven new songs a week by the artists that are asked, of two weeks.
  'new-releases': { ...nothing, reads: 7, sharedReads: 15, writes: 2, expiring: 1 },
  recommendations: { ...nothing, reads: 4, sharedReads: 6, answerBytes: 23_376 },
  playlist: { ...nothing, reads: 3, answerBytes: 35_171 },
  home: { ...nothing, messages: 1, messageBytes: 1_535, reads: 8, sharedReads: 17, answerBytes: 15_497 },
} as const satisfies Record<string, UnitOfWork>;

export type Unit = keyof typeof work;

/** Bytes of the documents that are kept. */
export const documentBytes = {
  profile: 59_720,
  candidates: 72_492,
  neighbours: 9_113,
  'popular list': 49_889,
  'artist list': 5_564,
  edition: 72_204,
  user: 195,
} as const;
