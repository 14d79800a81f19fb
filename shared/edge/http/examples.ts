/** An example of every call, as the OpenAPI document shows it: of one household, in which Ada listens. A test makes each of them. */
import type { v1 } from '#shared/edge/http/v1.ts';

/** Values of parameters, wherever they stand. */
export const parameterExamples: Readonly<Record<string, string | number | boolean>> = {
  userId: 'ada',
  itemId: 'tides/slow-harbour',
  artistId: 'orvane-tull',
  id: 'polka',
  kind: 'tag',
  patch: 'weekly-exploration',
  mixId: 'b0a1b1b5-5d24-5b43-9a55-6c0d6c3b2f10',
  playlistId: '3e7c0d2e-54f6-5a0b-8a3e-0b6f5f0f9a61',
  listenId: 'navidrome-81723',
  tokenId: '0d5f3a52-7f0e-4c55-9d3f-0123456789ab',
  receiptId: '6f1ed002-ab59-4a27-88ef-1d345c5e6a01',
  code: '1c0a9a52-7f0e-4c55-9d3f-0123456789ab',
  modelVersion: '20261123T030000Z',
  experiment: 'calm',
  verb: 'train',
};

type Sent = {
  readonly query?: Readonly<Record<string, string | number | boolean>>;
  /** A file is text as it is. */
  readonly body?: unknown;
};

const history = 'artist,track,album,time\nOrvane Tull,Slow Harbour,Tides,2026-11-20T18:04:05Z\n';

/** What goes with a call beside what its path names. */
export const examples: Readonly<Record<keyof typeof v1, Sent>> = {
  getUsers: { query: { limit: 20 } },
  getTokens: {},
  getFeedback: { query: { limit: 20 } },
  getSchedule: {},
  getItems: { query: { ids: 'tides/slow-harbour,tides/low-water' } },
  getItem: {},
  getArtist: { query: { limit: 10 } },
  getSearch: { query: { q: 'harbour', limit: 5 } },
  getMixes: {},
  getMix: {},
  getRadio: { query: { seed: 'item:tides/slow-harbour', limit: 10 } },
  getLibraries: {},
  getDeliveries: {},
  getMissing: {},
  postRun: { body: {} },
  postBackup: {},
  getToken: {},
  postSignIn: {},
  getListening: {},
  getModels: { query: { limit: 5 } },
  getExperiments: {},
  getExperiment: { query: { days: 28 } },
  getCourse: {},
  getDeadLetters: { query: { limit: 10 } },
  replayDeadLetters: { body: { deadLetterIds: ['17'] } },
  postListens: {
    body: {
      listens: [
        {
          userId: 'ada',
          title: 'Slow Harbour',
          artistName: 'Orvane Tull',
          releaseName: 'Tides',
          listenedAt: '2026-11-23T11:04:05Z',
          playedMs: 201_000,
          durationMs: 214_000,
        },
      ],
    },
  },
  putItems: {
    body: {
      items: [
        {
          itemId: 'tides/slow-harbour',
          kind: 'track',
          title: 'Slow Harbour',
          artistId: 'orvane-tull',
          artistName: 'Orvane Tull',
          tags: ['folk', 'sea'],
          durationMs: 214_000,
        },
      ],
    },
  },
  putUser: { body: { timeZone: 'Europe/Berlin', weekStartsOn: 1, dueHour: 5, length: 30 } },
  getUser: {},
  deleteUser: {},
  releaseUser: {},
  postToken: { body: { scope: 'scrobble' } },
  deleteToken: {},
  putFeedback: { body: { score: 1 } },
  putBlock: { body: { until: '2027-01-01T00:00:00Z' } },
  deleteBlock: {},
  getBlocks: {},
  getListens: { query: { limit: 20, before: '2026-11-23T00:00:00Z' } },
  deleteListens: {},
  deleteListen: {},
  getQuarantine: { query: { limit: 10 } },
  getAffinities: { query: { of: 'artist', limit: 10 } },
  getRecommendations: { query: { limit: 10, exclude: 'tides/low-water' } },
  getPlaylists: { query: { limit: 10 } },
  getLatestPlaylist: { query: { format: 'json' } },
  getPlaylist: { query: { format: 'json' } },
  getManifest: {},
  getSimilar: { query: { limit: 10 } },
  getHome: {},
  exportUser: {},
  importHistory: { query: { file: 'history.csv', zone: 'Europe/Berlin' }, body: history },
  getReceipt: {},
  deleteModel: {},
  publishModel: { body: { gates: ['volume'] } },
  getStatus: {},
  getHealth: {},
  getHealthz: {},
  getOpenapi: {},
};
