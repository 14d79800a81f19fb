/** Made from the OpenAPI document by `npm run page`: operations, what they take and what they give. Not edited by hand. */
export interface Schemas {
  AffinitiesView: { userId: string; of: Schemas['AffinitySubject']; affinities: Array<Schemas['AffinityView']>; listens: number; rebuilding: boolean; tooLowByAtMost: number | null; asOf: Schemas['Rfc3339'] | null; modelVersion: string | null };
  AffinitySubject: 'artist' | 'item' | 'tag' | 'show';
  AffinityView: { id: string; name: string | null; affinity: number; recent: number; plays: number; lastListenedAt: Schemas['Rfc3339'] };
  ArtistView: { artistId: string; artistName: string | null; items: Array<Schemas['ItemCard']> };
  BackupView: { folder: string; madeAt: Schemas['Rfc3339']; codeVersion: string; files: Array<{ name: string; bytes: number; sha256: string }> };
  BatchResult: { accepted: number; rejected: Array<{ index: number; code: string; detail: string }>; dropped?: Array<{ index: number; fields: Array<string> }> };
  BlockInput: { until?: string | number };
  BlockView: { kind: 'item' | 'artist' | 'release' | 'tag'; id: string; blockedAt: Schemas['Rfc3339']; until: Schemas['Rfc3339'] | null };
  BlocksView: { blocks: Array<Schemas['BlockView']> };
  CourseView: { stages: Array<{ stage: string; points: Array<{ at: Schemas['Rfc3339']; value: number | null }> }> };
  DeadLetterView: { deadLetterId: string; consumer: string; attempts: number; failedAt: Schemas['Rfc3339']; reason: string; body: string };
  DeadLettersView: { deadLetters: Array<Schemas['DeadLetterView']>; more: boolean };
  EditionItem: { position: number; item: Schemas['ItemCard']; score: number; reason: Schemas['Reason'] };
  EditionPublished: { type: 'edition.published'; timestamp: string; data: { userId: string; playlistId: string; patch: 'weekly-exploration' | 'weekly-jams' | 'daily-jams' | 'new-releases' | 'on-repeat' | 'rewind' | 'mix'; period: string; title: string; modelVersion: string } };
  ExperimentView: { experiment: string; state: 'valid' | 'invalid' | 'unknown'; detail: string; sampleRatio: { chiSquare: number | null; degreesOfFreedom: number; p: number | null; pMin: number }; variants: Array<{ variant: string; share: number; users: number; outcomes: { taken: { mean: number; interval: { low: number; high: number } | null; lift: { mean: number; interval: { low: number; high: number } | null } | null }; listens: { mean: number; interval: { low: number; high: number } | null; lift: { mean: number; interval: { low: number; high: number } | null } | null } } | null }>; since: Schemas['Rfc3339']; outcomeDays: number; asOf: Schemas['Rfc3339'] | null; modelVersion: string | null };
  ExperimentsView: { holdback: number; experiments: Array<{ name: string; variants: Array<{ name: string; share: number; overrides: Record<string, number> }> }> };
  FeedbackRequest: { score: -1 | 0 | 1 };
  FeedbackView: { feedback: Array<{ itemId: string; score: -1 | 1; givenAt: Schemas['Rfc3339']; title: string | null; artistName: string | null }>; nextCursor: string | null };
  HealthView: { status: 'ok' };
  HomeView: { userId: string; shelves: Array<Schemas['Shelf']>; asOf: Schemas['Rfc3339'] | null; modelVersion: string | null };
  ImportRecord: { type: 'file'; file: string; format?: string; refusal?: string } | { type: 'row'; file: string; line: number; code: string; detail: string } | { type: 'progress'; read: number; accepted: number; rejected: number; unreadable: number; omitted: number; restored: number } | { type: 'read'; file: string; read: number; accepted: number; rejected: number; unreadable: number; omitted: number; restored: number; remarks: Array<string> } | { type: 'result'; read: number; accepted: number; rejected: number; unreadable: number; omitted: number; restored: number } | { type: 'failure'; detail: string; read: number };
  ItemCard: { itemId: string; kind: 'track' | 'episode'; title?: string; artistId?: string; artistName?: string; releaseName?: string; releaseId?: string; releaseGroupId?: string; durationMs?: number; explicit?: boolean; publishedAt?: number; serial?: number; url?: string; addresses?: Array<string>; artistAddresses?: Array<string>; recordingId?: string; songId?: string; tags: Array<string> };
  ItemView: { item: Schemas['ItemCard'] };
  ItemsRequest: { items: Array<{ itemId: string; kind?: 'track' | 'episode' | null; title?: string | null; artistId?: string | null; artistName?: string | null; releaseName?: string | null; releaseId?: string | null; releaseGroupId?: string | null; tags?: Array<string> | null; durationMs?: number | null; publishedAt?: string | number | null; serial?: number | null; explicit?: boolean | null; addresses?: Array<string> | null; artistAddresses?: Array<string> | null; url?: string | null }> };
  ItemsView: { items: Array<Schemas['ItemCard']>; unknown: Array<string> };
  JspfPlaylist: { playlist: { creator: string; title: string; identifier: string; date: string; extension: { 'https://musicbrainz.org/doc/jspf#playlist': { public: boolean; creator: string; last_modified_at: string } }; track: Array<{ title: string; creator: string; album: string; identifier: Array<string>; extension: { 'https://musicbrainz.org/doc/jspf#track': { added_by: string; added_at: string } } }> } };
  ListenInput: { id?: string; userId?: string; itemId?: string; listenedAt: string | number; playedMs?: number; kind?: 'track' | 'episode'; title?: string; artistId?: string; artistName?: string; releaseName?: string; releaseId?: string; releaseGroupId?: string; tags?: Array<string>; durationMs?: number; addresses?: Array<string>; artistAddresses?: Array<string>; info?: Record<string, unknown> };
  ListenView: { id: string; itemId: string; kind: 'track' | 'episode'; listenedAt: Schemas['Rfc3339']; title: string | null; artistName: string | null };
  ListeningView: { userId: string; timeZone: string; hours: Array<{ hour: number; listens: number }>; months: Array<{ month: string; listens: number }>; asOf: Schemas['Rfc3339'] | null; modelVersion: string | null };
  ListensRequest: { listens: Array<Schemas['ListenInput']> };
  ListensView: { listens: Array<Schemas['ListenView']>; nextCursor: string | null; asOf: Schemas['Rfc3339'] | null; modelVersion: string | null };
  ManifestView: { playlistId: string; userId: string; patch: 'weekly-exploration' | 'weekly-jams' | 'daily-jams' | 'new-releases' | 'on-repeat' | 'rewind' | 'mix'; period: string; dueAt: Schemas['Rfc3339']; modelVersion: string; watermark: Schemas['Rfc3339'] | null; configDigest: string; codeVersion: string; seed: number; variants: Record<string, string>; length: number; rungs: Record<string, number>; relaxed: Array<{ dial: string; from: number; to: number; items: number }>; repeats: { count: number; why: string | null }; poolSize: number; inputsDigest: string; editionDigest: string; model: Schemas['ModelManifest'] | null };
  MixSummary: { mixId: string; playlistId: string; period: string; title: string; description: string; createdAt: Schemas['Rfc3339']; artists: Array<{ artistId: string | null; name: string }>; tags: Array<string>; items: number; modelVersion: string };
  MixesView: { userId: string; mixes: Array<Schemas['MixSummary']>; asOf: Schemas['Rfc3339'] | null; modelVersion: string | null };
  ModelManifest: { modelVersion: string; trainedAt: number; watermark: number; configDigest: string; codeVersion: string; statementsDigest?: string; ranker: 'kernel' | 'spectral'; counts: { listens: number; users: number; items: number; neighbours: number; candidates: number; lists: number }; quality: Record<string, number>; gates: Array<{ gate: string; passed: boolean; value: number | null; limit: string; detail: string; ended?: 'course' | 'operator' }>; popular?: Array<string>; state: 'trained' | 'held' | 'published' | 'retired'; shards: number; keptUntil?: number };
  ModelsView: { models: Array<Schemas['ModelManifest']>; modelVersion: string | null };
  PlaylistSummary: { playlistId: string; patch: 'weekly-exploration' | 'weekly-jams' | 'daily-jams' | 'new-releases' | 'on-repeat' | 'rewind' | 'mix'; period: string; title: string; createdAt: Schemas['Rfc3339']; items: number; modelVersion: string };
  PlaylistView: { playlistId: string; userId: string; patch: 'weekly-exploration' | 'weekly-jams' | 'daily-jams' | 'new-releases' | 'on-repeat' | 'rewind' | 'mix'; period: string; title: string; description: string; createdAt: Schemas['Rfc3339']; expiresAt: Schemas['Rfc3339']; modelVersion: string | null; items: Array<Schemas['EditionItem']>; asOf: Schemas['Rfc3339'] | null };
  PlaylistsView: { playlists: Array<Schemas['PlaylistSummary']>; nextCursor: string | null; asOf: Schemas['Rfc3339'] | null; modelVersion: string | null };
  Problem: { type: string; title: string; status: number; detail: string; instance?: string; faults?: Array<{ pointer: string; detail: string }> };
  QuarantineView: { quarantined: Array<{ quarantineId: string; userId: string; receivedAt: Schemas['Rfc3339']; index: number; code: string; detail: string; sent: string }> };
  RadioView: { userId: string; title: string; items: Array<Schemas['RecommendedItem']>; next: string; asOf: Schemas['Rfc3339'] | null; modelVersion: string | null };
  Reason: { rung: 'loved' | 'neighbours' | 'followed' | 'released' | 'artists' | 'tags' | 'explored' | 'popular'; because: Array<{ of: 'item' | 'artist' | 'tag'; id: string; name?: string; artistId?: string; share: number }>; text: string };
  ReceiptView: { receiptId: string; state: 'accepted' | 'done'; requestedAt: Schemas['Rfc3339']; deadline: Schemas['Rfc3339']; doneAt: Schemas['Rfc3339'] | null; removed: Record<string, number> };
  RecommendationsView: { userId: string; recommendations: Array<Schemas['RecommendedItem']>; why: string | null; asOf: Schemas['Rfc3339'] | null; modelVersion: string | null };
  RecommendedItem: { item: Schemas['ItemCard']; score: number; reason: Schemas['Reason'] };
  Rfc3339: string;
  ScheduleView: { schedule: Array<{ patch: 'weekly-exploration' | 'weekly-jams' | 'daily-jams' | 'new-releases' | 'on-repeat' | 'rewind' | 'mix'; period: string; dueAt: Schemas['Rfc3339']; state: 'waiting' | 'due'; why: string | null }>; modelVersion: string | null };
  SearchResult: { of: 'item' | 'artist' | 'show' | 'tag' | 'playlist'; id: string; name: string; item: Schemas['ItemCard'] | null; score: number; matched: { field: 'title' | 'artist' | 'release' | 'name'; how: 'whole' | 'beginning' | 'typo' }; why: string };
  SearchView: { userId: string; results: Array<Schemas['SearchResult']>; asOf: Schemas['Rfc3339'] | null; modelVersion: string | null };
  Shelf: { shelf: 'jump-back-in' | 'your-weeklies' | 'because-you-played' | 'new-from-artists-you-like' | 'episodes'; title: string; why: string; position: number; probability: number; items: Array<{ item: Schemas['ItemCard']; score: number; reason?: Schemas['Reason'] }>; playlists: Array<Schemas['PlaylistSummary']> };
  SignInView: { token: string; scope: 'operator' };
  SimilarView: { itemId: string; similar: Array<{ item: Schemas['ItemCard']; score: number }>; asOf: Schemas['Rfc3339'] | null; modelVersion: string | null };
  Stage: { stage: string; state: 'ok' | 'late' | 'unknown'; value: number | null; objective: number; unit: string; detail: string };
  StatusView: { state: 'ok' | 'late' | 'unknown'; codeVersion: string; now: Schemas['Rfc3339']; watchedAt: Schemas['Rfc3339'] | null; asOf: Schemas['Rfc3339'] | null; modelVersion: string | null; stages: Array<Schemas['Stage']>; model: Schemas['ModelManifest'] | null };
  TokenCreated: { token: string; tokenId: string; userId: string; scope: 'user' | 'everything' | 'read' | 'scrobble' | 'operator' };
  TokenRequest: { scope?: 'user' | 'everything' | 'read' | 'scrobble' | 'operator' };
  TokenView: { scope: 'user' | 'operator'; userId: string | null; tokenId: string | null };
  TokensView: { tokens: Array<{ tokenId: string; scope: 'user' | 'everything' | 'read' | 'scrobble' | 'operator'; createdAt: Schemas['Rfc3339'] }> };
  UserSettings: { timeZone: string; kinds: Array<'track' | 'episode'>; explicit: boolean; weekStartsOn: number; dueHour: number; length: number; playable?: 'everything' | 'library'; webhookUrl?: string; follows?: Array<{ name: string; feed?: string }> };
  UserSettingsInput: { timeZone?: string; kinds?: Array<'track' | 'episode'>; explicit?: boolean; weekStartsOn?: number; dueHour?: number; length?: number; playable?: 'everything' | 'library'; webhookUrl?: string | null; follows?: Array<{ name: string; feed?: string }> };
  UserView: { userId: string; createdAt: Schemas['Rfc3339']; settings: Schemas['UserSettings'] };
  UsersView: { users: Array<Schemas['UserView']>; nextCursor: string | null };
}

