/** Music servers: each scrobbles for its users, with a URL and a token a user or an administrator enters. */
import { z } from 'zod';
import { type Client, json, statusOk, tokenAndJson, tokenOnly, validToken } from '#test/support/clients/client.ts';

const rateLimit = ['x-ratelimit-limit', 'x-ratelimit-remaining', 'x-ratelimit-reset', 'x-ratelimit-reset-in'];

const navidromeInfo = {
  submission_client: 'navidrome',
  submission_client_version: '0.58.5 (131c0c56)',
  tracknumber: 15,
  artist_names: ['Télépopmusik', 'Mau'],
  artist_mbids: ['265f242e-cf4e-4fbe-a3fe-43112387172f', ''],
  recording_mbid: '5ac2ec2e-6a47-4d1f-8b7e-0a1f1f2f3f4f',
  release_mbid: '2f3f4f5f-6a47-4d1f-8b7e-0a1f1f2f3f4f',
  duration_ms: 142_200,
};
const navidromeTrack = {
  artist_name: 'Télépopmusik feat. Mau',
  track_name: '15 Minutes',
  release_name: 'Angel Milk',
  additional_info: navidromeInfo,
};
/** Everything Navidrome decodes of any answer: a number or text in the wrong place fails the whole of it. */
const navidromeAnswer = z.object({
  code: z.int().optional(),
  message: z.string().optional(),
  error: z.string().optional(),
  status: z.string().optional(),
  valid: z.boolean().optional(),
  user_name: z.string().optional(),
});

const navidrome: Client = {
  client: 'Navidrome',
  enters: (origin) => `${origin}/1/`,
  exchanges: [
    {
      what: 'links the account',
      url: (entered) => `${entered}validate-token`,
      headers: tokenOnly,
      status: 200,
      reads: navidromeAnswer.and(validToken),
    },
    {
      what: 'tells a bad token from a broken server',
      url: (entered) => `${entered}validate-token`,
      headers: () => ({ authorization: 'Token 00000000-0000-4000-8000-000000000000' }),
      status: 200,
      reads: navidromeAnswer.and(z.object({ valid: z.literal(false) })),
    },
    {
      what: 'scrobbles',
      method: 'POST',
      url: (entered) => `${entered}submit-listens`,
      headers: tokenAndJson,
      body: ({ now }) => ({
        listen_type: 'single',
        payload: [{ listened_at: now - 300, track_metadata: navidromeTrack }],
      }),
      status: 200,
      reads: navidromeAnswer.and(statusOk),
    },
    {
      what: 'says what is playing',
      method: 'POST',
      url: (entered) => `${entered}submit-listens`,
      headers: tokenAndJson,
      body: () => ({ listen_type: 'playing_now', payload: [{ track_metadata: navidromeTrack }] }),
      status: 200,
      reads: navidromeAnswer.and(statusOk),
    },
    {
      what: 'reads why a scrobble is refused',
      method: 'POST',
      url: (entered) => `${entered}submit-listens`,
      headers: tokenAndJson,
      body: ({ now }) => ({ listen_type: 'single', payload: [{ listened_at: now }] }),
      status: 400,
      reads: navidromeAnswer.and(z.object({ code: z.literal(400), error: z.string().min(1) })),
    },
  ],
};

const lowercase = ({ token }: { readonly token: string }) => ({ authorization: `token ${token}`, ...json });
/** .NET's DateTime reads the offset; a missing list is a null it does not expect. */
const dotnetPlaylist = z.object({
  identifier: z.string().regex(/\/[0-9a-f-]{36}$/),
  title: z.string(),
  date: z.iso.datetime({ offset: true }),
});

