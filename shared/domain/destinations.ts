/** Dials of the destinations that people open: value, unit, reason. */

export const destinationDials = {
  search: {
    /** Items of the index, the most popular: 300,000 take a publication some minutes. Others are found through their artist. */
    itemsMax: 300_000,
    /** Entries of a list: 20 KB. Where more begin alike, longer beginnings have lists of their own. */
    entriesPerList: 120,
    lettersMax: 12,
    wordsMax: 12,
    /** Items of a release that are found by its name, and of an artist. */
    releaseItems: 3,
    artistItems: 5,
    /** Letters from which a word may have one typo or two. */
    oneTypoFrom: 4,
    twoTyposFrom: 8,
    /** Words of a query whose lists are read, the longest, and lists in all beside that of the beginnings. */
    wordsRead: 4,
    listsMax: 4,
    /** Own items since the model, so that what was played a minute ago is found. */
    recentMax: 10,
    /** What a word is worth that only begins alike, and what a typo costs; beside a whole word's 1. */
    beginningValue: 0.9,
    typoCost: 0.2,
    artistWeight: 0.8,
    releaseWeight: 0.6,
    /** Added where the name begins with the query, and by how much of the name it covers. */
    startBonus: 0.15,
    coverBonus: 0.25,
    likingShare: 1.5,
    /** Liking from which a result says that the user plays it. */
    likedFrom: 0.2,
    popularShare: 1,
  },
  radio: {
    /** Seeds of a station, and items that one of them is heard through. */
    seedsMax: 5,
    itemsPerSeed: 10,
    itemsMax: 20,
    /** Items near the seeds whose own neighbours join, a page further out each time, and their weight. */
    stepItems: 8,
    stepWeight: 0.5,
    /** Weight of the last tracks where a page comes short without them. */
    tailWeight: 0.1,
    /** Items of the user's last listens that steer: played or loved since the station began, or skipped. */
    steerItems: 8,
    playedWeight: 0.4,
    lovedWeight: 0.8,
    skippedWeight: -0.6,
    /** Part that the user's liking of an artist or tag may add to a score. */
    likingShare: 0.5,
    /** Places between tracks of one artist. */
    artistDistance: 5,
    jitter: 0.25,
    /** Bytes of the memory of what was heard: at 12 bits a song it holds 2,261, a week of music at eight hours a day. */
    memoryBytes: [64, 256, 1_024, 2_048],
    bitsPerItem: 12,
  },
  mixes: {
    /** Sides of a taste, and artists that may lead one before the smallest are left out. */
    sidesMax: 6,
    leadersMax: 12,
    /** Own items that a side is found from: as many as a candidate may have had for seeds. */
    seedsMax: 60,
    /** Likeness of directions, 0 to 1, from which an artist is of a leader's side, and from which it joins at all. */
    joins: 0.3,
    belongs: 0.12,
    /** Own items that make a side. */
    itemsMin: 3,
    /** Tags of an item, and what each weighs beside its nearest neighbour. */
    tagsPerItem: 4,
    tagWeight: 0.5,
    tagsShown: 4,
    /** Weight of the item that lasted most beside the strongest of now. */
    lastingShare: 0.5,
    /** How near to a side an item has to be. */
    nearMin: 0.02,
    artistListsMax: 5,
    artistItemsMax: 15,
    lengthMax: 50,
    /** Hours before a day in which a model has to be made to be its model: it is published by then. */
    settledHours: 2,
  },
  home: {
    /** Hours of the day around now whose listens say what is wanted, and listens that a guess counts for. */
    hoursAround: 2,
    prior: 6,
    /** What a shelf is worth, and what it gains by the parts of what is played at such hours. */
    weights: {
      'jump-back-in': { always: 1, familiar: 1, fresh: 0, episodes: 0.5 },
      'your-weeklies': { always: 0.9, familiar: 0.5, fresh: 0.5, episodes: 0 },
      'because-you-played': { always: 0.7, familiar: 0, fresh: 1, episodes: 0 },
      'new-from-artists-you-like': { always: 0.5, familiar: 0, fresh: 0.8, episodes: 0 },
      episodes: { always: 0.3, familiar: 0, fresh: 0, episodes: 2 },
    },
    /** The lower, the rarer is another order than that of the weights. */
    temperature: 0.25,
  },
  releases: {
    /** Artists that are asked: the user's own, and others near what they play; Firestore takes 30 in one query. */
    likedMax: 12,
    nearMax: 8,
    /** Items of all of them, the newest: each is a document that is read. */
    itemsMax: 40,
    /** Days before the Friday of the list within which something came out: the week, and three for what is told late. */
    days: 10,
    /** What the nearest of the others is worth beside the artist who is liked best. */
    nearShare: 0.5,
  },
} as const;