export interface Calls {
  /** Users in the order of their creation */
  getUsers: { params: { limit?: number; cursor?: string }; body: undefined; answer: Schemas['UsersView'] };
  /** Tokens of a user, by id: the tokens themselves are kept by nobody */
  getTokens: { params: { userId: string }; body: undefined; answer: Schemas['TokensView'] };
  /** Make a token that opens this user */
  postToken: { params: { userId: string }; body: Schemas['TokenRequest']; answer: Schemas['TokenCreated'] };
  /** What a user loves and hates, newest first */
  getFeedback: { params: { userId: string; limit?: number; cursor?: string }; body: undefined; answer: Schemas['FeedbackView'] };
  /** When the next edition of every patch is due, and why one is not there yet */
  getSchedule: { params: { userId: string }; body: undefined; answer: Schemas['ScheduleView'] };
  /** Several items of the catalogue */
  getItems: { params: { ids?: string }; body: undefined; answer: Schemas['ItemsView'] };
  /** Describe items of the catalogue */
  putItems: { params: {  }; body: Schemas['ItemsRequest']; answer: Schemas['BatchResult'] };
  /** An item of the catalogue */
  getItem: { params: { itemId: string }; body: undefined; answer: Schemas['ItemView'] };
  /** An artist or show with its newest items */
  getArtist: { params: { artistId: string; limit?: number }; body: undefined; answer: Schemas['ArtistView'] };
  /** Items, artists, shows, tags and own playlists by their names, as one types */
  getSearch: { params: { userId: string; q?: string; of?: 'item' | 'artist' | 'show' | 'tag' | 'playlist'; limit?: number }; body: undefined; answer: Schemas['SearchView'] };
  /** Mixes of today, one a side of the taste: the same all day, others tomorrow */
  getMixes: { params: { userId: string }; body: undefined; answer: Schemas['MixesView'] };
  /** A mix: half of it loved, half of it new */
  getMix: { params: { userId: string; mixId: string; format?: 'json' | 'jspf' | 'xspf' | 'm3u8' }; body: undefined; answer: Schemas['PlaylistView'] };
  /** A station from its seeds, endless: no song twice, steered by what is played, loved and skipped meanwhile */
  getRadio: { params: { userId: string; seed?: string; limit?: number; after?: string }; body: undefined; answer: Schemas['RadioView'] };
  /** Libraries of media servers, and how far their reading is */
  getLibraries: { params: {  }; body: undefined; answer: { libraries: Array<{ libraryId: string; server: string; songs: number; nameless: number; readAt: string | null; reading: number | null; trouble: { kind: 'credentials' | 'unreachable' | 'refused' | 'nonsense' | 'scanning' | 'shrunk'; message: string; since: string } | null }> } };
  /** Editions that stand as playlists in the media servers of a user */
  getDeliveries: { params: { userId: string }; body: undefined; answer: { deliveries: Array<{ libraryId: string; server: string; patch: 'weekly-exploration' | 'weekly-jams' | 'daily-jams' | 'new-releases' | 'on-repeat' | 'rewind' | 'mix'; period: string; playlistId: string }> } };
  /** What the latest edition of a patch holds and no library of the user does; as text, a line an item */
  getMissing: { params: { userId: string; patch: 'weekly-exploration' | 'weekly-jams' | 'daily-jams' | 'new-releases' | 'on-repeat' | 'rewind' | 'mix'; format?: 'json' | 'text' }; body: undefined; answer: { playlistId: string; patch: 'weekly-exploration' | 'weekly-jams' | 'daily-jams' | 'new-releases' | 'on-repeat' | 'rewind' | 'mix'; period: string; inLibrary: number; missing: Array<{ itemId: string; kind: 'track' | 'episode'; title?: string; artistId?: string; artistName?: string; releaseName?: string; releaseId?: string; releaseGroupId?: string; durationMs?: number; explicit?: boolean; publishedAt?: number; serial?: number; url?: string; addresses?: Array<string>; artistAddresses?: Array<string>; recordingId?: string; songId?: string; tags: Array<string> }> } };
  /** Fire train, plan, watch or collect now; the embedded home only */
  postRun: { params: { verb: 'train' | 'plan' | 'watch' | 'collect' }; body: { at?: string | number }; answer: { verb: string; result: unknown } };
  /** A backup of the running home, in a folder beside its data; the embedded home only */
  postBackup: { params: {  }; body: undefined; answer: Schemas['BackupView'] };
  /** What the token opens with which this is asked */
  getToken: { params: {  }; body: undefined; answer: Schemas['TokenView'] };
  /** Sign in with the code that a home prints at its start; each code does so once. The embedded home only */
  postSignIn: { params: { code: string }; body: undefined; answer: Schemas['SignInView'] };
  /** When somebody listens: by hour of the day and by month */
  getListening: { params: { userId: string }; body: undefined; answer: Schemas['ListeningView'] };
  /** Models with their gates, quality and state, newest first */
  getModels: { params: { limit?: number }; body: undefined; answer: Schemas['ModelsView'] };
  /** Experiments as they are configured */
  getExperiments: { params: {  }; body: undefined; answer: Schemas['ExperimentsView'] };
  /** What came of an experiment: outcomes by variant, and whether they can be compared */
  getExperiment: { params: { experiment: string; days?: number }; body: undefined; answer: Schemas['ExperimentView'] };
  /** What the stages of the status measured over the last day, every quarter of an hour */
  getCourse: { params: {  }; body: undefined; answer: Schemas['CourseView'] };
  /** Messages that failed for good, with the reason; the embedded home only */
  getDeadLetters: { params: { limit?: number }; body: undefined; answer: Schemas['DeadLettersView'] };
  /** Deliver dead letters again, all of them when none is named; the embedded home only */
  replayDeadLetters: { params: {  }; body: { deadLetterIds?: Array<string> }; answer: { replayed: Array<string> } };
  /** Accept listens: good ones in, bad ones named */
  postListens: { params: {  }; body: Schemas['ListensRequest']; answer: Schemas['BatchResult'] };
  /** Create or change a user; only the operator creates */
  putUser: { params: { userId: string }; body: Schemas['UserSettingsInput']; answer: Schemas['UserView'] };
  /** A user and their settings */
  getUser: { params: { userId: string }; body: undefined; answer: Schemas['UserView'] };
  /** Forget a user everywhere; the receipt says when it is done */
  deleteUser: { params: { userId: string }; body: undefined; answer: { receiptId: string } };
  /** Give an erased name back, once its receipt is done: whoever is called so from then on begins with nothing */
  releaseUser: { params: { userId: string }; body: undefined; answer: { userId: string; erasedAt: string; meaning: string } };
  /** Revoke a token */
  deleteToken: { params: { userId: string; tokenId: string }; body: undefined; answer: undefined };
  /** Love, hate, or neither */
  putFeedback: { params: { userId: string; itemId: string }; body: Schemas['FeedbackRequest']; answer: { itemId: string; score: number } };
  /** Never again: an item, an artist or a tag */
  putBlock: { params: { userId: string; kind: 'item' | 'artist' | 'release' | 'tag'; id: string }; body: Schemas['BlockInput']; answer: Schemas['BlockView'] };
  /** Take a block back */
  deleteBlock: { params: { userId: string; kind: 'item' | 'artist' | 'release' | 'tag'; id: string }; body: undefined; answer: undefined };
  /** What never comes again */
  getBlocks: { params: { userId: string }; body: undefined; answer: Schemas['BlocksView'] };
  /** Listens read back, newest first */
  getListens: { params: { userId: string; limit?: number; cursor?: string; before?: string | number }; body: undefined; answer: Schemas['ListensView'] };
  /** Start over: take every listen out of everything, and what was made of them; settings, tokens and wishes stay. Until the receipt is done, listens are answered 503; sent again after it, they count */
  deleteListens: { params: { userId: string }; body: undefined; answer: { receiptId: string } };
  /** Take a listen out of everything */
  deleteListen: { params: { userId: string; listenId: string }; body: undefined; answer: undefined };
  /** Refused listens with their verdicts */
  getQuarantine: { params: { userId: string; limit?: number }; body: undefined; answer: Schemas['QuarantineView'] };
  /** What we think they like, and from what */
  getAffinities: { params: { userId: string; of?: 'artist' | 'item' | 'tag' | 'show'; limit?: number }; body: undefined; answer: Schemas['AffinitiesView'] };
  /** Ranked items with reasons: new to the user, near what they play now; or with familiar=true what comes next */
  getRecommendations: { params: { userId: string; limit?: number; kind?: 'track' | 'episode'; seed?: number; exclude?: string; familiar?: 'true' | 'false' }; body: undefined; answer: Schemas['RecommendationsView'] };
  /** Editions, newest first */
  getPlaylists: { params: { userId: string; limit?: number; cursor?: string }; body: undefined; answer: Schemas['PlaylistsView'] };
  /** The latest edition of a patch, or a list that is made when asked for */
  getLatestPlaylist: { params: { userId: string; patch: 'weekly-exploration' | 'weekly-jams' | 'daily-jams' | 'new-releases' | 'on-repeat' | 'rewind'; format?: 'json' | 'jspf' | 'xspf' | 'm3u8' }; body: undefined; answer: Schemas['PlaylistView'] };
  /** An edition, as JSON, JSPF, XSPF or M3U8 */
  getPlaylist: { params: { playlistId: string; format?: 'json' | 'jspf' | 'xspf' | 'm3u8' }; body: undefined; answer: Schemas['PlaylistView'] };
  /** Everything needed to rebuild the edition */
  getManifest: { params: { playlistId: string }; body: undefined; answer: Schemas['ManifestView'] };
  /** Neighbours of an item */
  getSimilar: { params: { itemId: string; limit?: number }; body: undefined; answer: Schemas['SimilarView'] };
  /** Shelves for a start page */
  getHome: { params: { userId: string }; body: undefined; answer: Schemas['HomeView'] };
  /** Everything held on the user, a JSON record a line */
  exportUser: { params: { userId: string }; body: undefined; answer: string };
  /** Import listening history from a file; a JSON record a line tells how far it is, the last one how it ended */
  importHistory: { params: { userId: string; file?: string; zone?: string; dates?: 'day-first' | 'month-first'; encoding?: string; private?: 'keep' | 'leave'; after?: number }; body: undefined; answer: string };
  /** How far an erasure is; the receipt id is the key to it */
  getReceipt: { params: { receiptId: string }; body: undefined; answer: Schemas['ReceiptView'] };
  /** Roll back: retire a bad model, so that readers return to the last good one before it */
  deleteModel: { params: { modelVersion: string }; body: undefined; answer: { retired: string; modelVersion: string | null } };
  /** Publish a model that gates hold back, by naming all of them */
  publishModel: { params: { modelVersion: string }; body: { gates: Array<string> }; answer: { modelVersion: string; gates: Array<string>; next: 'publication' | 'training' } };
  /** Freshness of every stage with its objective */
  getStatus: { params: {  }; body: undefined; answer: Schemas['StatusView'] };
  /** Liveness */
  getHealth: { params: {  }; body: undefined; answer: Schemas['HealthView'] };
  /** The same as /health; on Google Cloud, its front end answers this path with 404 itself */
  getHealthz: { params: {  }; body: undefined; answer: Schemas['HealthView'] };
  /** This document */
  getOpenapi: { params: {  }; body: undefined; answer: { openapi: string } };
}