const jellyfin: Client = {
  client: 'Jellyfin plugin',
  enters: (origin) => origin,
  exchanges: [
    {
      what: 'validates the token',
      url: (entered) => `${entered}/1/validate-token`,
      headers: lowercase,
      status: 200,
      reads: validToken,
      headersRead: rateLimit,
    },
    {
      what: 'sends a hundred cached listens',
      method: 'POST',
      url: (entered) => `${entered}/1/submit-listens`,
      headers: lowercase,
      body: ({ now }) => ({
        listen_type: 'import',
        payload: Array.from({ length: 100 }, (_, nth) => ({
          listened_at: now - 1_000 + nth,
          track_metadata: {
            artist_name: 'Jellyfin Artist',
            track_name: `Track ${nth}`,
            release_name: null,
            additional_info: {
              media_player: 'Jellyfin',
              submission_client: 'ListenBrainz plugin for Jellyfin',
              artist_mbids: [],
              recording_mbid: null,
              duration_ms: 200_000,
            },
          },
        })),
      }),
      status: 200,
      reads: statusOk,
      headersRead: rateLimit,
    },
    {
      what: 'finds the MSID of the listen it sent',
      url: (entered, { userName }) => `${entered}/1/user/${userName}/listens?count=10`,
      headers: lowercase,
      status: 200,
      reads: z.object({
        payload: z.object({
          listens: z.array(z.object({ listened_at: z.int(), recording_msid: z.guid() })).min(1),
        }),
      }),
    },
    {
      what: 'loves by MSID, with an empty MBID beside it',
      method: 'POST',
      url: (entered) => `${entered}/1/feedback/recording-feedback`,
      headers: lowercase,
      body: ({ recordingMsid }) => ({ score: 1, recording_msid: recordingMsid, recording_mbid: '' }),
      status: 200,
    },
    {
      what: 'reads the loves back',
      url: (entered, { userName }) => `${entered}/1/feedback/user/${userName}/get-feedback?offset=0&count=100`,
      headers: lowercase,
      status: 200,
      reads: z.object({
        count: z.int().positive(),
        total_count: z.int().positive(),
        offset: z.literal(0),
        feedback: z.array(z.object({ score: z.int(), recording_msid: z.string(), created: z.int() })).min(1),
      }),
    },
    {
      what: 'lists the playlists made for the user',
      url: (entered, { userName }) => `${entered}/1/user/${userName}/playlists/createdfor?count=25&offset=0`,
      headers: lowercase,
      status: 200,
      reads: z.object({
        count: z.literal(25),
        offset: z.literal(0),
        playlist_count: z.int().positive(),
        playlists: z.array(z.object({ playlist: dotnetPlaylist })).min(1),
      }),
    },
    {
      what: 'reads a playlist',
      url: (entered, { playlistId }) => `${entered}/1/playlist/${playlistId}`,
      headers: lowercase,
      status: 200,
      reads: z.object({
        playlist: dotnetPlaylist.extend({
          track: z.array(z.object({ title: z.string(), creator: z.string(), identifier: z.array(z.string()) })).min(1),
        }),
      }),
    },
  ],
};

const gonic: Client = {
  client: 'gonic',
  // Its users write the slash as often as not.
  enters: (origin) => `${origin}/`,
  exchanges: (['single', 'playing_now'] as const).map((listen_type) => ({
    what: listen_type === 'single' ? 'scrobbles' : 'says what is playing',
    method: 'POST',
    url: (entered) => `${entered}/1/submit-listens`,
    headers: tokenAndJson,
    body: ({ now }) => ({
      listen_type,
      payload: [
        {
          ...(listen_type === 'single' ? { listened_at: now - 60 } : {}),
          track_metadata: {
            artist_name: 'Gonic Artist',
            track_name: 'Gonic Track',
            release_name: 'Gonic Album',
            additional_info: { tracknumber: 1, submission_client: 'gonic', duration: 183 },
          },
        },
      ],
    }),
    status: 200,
  })),
};

