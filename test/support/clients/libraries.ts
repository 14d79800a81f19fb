/** Typed libraries and what is built on them: their structures fail on a missing key or a number of another type. */
import { z } from 'zod';
import { type Client, json, tokenAndJson, tokenOnly } from '#test/support/clients/client.ts';

const u64 = z.int().nonnegative();
const i64 = z.int();
const jspfPlaylist = 'https://musicbrainz.org/doc/jspf#playlist';
const jspfTrack = 'https://musicbrainz.org/doc/jspf#track';
/** Go's time.Time and Rust's chrono read RFC 3339 and nothing else. */
const rfc3339 = z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/);
const playlist = z.object({
  creator: z.string(),
  date: rfc3339,
  identifier: z.string(),
  title: z.string(),
  extension: z.object({
    [jspfPlaylist]: z.object({ public: z.boolean(), creator: z.string(), last_modified_at: rfc3339 }),
  }),
  track: z.array(
    z.object({
      title: z.string(),
      identifier: z.array(z.string()),
      creator: z.string(),
      album: z.string(),
      extension: z.object({ [jspfTrack]: z.object({ added_by: z.string(), added_at: rfc3339 }) }),
    }),
  ),
});
const period = { user_id: z.string(), from_ts: i64, to_ts: i64, last_updated: i64 };
const ranked = { ...period, range: z.string(), count: u64 };

/** rescrobbled scrobbles with it; its structures are the strictest there are. */
const rust: Client = {
  client: 'rescrobbled and the Rust crate',
  enters: (origin) => `${origin}/1/`,
  exchanges: [
    {
      what: 'validates the token',
      url: (entered) => `${entered}validate-token`,
      headers: tokenOnly,
      status: 200,
      reads: z.object({ code: u64.max(65_535), message: z.string(), valid: z.literal(true), user_name: z.string() }),
      headersRead: ['x-ratelimit-limit', 'x-ratelimit-remaining', 'x-ratelimit-reset-in', 'x-ratelimit-reset'],
    },
    {
      what: 'scrobbles',
      method: 'POST',
      url: (entered) => `${entered}submit-listens`,
      headers: tokenAndJson,
      body: ({ now }) => ({
        listen_type: 'single',
        payload: [{ listened_at: now - 77, track_metadata: { artist_name: 'Rust', track_name: 'Crate' } }],
      }),
      status: 200,
      reads: z.object({ status: z.string() }),
    },
    {
      what: 'reads listens',
      url: (entered, { userName }) => `${entered}user/${userName}/listens`,
      headers: tokenOnly,
      status: 200,
      reads: z.object({
        payload: z.object({
          count: u64,
          latest_listen_ts: i64.positive(),
          oldest_listen_ts: i64.positive(),
          user_id: z.string(),
          listens: z
            .array(
              z.object({
                user_name: z.string(),
                inserted_at: i64,
                listened_at: i64,
                recording_msid: z.string(),
                track_metadata: z.object({
                  artist_name: z.string(),
                  track_name: z.string(),
                  release_name: z.string().nullish(),
                  additional_info: z.record(z.string(), z.json()),
                  mbid_mapping: z.object({ recording_mbid: z.string() }).nullish(),
                }),
              }),
            )
            .min(1),
        }),
      }),
    },
    {
      what: 'reads what is playing',
      url: (entered, { userName }) => `${entered}user/${userName}/playing-now`,
      headers: tokenOnly,
      status: 200,
      reads: z.object({
        payload: z.object({
          count: u64.max(255),
          user_id: z.string(),
          playing_now: z.boolean(),
          listens: z.array(
            z.object({
              playing_now: z.boolean(),
              track_metadata: z.object({
                artist_name: z.string(),
                track_name: z.string(),
                additional_info: z.record(z.string(), z.json()),
              }),
            }),
          ),
        }),
      }),
    },
    ...['', '/createdfor', '/collaborator', '/recommendations'].map((kind) => ({
      what: `lists playlists${kind}`,
      url: (entered: string, { userName }: { readonly userName: string }) =>
        `${entered}user/${userName}/playlists${kind}`,
      headers: tokenOnly,
      status: 200,
      reads: z.object({
        count: u64,
        offset: u64,
        playlist_count: u64,
        playlists: z.array(z.object({ playlist })),
      }),
    })),
    {
      what: 'reads a playlist',
      url: (entered, { playlistId }) => `${entered}playlist/${playlistId}`,
      headers: tokenOnly,
      status: 200,
      reads: z.object({ playlist }),
    },
    {
      what: 'ranks artists',
      url: (entered, { userName }) => `${entered}stats/user/${userName}/artists`,
      headers: tokenOnly,
      status: 200,
      reads: z.object({
        payload: z.object({
          ...ranked,
          total_artist_count: u64,
          artists: z.array(
            z.object({ artist_name: z.string(), listen_count: u64, artist_mbids: z.array(z.string()).nullish() }),
          ),
        }),
      }),
    },
    {
      what: 'ranks releases',
      url: (entered, { userName }) => `${entered}stats/user/${userName}/releases?range=all_time`,
      headers: tokenOnly,
      status: 200,
      reads: z.object({
        payload: z.object({
          ...ranked,
          total_release_count: u64,
          releases: z.array(
            z.object({
              artist_name: z.string(),
              release_name: z.string(),
              listen_count: u64,
              release_mbid: z.string().nullish(),
            }),
          ),
        }),
      }),
    },
    {
      what: 'charts activity',
      url: (entered, { userName }) => `${entered}stats/user/${userName}/listening-activity`,
      headers: tokenOnly,
      status: 200,
      reads: z.object({
        payload: z.object({
          ...period,
          listening_activity: z.array(
            z.object({ listen_count: u64, from_ts: i64, to_ts: i64, time_range: z.string() }),
          ),
        }),
      }),
    },
    {
      what: 'reads and moves the mark of an import',
      method: 'POST',
      url: (entered) => `${entered}latest-import`,
      headers: tokenAndJson,
      body: ({ now }) => ({ ts: now }),
      status: 200,
      reads: z.object({ status: z.literal('ok') }),
    },
    {
      what: 'reads the mark',
      url: (entered, { userName }) => `${entered}latest-import?user_name=${userName}`,
      status: 200,
      reads: z.object({ latest_import: i64.positive(), musicbrainz_id: z.string() }),
    },
  ],
};

