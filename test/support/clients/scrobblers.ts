/** Scrobblers: programs and extensions that watch players and tell what was played. */
import { z } from 'zod';
import {
  type Client,
  int32,
  json,
  statusOk,
  tokenAndJson,
  tokenOnly,
  validToken,
} from '#test/support/clients/client.ts';

const multiScrobblerTrack = {
  artist_name: 'The Smashing Pumpkins',
  track_name: '17',
  release_name: 'Adore (2014 Remaster)',
  additional_info: {
    artist_names: ['The Smashing Pumpkins'],
    duration: 20,
    media_player: 'Spotify',
    submission_client: 'multi-scrobbler',
    submission_client_version: '0.10.0',
  },
};

const multiScrobbler: Client = {
  client: 'multi-scrobbler',
  enters: (origin) => `${origin}/1`,
  exchanges: [
    {
      what: 'makes sure that it does not talk to a Koito server',
      url: (entered) => `${new URL(entered).origin}/apis/web/v1/stats`,
      status: 404,
    },
    {
      what: 'validates the token',
      url: (entered) => `${entered.replace(/\/1\/?$/, '')}/1/validate-token`,
      headers: tokenOnly,
      status: 200,
      reads: validToken,
    },
    {
      what: 'scrobbles',
      method: 'POST',
      url: (entered) => `${entered}/submit-listens`,
      headers: tokenAndJson,
      body: ({ now }) => ({
        listen_type: 'single',
        payload: [{ listened_at: now - 30, track_metadata: multiScrobblerTrack }],
      }),
      status: 200,
      reads: statusOk,
    },
    {
      what: 'reads recent listens, to know what is there already',
      url: (entered, { userName }) => `${entered}/user/${userName}/listens?count=100`,
      headers: tokenOnly,
      status: 200,
      reads: z.object({
        payload: z.object({
          listens: z
            .array(
              z.object({
                listened_at: z.int(),
                recording_msid: z.string(),
                track_metadata: z.object({
                  artist_name: z.string(),
                  track_name: z.string(),
                  additional_info: z.looseObject({ recording_msid: z.string() }),
                }),
              }),
            )
            .min(1),
        }),
      }),
    },
    {
      what: 'reads what is playing',
      url: (entered, { userName }) => `${entered}/user/${userName}/playing-now`,
      headers: tokenOnly,
      status: 200,
      reads: z.object({
        payload: z.object({ listens: z.array(z.looseObject({ track_metadata: z.looseObject({}) })) }),
      }),
    },
  ],
};

/** The relay of multi-scrobbler and of Koito: whole batches on, again after 5xx only. */
const relay: Client = {
  client: 'Koito and multi-scrobbler as relay',
  enters: (origin) => origin,
  exchanges: [
    {
      what: 'passes on what it was sent, text as its type',
      method: 'POST',
      url: (entered) => `${entered}/1/submit-listens/`,
      headers: ({ token }) => ({ authorization: `Token ${token}`, 'content-type': 'text/plain' }),
      body: ({ now }) => ({
        listen_type: 'import',
        payload: [{ listened_at: String(now - 45), track_metadata: multiScrobblerTrack }],
      }),
      status: 200,
    },
  ],
};

const panoInfo = z.object({ duration_ms: int32.nullish(), recording_msid: z.string().nullish() });
const panoTrack = z.object({
  artist_name: z.string(),
  track_name: z.string(),
  release_name: z.string().nullish(),
  additional_info: panoInfo.nullish(),
});
const panoPeriod = { from_ts: int32, to_ts: int32, last_updated: int32 };
const panoStatistics = (list: string) =>
  z.object({
    payload: z.object({
      ...panoPeriod,
      count: int32,
      offset: int32,
      range: z.string(),
      [list]: z
        .array(
          z.object({
            artist_name: z.string(),
            listen_count: int32,
            artist_mbids: z.array(z.string()).nullish(),
            release_name: z.string().nullish(),
            track_name: z.string().nullish(),
          }),
        )
        .min(1),
    }),
  });
const panoHeaders = ({ token }: { readonly token: string }) => ({ authorization: `token ${token}`, ...json });
const panoListen = (now: number, listenType: string) => ({
  listen_type: listenType,
  payload: [
    {
      ...(listenType === 'playing_now' ? {} : { listened_at: now - 400 }),
      track_metadata: {
        artist_name: 'KiloWatts',
        track_name: 'Scraped On The Way Out',
        release_name: 'Problem/Solving',
        additional_info: {
          duration_ms: 346_958,
          media_player: 'com.ventismedia.android.mediamonkey',
          submission_client: 'Pano Scrobbler',
          submission_client_version: '4.12',
        },
      },
    },
  ],
});

