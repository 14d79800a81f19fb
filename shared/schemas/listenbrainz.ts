/**
 * What `/1` answers: ListenBrainz's shapes, as the strictest of its clients read them. Typed clients fail on a missing
 * key or a number of another type, so what they do not call optional is never left out.
 */
import { z } from 'zod';
import { isPlainText } from '#shared/schemas/ids.ts';

/** Unix seconds, whole. */
const Timestamp = z.int();
const Mbid = z.guid();

export const Ok = z.looseObject({ status: z.literal('ok') });

/** Additional keys say what became of a mixed batch; clients compare `status` alone. */
export const Submitted = Ok.extend({
  recording_msid: Mbid.optional().describe('Of the one listen, when asked with return_msid'),
  accepted: z.int().optional(),
  rejected: z.array(z.strictObject({ index: z.int(), code: z.string(), detail: z.string() })).optional(),
});

export const SubmitListens = z.strictObject({
  listen_type: z.enum(['single', 'import', 'playing_now']),
  payload: z.array(z.looseObject({ track_metadata: z.looseObject({}) })).min(1),
});

/** Always 200: some clients never look at the body of another status. */
export const TokenVerdict = z.strictObject({
  code: z.literal(200),
  message: z.string(),
  valid: z.boolean(),
  user_name: z.string().optional(),
});

export const TrackMetadata = z.strictObject({
  artist_name: z.string(),
  track_name: z.string(),
  release_name: z.exactOptional(z.string()),
  /** As it was sent, and always there: an object even when nothing was said. */
  additional_info: z.record(z.string(), z.json()),
});
export type TrackMetadata = z.infer<typeof TrackMetadata>;

export const ApiListen = z.strictObject({
  user_name: z.string(),
  inserted_at: Timestamp,
  listened_at: Timestamp,
  recording_msid: Mbid,
  track_metadata: TrackMetadata,
});
export type ApiListen = z.infer<typeof ApiListen>;

const payload = <T extends z.ZodRawShape>(shape: T) => z.strictObject({ payload: z.strictObject(shape) });

export const Listens = payload({
  count: z.int(),
  user_id: z.string(),
  listens: z.array(ApiListen),
  latest_listen_ts: Timestamp,
  oldest_listen_ts: Timestamp,
});

export const ListenCount = payload({ count: z.int() });

export const PlayingNow = payload({
  count: z.int().max(1),
  user_id: z.string(),
  playing_now: z.literal(true),
  listens: z.array(
    z.strictObject({ user_name: z.string(), playing_now: z.literal(true), track_metadata: TrackMetadata }),
  ),
});

export const DeleteListen = z.object({
  listened_at: z.coerce.number().int().nonnegative(),
  recording_msid: z.string(),
});

export const LatestImport = z.strictObject({ musicbrainz_id: z.string(), latest_import: Timestamp });
export const LatestImportInput = z.object({ ts: z.coerce.number().int().nonnegative().max(99_999_999_999).default(0) });

const Score = z.union([z.literal(-1), z.literal(0), z.literal(1)]);

export const RecordingFeedback = z
  .strictObject({ recording_mbid: z.string().nullish(), recording_msid: z.string().nullish(), score: Score })
  .describe('1 love, -1 hate, 0 takes either back');

export const FeedbackEntry = z.strictObject({
  user_id: z.string(),
  recording_mbid: Mbid.nullable(),
  recording_msid: Mbid,
  score: Score,
  created: Timestamp.nullable().describe('Null with score 0, when none was ever given'),
  track_metadata: TrackMetadata.nullable(),
});
export type FeedbackEntry = z.infer<typeof FeedbackEntry>;

export const FeedbackList = z.strictObject({
  feedback: z.array(FeedbackEntry),
  count: z.int(),
  total_count: z.int(),
  offset: z.int(),
});
export const FeedbackForRecordings = z.strictObject({ feedback: z.array(FeedbackEntry) });

const Ids = z.union([z.string(), z.array(z.string())]).nullish();
export const FeedbackForRecordingsInput = z.object({ recording_mbids: Ids, recording_msids: Ids });

export const RecommendationFeedback = z.object({
  recording_mbid: z.string(),
  rating: z.enum(['love', 'like', 'dislike', 'hate', 'bad_recommendation']),
});
export const RecommendationFeedbackRemoval = z.object({ recording_mbid: z.string() });