/** Cannot be pointed at another server, but is what others imitate: no token, pages by `count`, patches by name. */
const explo: Client = {
  client: 'Explo and the daily playlist plugin of Navidrome',
  enters: (origin) => `${origin}/1/`,
  exchanges: [
    {
      what: 'finds the weekly playlist by its patch, without a token',
      url: (entered, { userName }) => `${entered}user/${userName}/playlists/createdfor`,
      status: 200,
      reads: z.object({
        count: u64.positive(),
        playlists: z
          .array(
            z.object({
              playlist: z.object({
                identifier: z.string().regex(/\/[0-9a-f-]{36}$/),
                date: rfc3339,
                extension: z.object({
                  [jspfPlaylist]: z.object({
                    additional_metadata: z.object({
                      algorithm_metadata: z.object({ source_patch: z.literal('weekly-exploration') }),
                    }),
                  }),
                }),
              }),
            }),
          )
          .min(1),
      }),
    },
    {
      what: 'reads it, without a token',
      url: (entered, { playlistId }) => `${entered}playlist/${playlistId}`,
      status: 200,
      reads: z.object({
        playlist: z.object({
          track: z
            .array(
              z.object({
                album: z.string(),
                creator: z.string(),
                title: z.string(),
                duration: i64.optional(),
                identifier: z.array(z.string()).min(1),
                extension: z.object({
                  [jspfTrack]: z.object({ additional_metadata: z.looseObject({}) }),
                }),
              }),
            )
            .min(1),
        }),
      }),
    },
  ],
};

/** Any browser: asks first whether it may. */
const browser: Client = {
  client: 'web pages of another origin',
  enters: (origin) => origin,
  exchanges: [
    {
      what: 'read with a token',
      url: (entered, { userName }) => `${entered}/1/user/${userName}/listens`,
      headers: (known) => ({ ...tokenOnly(known), ...json, origin: 'https://player.example' }),
      status: 200,
      headersRead: ['access-control-allow-origin', 'access-control-expose-headers'],
    },
  ],
};

export const libraries: readonly Client[] = [rust, explo, browser];