const airsonic: Client = {
  client: 'Airsonic-Advanced',
  enters: (origin) => `${origin}/1/submit-listens`,
  exchanges: [
    {
      what: 'scrobbles',
      method: 'POST',
      url: (entered) => entered,
      headers: ({ token }) => ({
        authorization: `token ${token}`,
        'content-type': 'application/json; charset=utf-8',
      }),
      body: ({ now }) => ({
        listen_type: 'single',
        payload: [
          {
            listened_at: now - 90,
            track_metadata: { artist_name: 'Airsonic', track_name: 'Song', additional_info: { tracknumber: 3 } },
          },
        ],
      }),
      status: 200,
    },
  ],
};

const musicAssistant: Client = {
  client: 'Music Assistant',
  enters: (origin) => origin,
  exchanges: [
    {
      what: 'validates the token in the URL',
      url: (entered, { token }) => `${entered}/1/validate-token?token=${token}`,
      status: 200,
      reads: validToken,
      headersRead: ['x-ratelimit-remaining', 'x-ratelimit-reset-in'],
    },
    {
      what: 'scrobbles without saying that it is JSON',
      method: 'POST',
      url: (entered) => `${entered}/1/submit-listens`,
      headers: tokenOnly,
      body: ({ now }) => ({
        listen_type: 'single',
        payload: [
          {
            listened_at: now - 120,
            track_metadata: {
              artist_name: 'Massive Attack',
              track_name: 'Teardrop',
              release_name: 'Mezzanine',
              additional_info: {
                media_player: 'Music Assistant',
                submission_client: 'Music Assistant',
                duration_ms: 330_000,
              },
            },
          },
        ],
      }),
      status: 200,
      headersRead: ['x-ratelimit-remaining', 'x-ratelimit-reset-in'],
    },
  ],
};

/** Takes the last part of the identifier for the id, and goes through pages until it has `playlist_count`. */
const soulSync: Client = {
  client: 'SoulSync',
  enters: (origin) => `${origin}/1`,
  exchanges: [
    {
      what: 'validates the token',
      url: (entered) => `${entered}/validate-token`,
      headers: tokenOnly,
      status: 200,
      reads: validToken,
    },
    {
      what: 'imports a thousand listens',
      method: 'POST',
      url: (entered) => `${entered}/submit-listens`,
      headers: tokenAndJson,
      body: ({ now }) => ({
        listen_type: 'import',
        payload: Array.from({ length: 1_000 }, (_, nth) => ({
          listened_at: now - 10_000 + nth,
          track_metadata: { artist_name: `Artist ${nth % 50}`, track_name: `Track ${nth}` },
        })),
      }),
      status: 200,
      reads: statusOk,
    },
    ...['createdfor', 'collaborator', ''].map((kind) => ({
      what: kind === '' ? 'lists own playlists' : `lists ${kind} playlists`,
      url: (entered: string, { userName }: { readonly userName: string }) =>
        `${entered}/user/${userName}/playlists${kind === '' ? '' : `/${kind}`}?count=25&offset=0`,
      headers: tokenOnly,
      status: 200,
      reads: z.object({
        playlist_count: z.int().min(kind === 'createdfor' ? 1 : 0),
        count: z.literal(25),
        playlists: z.array(z.object({ playlist: dotnetPlaylist })),
      }),
    })),
    {
      what: 'reads a playlist',
      url: (entered, { playlistId }) => `${entered}/playlist/${playlistId}?fetch_metadata=true`,
      headers: tokenOnly,
      status: 200,
      reads: z.object({
        playlist: dotnetPlaylist.extend({
          track: z
            .array(
              z.object({
                title: z.string().min(1),
                creator: z.string(),
                album: z.string(),
                identifier: z.array(z.string()).min(1),
                extension: z.object({ 'https://musicbrainz.org/doc/jspf#track': z.looseObject({}) }),
              }),
            )
            .min(1),
        }),
      }),
    },
  ],
};

export const servers: readonly Client[] = [navidrome, jellyfin, gonic, airsonic, musicAssistant, soulSync];