export const BlockedEntity = z.enum(['artist', 'release', 'release_group', 'recording']);
export const DoNotRecommend = z.object({
  entity: BlockedEntity,
  entity_mbid: z.string(),
  until: z.coerce.number().int().positive().nullish().describe('Unix seconds; for ever when left out'),
});
export const DoNotRecommendRemoval = DoNotRecommend.omit({ until: true });
export const DoNotRecommendList = z.strictObject({
  offset: z.int(),
  count: z.int(),
  total_count: z.int(),
  user_id: z.string(),
  results: z.array(
    z.strictObject({ entity: BlockedEntity, entity_mbid: Mbid, created: Timestamp, until: Timestamp.nullable() }),
  ),
});

export const Following = z.strictObject({ following: z.array(z.string()), user: z.string() });
export const Followers = z.strictObject({ followers: z.array(z.string()), user: z.string() });

/** RFC 3339 with a numeric offset. */
const Rfc3339 = z.iso.datetime({ offset: true });
const jspfPlaylist = 'https://musicbrainz.org/doc/jspf#playlist';
const jspfTrack = 'https://musicbrainz.org/doc/jspf#track';

export const JspfTrack = z.looseObject({
  title: z.string(),
  creator: z.string(),
  album: z.string(),
  identifier: z.array(z.url()).min(1),
  extension: z.looseObject({ [jspfTrack]: z.looseObject({ added_by: z.string(), added_at: Rfc3339 }) }),
});
export const JspfPlaylist = z.strictObject({
  playlist: z.looseObject({
    creator: z.string(),
    title: z.string(),
    identifier: z.url(),
    date: Rfc3339,
    extension: z.looseObject({
      [jspfPlaylist]: z.looseObject({ public: z.boolean(), creator: z.string(), last_modified_at: Rfc3339 }),
    }),
    track: z.array(JspfTrack),
  }),
});
export type JspfPlaylist = z.infer<typeof JspfPlaylist>;

/** `count` is the size of the page asked for: a client that reads 0 stops asking. */
export const Playlists = z.strictObject({
  playlists: z.array(JspfPlaylist),
  playlist_count: z.int(),
  offset: z.int(),
  count: z.int().positive(),
});

export const Recommendations = payload({
  mbids: z.array(z.strictObject({ recording_mbid: Mbid, score: z.number(), latest_listened_at: Rfc3339.nullable() })),
  entity: z.literal('recording'),
  user_name: z.string(),
  last_updated: Timestamp,
  count: z.int(),
  total_mbid_count: z.int(),
  offset: z.int(),
  model_id: z.string(),
  model_url: z.string(),
});

export const StatisticsRange = z.enum([
  'this_week',
  'this_month',
  'this_year',
  'week',
  'month',
  'quarter',
  'half_yearly',
  'year',
  'all_time',
]);
export type StatisticsRange = z.infer<typeof StatisticsRange>;

const statistics = { user_id: z.string(), from_ts: Timestamp, to_ts: Timestamp, last_updated: Timestamp };
const listed = { ...statistics, range: StatisticsRange, count: z.int(), offset: z.int() };
const entry = {
  artist_name: z.string(),
  artist_mbid: Mbid.nullable(),
  artist_mbids: z.array(Mbid),
  listen_count: z.int(),
};

export const TopArtists = payload({
  ...listed,
  artists: z.array(z.strictObject(entry)),
  total_artist_count: z.int(),
});
export const TopReleases = payload({
  ...listed,
  releases: z.array(z.strictObject({ ...entry, release_name: z.string(), release_mbid: Mbid.nullable() })),
  total_release_count: z.int(),
});
export const TopRecordings = payload({
  ...listed,
  recordings: z.array(
    z.strictObject({
      ...entry,
      track_name: z.string(),
      recording_mbid: Mbid.nullable(),
      recording_msid: Mbid,
      release_name: z.string().nullable(),
      release_mbid: Mbid.nullable(),
    }),
  ),
  total_recording_count: z.int(),
});
export const ListeningActivity = payload({
  ...statistics,
  range: StatisticsRange,
  listening_activity: z.array(
    z.strictObject({ from_ts: Timestamp, to_ts: Timestamp, time_range: z.string(), listen_count: z.int() }),
  ),
});

/** Empty when the catalogue has no MusicBrainz id for the recording. */
export const MetadataLookup = z.union([
  z.strictObject({
    artist_credit_name: z.string(),
    artist_mbids: z.array(Mbid),
    recording_mbid: Mbid,
    recording_name: z.string(),
    release_mbid: Mbid.nullable(),
    release_name: z.string().nullable(),
  }),
  z.strictObject({}),
]);
export const LookedUpName = z.string().trim().min(1).max(1_000).refine(isPlainText, 'must be plain text');
