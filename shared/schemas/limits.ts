/** Every limit of the interface and of the units of work, in one place (I11). Taste lives in domain/tuning.ts. */

export const limits = {
  /** Firestore allows 1,500 bytes a document id; ids are percent-encoded and prefixed there. */
  idBytesMax: 256,
  tokensPerUserMax: 50,
  gatesPerModelMax: 50,
  /** Characters of a dead letter's message that are shown. */
  deadLetterCharactersMax: 4_000,
  /** Measurements of the stages that are kept: a day of quarters of an hour. */
  coursePointsMax: 96,
  textCharactersMax: 1_000,
  tagsPerItemMax: 50,
  tagCharactersMax: 64,
  /** Addresses of an item, and as many of its artist: releases of one recording have one each, and few have more. */
  addressesMax: 8,
  /** Listeners whose words on one item are kept until enough agree: two who lie are outnumbered by the rest. */
  tellersMax: 5,
  /** ListenBrainz's MAX_LISTENS_PER_REQUEST, so that one batch size fits both interfaces. */
  listensPerRequestMax: 1_000,
  /** ListenBrainz's MAX_LISTEN_SIZE, which it holds against the mean of a batch; ten times that for a single listen. */
  listenBytesMax: 10_240,
  listenBytesInSmallBatchMax: 102_400,
  itemsPerRequestMax: 500,
  /** Listens of a batch of which an answer says what was dropped. */
  droppedToldMax: 20,
  /** ListenBrainz's 10,240 bytes a listen times 1,000. */
  bodyBytesMax: 10_240_000,
  /** Bytes of bodies that one instance of a function holds at a time, of 512 MiB: parsed, each takes several times as much. */
  bodyBytesHeldMax: 64_000_000,
  /** Seconds a client may take to send one request. */
  requestSecondsMax: 60,
  /** Connections of one address, which a household's players or one proxy share, and in all: each may hold one answer. */
  connectionsPerAddressMax: 512,
  connectionsMax: 1_024,
  /** Requests sent on one connection before the answer to the one before it: more is not a client but a flood. */
  pipelinedRequestsMax: 16,
  /** Seconds without a byte taken after which a client that does not read its answer is given up. */
  unreadSecondsMax: 30,
  /** Nesting deeper than this is refused before parsing. */
  jsonDepthMax: 20,
  /** Characters of what a refusal says: it repeats what was sent, which may be ten megabytes of keys. */
  detailCharactersMax: 600,
  /** Half of Pub/Sub's 10 MB message, so that attributes and encoding always fit. */
  messageBytesMax: 1_000_000,
  /** A station's cursor carries what it has played: 3.4 KB, written as text twice. */
  cursorCharactersMax: 8_192,
  pageSizeDefault: 25,
  pageSizeMax: 100,
  listensPageSizeMax: 1_000,
  /** Listens of the last month looked through for the oldest ones behind an instant (`min_ts`): fifty pages. */
  listensScannedMax: 50_000,
  /** Entries of one list of statistics, as ListenBrainz keeps them. */
  statisticsEntriesMax: 1_000,
  /** Seconds for which a track without a duration is playing: ListenBrainz's PLAYING_NOW_MAX_DURATION. */
  nowPlayingSeconds: 600,
  /** ListenBrainz counts requests per 10 seconds, and gives trusted tokens 100,000 of them. */
  rateWindowSeconds: 10,
  requestsPerWindowMax: 100_000,
  /** Without a token, by address: a hundred times ListenBrainz's 30, because a household's players share one address. */
  publicRequestsPerWindowMax: 3_000,
  /** Wrong tokens of one address: a forgotten scrobbler sends a few, who guesses sends more and is told to slow down. */
  wrongTokensPerWindowMax: 30,
  /** Callers counted at a time, about 100 bytes each. */
  rateCallersMax: 50_000,
  /** Days for which listens are read back from documents. */
  recentDays: 30,
  blocksPerUserMax: 2_000,
  feedbackPerUserMax: 5_000,
  followsPerUserMax: 500,
  /** Bytes of a user's document, whatever the length of its ids: Firestore takes 1 MiB, names and fields included. */
  userBytesMax: 1_000_000,
  /** Clocks of players run ahead: ListenBrainz accepts an hour (code value), so do we. */
  listenFutureSecondsMax: 3_600,
  /** 2002-10-01, the launch of Last.fm's predecessor: no scrobble is older. ListenBrainz's code value. */
  listenedAtMin: 1_033_430_400,
  /** 24 days, ListenBrainz's limit of a duration. */
  durationMsMax: 2_073_600_000,
  /** One record of an imported file; ListenBrainz takes 10,240 bytes a listen, its export adds the mapping. */
  historyRecordCharactersMax: 65_536,
  /** Rows of a sheet in Excel; and what texts of a workbook may weigh, which are held while its sheets are read. */
  workbookRowsMax: 1_048_576,
  workbookCharactersMax: 100_000_000,
  /** A file sent to be imported, packed or not: fifteen years of plays are 15 MB of CSV. It is held in memory. */
  importBytesMax: 64_000_000,
  /** What comes out of an imported file, however it is packed: a hundred years of extended history. */
  importUnpackedBytesMax: 4_000_000_000,
  /** Imports that one process is at; one of a user at a time. */
  importsAtOnceMax: 4,
  /** Listens of an imported file that are sorted at a time: 20 MB. */
  importSortedMax: 20_000,
  /** Rows of an imported file of which the answer says what was wrong; the others are counted. */
  importRowsToldMax: 1_000,
  /** Messages that wait to be learned or to land while an import waits: far below what makes a home refuse listens. */
  importQueuedMessagesMax: 200,
  /** Milliseconds between two looks whether a home that is behind has caught up, and how often it is looked. */
  importPauseMs: 250,
  importPausesMax: 2_400,
  /** One record of a home's export: an edition of 100 items with its inputs is 300 KB. */
  exportRecordCharactersMax: 2_000_000,
  /** Bytes of what a client says of a listen beyond its fields: ListenBrainz's MAX_LISTEN_SIZE. */
  listenInfoCharactersMax: 10_240,
  /** A zip within another archive is held in memory. */
  nestedZipBytesMax: 268_435_456,
  /** Bytes of the bodies of one commit: Firestore takes 10 MiB a request, its emulator 4 MiB, names and fields included. */
  commitBytesMax: 3_500_000,
  /** A profile fits one small document, whatever the user's history. */
  profileBytesMax: 65_536,
  /** Attempts of one optimistic update before it fails and the message is delivered again. */
  updateAttemptsMax: 12,
  /** Deliveries of one message before it is a dead letter. */
  deliveryAttemptsMax: 8,
  /** An erasure is refused for an hour, until what had begun before has ended: at most 600 s apart, that takes a dozen. */
  erasureAttemptsMax: 100,
  /**
   * A shard that finds no free instance is refused by Cloud Run itself, and each refusal counts as a delivery: 256 shards
   * at ten instances and a minute each wait for half an hour.
   */
  publicationAttemptsMax: 30,
  /** Messages that wait to be learned while the embedded home takes more of them: a minute's work at 100 listens each. */
  queuedMessagesMax: 10_000,
  /** Bytes free on the disk below which the embedded home takes no listens: what waits in a full queue lands in less. */
  diskFreeBytesMin: 128_000_000,
  /** Bytes of listens that the embedded home reads at a time: a second's work; a larger request is read alone. */
  bodyBytesInFlightMax: 4_000_000,
  /** What a sender of listens that were refused for the load is asked to wait. */
  overloadedSeconds: 1,
  /** What a caller is asked to wait while the disk is full or a store is opened again. */
  unavailableSeconds: 10,
  /** Seconds for which firing a training waits for its publication; a model of ten million listens takes a tenth. */
  publicationSecondsMax: 300,
  /** Days that a home may have been off before its clock is doubted: models are kept 21, editions 60. */
  daysAsleepMax: 45,
  /** Days ahead that an edition may be due: a week, and the days its weekday may be moved by. */
  scheduleAheadDaysMax: 15,
  /** Schedules are read shard by shard, so that hourly planning never scans one hot range. */
  scheduleShards: 16,
  /** Due editions one planning run hands on; the rest is still due at the next. */
  editionsPerPlanMax: 1_000_000,
  editionsPerMessageMax: 50,
  rebuildsPerWatchMax: 100,
  /** Editions one watch looks at, the same number of every shard. */
  editionsPerWatchMax: 96,
  quarantineCharactersMax: 2_000,
  /** Refused listens kept of one user, about 3 KB each, before the oldest go; a moment's flood may stand at a few hundred more. */
  quarantinePerUserMax: 500,
  /** Refused listens that an embedded home keeps in all: 150 MB. */
  quarantinedMax: 50_000,
  /** Answers a pure function remembers before it forgets them all: 20,000 of about 100 bytes are 2 MB. */
  memoMax: 20_000,
  /** Characters of messages that the embedded queue keeps in memory until they are handled: a second of heavy traffic. */
  publishedCharactersMax: 32_000_000,
  /**
   * Items in the model documents that one process remembers: 400,000 are 4,000 lists of neighbours or 40 MB, and
   * their cards, each once, 40 MB more.
   */
  cachedItemsMax: 400_000,
  cachedCardsMax: 50_000,
  /** Bytes of users' candidates that one process remembers, as they are kept and opened: of some 300 users. */
  cachedCandidatesBytesMax: 64_000_000,
  /** Days of exposures that one report looks back on. */
  experimentDaysMax: 90,
  /** Items an exposure names: two editions' worth. */
  exposedItemsMax: 100,
  /** Exposures one process remembers to have told, about 50 bytes each; who is told of twice counts once all the same. */
  exposuresRememberedMax: 50_000,
  /** One call to a media server; a page of 500 songs takes supysonic 0.15 s, a slow disk a hundred times that. */
  mediaServerTimeoutMs: 30_000,
  /** Bytes of one answer of a media server: 500 songs of 2 KB, thirty times over. */
  mediaServerBodyBytesMax: 32_000_000,
  /** Accounts of media servers that an operator may name, the users of one, and the weeks that stay in a player. */
  mediaServersMax: 20,
  libraryUsersMax: 1_000,
  weeksKeptMax: 12,
  /** Playlists of one user in players: every patch, and every week that is kept, on every server. */
  marksPerUserMax: 1_000,
  /** Songs of one library that are read; the largest libraries people tell of hold half of that. */
  librarySongsMax: 1_000_000,
  /** The inputs of one assembly, inflated: 500 items of 1 KB each, four times over. */
  inputsBytesMax: 2_000_000,
} as const;