const pano: Client = {
  client: 'Pano Scrobbler',
  enters: (origin) => `${origin}/`,
  exchanges: [
    {
      what: 'logs in',
      url: (entered) => `${entered}1/validate-token`,
      headers: panoHeaders,
      status: 200,
      reads: z.object({ valid: z.literal(true), user_name: z.string().min(1) }),
    },
    ...['single', 'import', 'playing_now'].map((listenType) => ({
      what: `submits ${listenType}`,
      method: 'POST' as const,
      url: (entered: string) => `${entered}1/submit-listens?return_msid=true`,
      headers: panoHeaders,
      body: ({ now }: { readonly now: number }) => panoListen(now, listenType),
      status: 200,
      reads: statusOk.and(listenType === 'import' ? z.object({}) : z.object({ recording_msid: z.guid() })),
    })),
    {
      what: 'lists scrobbles before an instant',
      url: (entered, { userName, now }) => `${entered}1/user/${userName}/listens?count=100&max_ts=${now}`,
      headers: panoHeaders,
      status: 200,
      reads: z.object({
        payload: z.object({
          count: int32,
          listens: z
            .array(
              z.object({
                inserted_at: int32,
                listened_at: int32,
                recording_msid: z.string(),
                track_metadata: panoTrack,
              }),
            )
            .min(1),
        }),
      }),
    },
    {
      what: 'shows what is playing',
      url: (entered, { userName }) => `${entered}1/user/${userName}/playing-now`,
      headers: panoHeaders,
      status: 200,
      reads: z.object({
        payload: z.object({
          count: z.literal(1),
          listens: z.array(z.object({ playing_now: z.literal(true), track_metadata: panoTrack })).length(1),
        }),
      }),
    },
    {
      what: 'counts scrobbles',
      url: (entered, { userName }) => `${entered}1/user/${userName}/listen-count`,
      headers: panoHeaders,
      status: 200,
      reads: z.object({ payload: z.object({ count: int32.min(1) }) }),
    },
    {
      what: 'looks up a recording',
      url: (entered) =>
        `${entered}1/metadata/lookup?artist_name=KiloWatts&recording_name=Scraped%20On%20The%20Way%20Out`,
      headers: panoHeaders,
      status: 200,
      reads: z.object({ recording_mbid: z.string().nullish() }),
    },
    {
      what: 'loves by MSID',
      method: 'POST',
      url: (entered) => `${entered}1/feedback/recording-feedback`,
      headers: panoHeaders,
      body: ({ recordingMsid }) => ({ recording_mbid: null, recording_msid: recordingMsid, score: 1 }),
      status: 200,
      reads: statusOk,
    },
    {
      what: 'lists loves with their names',
      url: (entered, { userName }) => `${entered}1/feedback/user/${userName}/get-feedback?metadata=true&offset=0`,
      headers: panoHeaders,
      status: 200,
      reads: z.object({
        count: int32,
        total_count: int32.min(1),
        feedback: z.array(z.object({ created: int32, score: z.literal(1), track_metadata: panoTrack })).min(1),
      }),
    },
    {
      what: 'lists whom the user follows',
      url: (entered, { userName }) => `${entered}1/user/${userName}/following`,
      headers: panoHeaders,
      status: 200,
      reads: z.object({ following: z.array(z.string()), user: z.string() }),
    },
    ...['artists', 'releases', 'recordings'].map((list) => ({
      what: `shows the top ${list}`,
      url: (entered: string, { userName }: { readonly userName: string }) =>
        `${entered}1/stats/user/${userName}/${list}?count=10&offset=0&range=all_time`,
      headers: panoHeaders,
      status: 200,
      reads: panoStatistics(list),
    })),
    {
      what: 'charts the listening of years',
      url: (entered, { userName }) => `${entered}1/stats/user/${userName}/listening-activity?range=all_time`,
      headers: panoHeaders,
      status: 200,
      reads: z.object({
        payload: z.object({
          ...panoPeriod,
          listening_activity: z
            .array(z.object({ from_ts: int32, to_ts: int32, listen_count: int32, time_range: z.string() }))
            .min(1),
        }),
      }),
    },
    {
      what: 'deletes a scrobble',
      method: 'POST',
      url: (entered) => `${entered}1/delete-listen`,
      headers: panoHeaders,
      body: ({ listenedAt, recordingMsid }) => ({ listened_at: listenedAt, recording_msid: recordingMsid }),
      status: 200,
      reads: statusOk,
    },
  ],
};

const webScrobblerTrack = (nth: number) => ({
  artist_name: 'IVE',
  track_name: `HEYA ${nth}`,
  release_name: 'IVE SWITCH',
  additional_info: {
    submission_client: 'Web Scrobbler',
    submission_client_version: '3.9.0',
    music_service_name: 'YouTube',
    origin_url: 'https://youtu.be/x',
    duration: 191.341,
  },
});

/** Forgets its token at 400 and 401, and asks its user to log in again. */
const webScrobbler: Client = {
  client: 'Web Scrobbler',
  enters: (origin) => `${origin}/1/submit-listens`,
  exchanges: [
    {
      what: 'says what is playing',
      method: 'POST',
      url: (entered) => entered,
      headers: ({ token }) => ({ authorization: `Token ${token}`, 'content-type': 'application/json; charset=UTF-8' }),
      body: () => ({ listen_type: 'playing_now', payload: [{ track_metadata: webScrobblerTrack(0) }] }),
      status: 200,
      reads: statusOk,
    },
    {
      what: 'sends fifty cached scrobbles, one of them without an artist',
      method: 'POST',
      url: (entered) => entered,
      headers: ({ token }) => ({ authorization: `Token ${token}`, 'content-type': 'application/json; charset=UTF-8' }),
      body: ({ now }) => ({
        listen_type: 'import',
        payload: Array.from({ length: 50 }, (_, nth) => ({
          listened_at: now - 5_000 + nth,
          track_metadata: { ...webScrobblerTrack(nth), ...(nth === 7 ? { artist_name: '' } : {}) },
        })),
      }),
      status: 200,
      reads: statusOk,
    },
  ],
};

export const scrobblers: readonly Client[] = [multiScrobbler, relay, pano, webScrobbler];