/** Method and path by operation. */
export const calls = {
  getUsers: ['GET', '/v1/users'],
  getTokens: ['GET', '/v1/users/{userId}/tokens'],
  postToken: ['POST', '/v1/users/{userId}/tokens'],
  getFeedback: ['GET', '/v1/users/{userId}/feedback'],
  getSchedule: ['GET', '/v1/users/{userId}/schedule'],
  getItems: ['GET', '/v1/items'],
  putItems: ['PUT', '/v1/items'],
  getItem: ['GET', '/v1/items/{itemId}'],
  getArtist: ['GET', '/v1/artists/{artistId}'],
  getSearch: ['GET', '/v1/users/{userId}/search'],
  getMixes: ['GET', '/v1/users/{userId}/mixes'],
  getMix: ['GET', '/v1/users/{userId}/mixes/{mixId}'],
  getRadio: ['GET', '/v1/users/{userId}/radio'],
  getLibraries: ['GET', '/v1/libraries'],
  getDeliveries: ['GET', '/v1/users/{userId}/deliveries'],
  getMissing: ['GET', '/v1/users/{userId}/playlists/{patch}/missing'],
  postRun: ['POST', '/v1/run/{verb}'],
  postBackup: ['POST', '/v1/backups'],
  getToken: ['GET', '/v1/token'],
  postSignIn: ['POST', '/v1/sign-ins/{code}'],
  getListening: ['GET', '/v1/users/{userId}/listening'],
  getModels: ['GET', '/v1/models'],
  getExperiments: ['GET', '/v1/experiments'],
  getExperiment: ['GET', '/v1/experiments/{experiment}'],
  getCourse: ['GET', '/v1/status/course'],
  getDeadLetters: ['GET', '/v1/dead-letters'],
  replayDeadLetters: ['POST', '/v1/dead-letters/replay'],
  postListens: ['POST', '/v1/listens'],
  putUser: ['PUT', '/v1/users/{userId}'],
  getUser: ['GET', '/v1/users/{userId}'],
  deleteUser: ['DELETE', '/v1/users/{userId}'],
  releaseUser: ['POST', '/v1/users/{userId}/release'],
  deleteToken: ['DELETE', '/v1/users/{userId}/tokens/{tokenId}'],
  putFeedback: ['PUT', '/v1/users/{userId}/feedback/{itemId}'],
  putBlock: ['PUT', '/v1/users/{userId}/blocks/{kind}/{id}'],
  deleteBlock: ['DELETE', '/v1/users/{userId}/blocks/{kind}/{id}'],
  getBlocks: ['GET', '/v1/users/{userId}/blocks'],
  getListens: ['GET', '/v1/users/{userId}/listens'],
  deleteListens: ['DELETE', '/v1/users/{userId}/listens'],
  deleteListen: ['DELETE', '/v1/users/{userId}/listens/{listenId}'],
  getQuarantine: ['GET', '/v1/users/{userId}/quarantine'],
  getAffinities: ['GET', '/v1/users/{userId}/affinities'],
  getRecommendations: ['GET', '/v1/users/{userId}/recommendations'],
  getPlaylists: ['GET', '/v1/users/{userId}/playlists'],
  getLatestPlaylist: ['GET', '/v1/users/{userId}/playlists/{patch}'],
  getPlaylist: ['GET', '/v1/playlists/{playlistId}'],
  getManifest: ['GET', '/v1/playlists/{playlistId}/manifest'],
  getSimilar: ['GET', '/v1/items/{itemId}/similar'],
  getHome: ['GET', '/v1/users/{userId}/home'],
  exportUser: ['GET', '/v1/users/{userId}/export'],
  importHistory: ['POST', '/v1/users/{userId}/imports'],
  getReceipt: ['GET', '/v1/receipts/{receiptId}'],
  deleteModel: ['DELETE', '/v1/models/{modelVersion}'],
  publishModel: ['POST', '/v1/models/{modelVersion}/publication'],
  getStatus: ['GET', '/v1/status'],
  getHealth: ['GET', '/health'],
  getHealthz: ['GET', '/healthz'],
  getOpenapi: ['GET', '/openapi.json'],
} as const satisfies Record<keyof Calls, readonly [string, string]>;
