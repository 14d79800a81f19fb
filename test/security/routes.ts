/** What makes each route of both interfaces succeed for Ada's own token. A route that is new needs a row here. */
import type { v1 } from '#shared/edge/http/v1.ts';
import type { listenBrainz } from '#shared/edge/listenbrainz/routes.ts';
import { type Caller, mixOfAda, type Scene } from '#test/security/scene.ts';
import { heldModel, newestHeldModel } from '#test/support/held-model.ts';
import { sinnerman } from '#test/support/wire-edition.ts';

export type Row = {
  readonly path: (scene: Scene, caller: Caller) => string;
  readonly body?: unknown;
  /** Belongs to whose token it is: with the operator's, to nobody. */
  readonly nobodys?: true;
  /** What a token of another user gets where any token may call: its own part of it, or nothing. */
  readonly others?: 'absent';
};

const at = (path: string): Row => ({ path: () => path });
const own = (path: string, body?: unknown): Row => ({ path: () => path, body, nobodys: true });
const user = (path: string, body?: unknown): Row => ({ path: () => `/v1/users/ada${path}`, body });
const listener = (path: string): Row => at(`/1/user/ada/${path}`);
const mbid = sinnerman.itemId;
const track_metadata = { artist_name: 'Nina Simone', track_name: 'Sinnerman' };

export const routes: Readonly<Record<keyof typeof v1 | keyof typeof listenBrainz, Row>> = {
  getUsers: at('/v1/users'),
  getTokens: user('/tokens'),
  getFeedback: user('/feedback'),
  getSchedule: user('/schedule'),
  getLibraries: at('/v1/libraries'),
  getDeliveries: user('/deliveries'),
  getMissing: user('/playlists/weekly-exploration/missing'),
  getItems: at(`/v1/items?ids=${mbid}`),
  getItem: at(`/v1/items/${mbid}`),
  getArtist: at('/v1/artists/artist%20of%20a'),

  getSearch: user('/search?q=sinner'),
  getMixes: user('/mixes'),
  getMix: user(`/mixes/${mixOfAda}`),
  getRadio: user(`/radio?seed=item:${mbid}`),
  getToken: at('/v1/token'),
  postSignIn: { path: ({ code }) => `/v1/sign-ins/${code()}` },
  getListening: user('/listening'),
  getModels: at('/v1/models'),
  getExperiments: at('/v1/experiments'),
  getCourse: at('/v1/status/course'),
  getDeadLetters: at('/v1/dead-letters'),
  replayDeadLetters: { path: () => '/v1/dead-letters/replay', body: { deadLetterIds: ['1'] } },

  postListens: { path: () => '/v1/listens', body: { listens: [{}] } },
  putItems: { path: () => '/v1/items', body: { items: [{ itemId: 'x', kind: 'track' }] } },
  putUser: user('', { timeZone: 'UTC' }),
  getUser: user(''),
  deleteUser: user(''),
  releaseUser: at('/v1/users/gone/release'),
  postToken: user('/tokens'),
  deleteToken: { path: ({ spare }, caller) => `/v1/users/ada/tokens/${spare(caller)}` },
  putFeedback: user('/feedback/a', { score: 1 }),
  putBlock: user('/blocks/tag/polka'),
  deleteBlock: user('/blocks/tag/polka'),
  getBlocks: user('/blocks'),
  getListens: user('/listens'),
  deleteListens: user('/listens'),
  deleteListen: user('/listens/none'),
  getQuarantine: user('/quarantine'),
  getAffinities: user('/affinities'),
  getRecommendations: user('/recommendations'),
  getPlaylists: user('/playlists'),
  getLatestPlaylist: user('/playlists/weekly-exploration'),
  getPlaylist: { path: ({ playlistId }) => `/v1/playlists/${playlistId}`, others: 'absent' },
  getManifest: { path: ({ playlistId }) => `/v1/playlists/${playlistId}/manifest`, others: 'absent' },
  getSimilar: at(`/v1/items/${mbid}/similar`),
  getHome: user('/home'),
  exportUser: user('/export'),
  importHistory: user('/imports', {
    listens: [{ title: 'Sinnerman', artistName: 'Nina Simone', listenedAt: 1_700_000_000 }],
  }),
  getReceipt: { path: ({ receiptId }) => `/v1/receipts/${receiptId}` },
  getExperiment: at('/v1/experiments/calm'),
  deleteModel: at(`/v1/models/${heldModel.modelVersion}`),
  publishModel: { path: () => `/v1/models/${newestHeldModel.modelVersion}/publication`, body: { gates: ['volume'] } },
  getStatus: at('/v1/status'),
  postRun: at('/v1/run/watch'),
  postBackup: at('/v1/backups'),
  getHealth: at('/health'),
  getHealthz: at('/healthz'),
  getOpenapi: at('/openapi.json'),

  submitListens: own('/1/submit-listens', {
    listen_type: 'single',
    payload: [{ listened_at: 1_700_000_000, track_metadata }],
  }),
  deleteListenByMsid: own('/1/delete-listen', { listened_at: 1_700_000_000, recording_msid: mbid }),
  deletePlayingNow: own('/1/playing-now/delete'),
  postLatestImport: own('/1/latest-import', { ts: 1_700_000_000 }),
  postRecordingFeedback: own('/1/feedback/recording-feedback', { recording_mbid: mbid, score: 1 }),
  postRecommendationFeedback: own('/1/recommendation/feedback/submit', { recording_mbid: mbid, rating: 'love' }),
  deleteRecommendationFeedback: own('/1/recommendation/feedback/delete', { recording_mbid: mbid }),
  addDoNotRecommend: own('/1/do-not-recommend/add', { entity: 'artist', entity_mbid: mbid }),
  removeDoNotRecommend: own('/1/do-not-recommend/remove', { entity: 'artist', entity_mbid: mbid }),

  validateToken: at('/1/validate-token'),
  getUserListens: listener('listens'),
  getListenCount: listener('listen-count'),
  getPlayingNow: listener('playing-now'),
  getLatestImport: at('/1/latest-import?user_name=ada'),
  getUserFeedback: at('/1/feedback/user/ada/get-feedback'),
  getFeedbackForRecordings: at(`/1/feedback/user/ada/get-feedback-for-recordings?recording_mbids=${mbid}`),
  postFeedbackForRecordings: {
    path: () => '/1/feedback/user/ada/get-feedback-for-recordings',
    body: { recording_mbids: mbid },
  },
  getDoNotRecommend: listener('do-not-recommend'),
  getFollowing: listener('following'),
  getFollowers: listener('followers'),

  getCreatedForPlaylists: listener('playlists/createdfor'),
  getRecommendationPlaylists: listener('playlists/recommendations'),
  searchUserPlaylists: listener('playlists/search?query=week'),
  getUserPlaylists: listener('playlists'),
  getCollaboratorPlaylists: listener('playlists/collaborator'),
  getPlaylistByMbid: { path: ({ playlistId }) => `/1/playlist/${playlistId}`, others: 'absent' },
  getPlaylistXspf: { path: ({ playlistId }) => `/1/playlist/${playlistId}/xspf`, others: 'absent' },
  getRecordingRecommendations: at('/1/cf/recommendation/user/ada/recording'),
  getTopArtists: at('/1/stats/user/ada/artists'),
  getTopReleases: at('/1/stats/user/ada/releases'),
  getTopRecordings: at('/1/stats/user/ada/recordings'),
  getListeningActivity: at('/1/stats/user/ada/listening-activity'),
  lookUpMetadata: at('/1/metadata/lookup?artist_name=Nina%20Simone&recording_name=Sinnerman'),
};
