import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openWire, type Wire } from '#test/support/wire.ts';

const data = process.env.SEGUE_TEST_DATA;
const folder = data === undefined ? undefined : join(data, 'payloads');

const notAnObject = 'Invalid JSON document submitted. Top level of JSON document should be a json object.';
const otherKeys = 'JSON document may only contain listened_at and track_metadata top level keys';
const notASubmission = 'Invalid JSON document submitted.';
const notJson = /^Cannot parse JSON document: /;

/**
 * What ListenBrainz answers to each file sent to submit-listens as it is: the number of listens it then has, or its error.
 * We differ nowhere here; only what stands behind "Cannot parse JSON document: " is our parser's word. In batches we do,
 * on purpose; see "a mixed batch" below.
 */
const verdicts: Readonly<Record<string, number | string | RegExp>> = {
  'listenbrainz-server/additional_info.json': 1,
  'listenbrainz-server/artist_name_list.json': 'track_metadata.artist_name must be a single string.',
  'listenbrainz-server/empty_artist_name.json': 'field track_metadata.artist_name is empty.',
  'listenbrainz-server/empty_track_name.json': 'field track_metadata.track_name is empty.',
  'listenbrainz-server/encode_scrobble_output.json': notAnObject,
  'listenbrainz-server/invalid_artist_mbid.json': 'artist_mbids MBID format invalid.',
  'listenbrainz-server/invalid_duration.json': 'Value for duration is invalid, should be a positive integer.',
  'listenbrainz-server/invalid_listen_missing_track_metadata.json':
    'JSON document must contain the key track_metadata at the top level.',
  'listenbrainz-server/invalid_listen_nan_in_json.json': notJson,
  'listenbrainz-server/invalid_listen_null_listened_at.json':
    'JSON document must contain an int value for listened_at.',
  'listenbrainz-server/invalid_listen_null_track_metadata.json':
    'JSON document may not have track_metadata with null value.',
  // Empty MBIDs are dropped, not refused.
  'listenbrainz-server/invalid_mbid_listens.json': 2,
  'listenbrainz-server/invalid_recording_mbid.json': 'recording_mbid MBID format invalid.',
  'listenbrainz-server/invalid_release_mbid.json': 'release_mbid MBID format invalid.',
  'listenbrainz-server/jspf_playlist.json': notASubmission,
  'listenbrainz-server/lastfm_loved_tracks_1.json': notASubmission,
  'listenbrainz-server/lastfm_user_getrecenttracks_page.json': notASubmission,
  'listenbrainz-server/librefm.csv': notJson,
  'listenbrainz-server/librefm_loved_tracks_1.json': notASubmission,
  'listenbrainz-server/librefm_no_header.csv': notJson,
  'listenbrainz-server/librefm_via_maloja.csv': notJson,
  'listenbrainz-server/librefm_with_comments.csv': notJson,
  'listenbrainz-server/listen_having_unicode_null.json': '\u0000Fade contains a unicode null',
  'listenbrainz-server/listenbrainz_all_invalid.jsonl': notJson,
  'listenbrainz-server/listenbrainz_listens.jsonl': notJson,
  'listenbrainz-server/listenbrainz_mixed_validity.jsonl': notJson,
  'listenbrainz-server/maloja.json': notASubmission,
  'listenbrainz-server/multi_duration.json': 'JSON document should not contain both duration and duration_ms.',
  'listenbrainz-server/panoscrobbler.jsonl': notJson,
  // Playing now is no listen.
  'listenbrainz-server/playing_now_with_duration.json': 0,
  'listenbrainz-server/playing_now_with_ts.json':
    'JSON document must not contain listened_at while submitting playing_now.',
  'listenbrainz-server/recent_listens.json': notASubmission,
  'listenbrainz-server/recommendations.json': notASubmission,
  // Three times the same.
  'listenbrainz-server/same_batch_duplicates.json': 1,
  'listenbrainz-server/same_timestamp_diff_track_valid_single.json': 1,
  'listenbrainz-server/same_timestamp_diff_track_valid_single_2.json': 1,
  'listenbrainz-server/scrobbler.log': notJson,
  'listenbrainz-server/single_more_than_one_listen.json':
    'JSON document contains more than listen for a single/playing_now. It should contain only one.',
  'listenbrainz-server/spinitron_sample.csv': notJson,
  'listenbrainz-server/spotify_recently_played_expected.json': notASubmission,
  'listenbrainz-server/spotify_recently_played_submitted.json': notASubmission,
  'listenbrainz-server/spotify_skipped_tracks.json': notAnObject,
  'listenbrainz-server/spotify_streaming_2023.json': notAnObject,
  'listenbrainz-server/spotify_streaming_endsong_0.json': notAnObject,
  // Written for the store behind the interface, which adds the MSID itself.
  'listenbrainz-server/timescale_listenstore_test_listens.json': otherKeys,
  'listenbrainz-server/timestamp_before_lfm_founding.json':
    'Value for key listened_at is too low. listened_at timestamp should be greater than 1033410600 (2002-10-01 00:00:00 UTC).',
  'listenbrainz-server/timestamp_in_ns.json': 'Value for key listened_at is too high.',
  'listenbrainz-server/too_long_tag.json':
    'JSON document may not contain track_metadata.additional_info.tags longer than 64 characters.',
  'listenbrainz-server/too_many_tags.json':
    'JSON document may not contain more than 50 items in track_metadata.additional_info.tags.',
  'listenbrainz-server/user_export_test.json': 3,
  'listenbrainz-server/valid_duration.json': 1,
  'listenbrainz-server/valid_import.json': 2,
  'listenbrainz-server/valid_playing_now.json': 0,
  'listenbrainz-server/valid_single.json': 1,

  'multi-scrobbler/mixedDuration.json': notAnObject,
  'multi-scrobbler/multiArtistInArtistName.json': notAnObject,
  'multi-scrobbler/noArtistMapping.json': notAnObject,
  'multi-scrobbler/playTestData.json': notAnObject,
  'multi-scrobbler/spotifyCurrentPlaybackState.json': notASubmission,
  // Every key of the interface, filled with examples: its instant is 0.
  'multi-scrobbler/submitListensRequestExample.json':
    'Value for key listened_at is too low. listened_at timestamp should be greater than 1033410600 (2002-10-01 00:00:00 UTC).',
  'multi-scrobbler/submitListensRequestMinimalExample.json': 1,
  'multi-scrobbler/withDuration.json': notAnObject,

  // MBIDs such as "mbz-123" stand in for real ones.
  'navidrome/listenbrainz.nowplaying.request.json': 'release_mbid MBID format invalid.',
  'navidrome/listenbrainz.scrobble.request.json': 'release_mbid MBID format invalid.',
};
/** Answers of Last.fm and of ListenBrainz's other services, as Navidrome reads them. */
const answersNavidromeReads = /^navidrome\/(lastfm\.|listenbrainz\.(artist|labs|popularity))/;

const files = folder === undefined ? [] : filesIn(folder);

function filesIn(root: string): string[] {
  return readdirSync(root, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .flatMap(({ name }) => readdirSync(join(root, name)).map((file) => `${name}/${file}`));
}

type Submitted = { listen_type: string; payload: { listened_at: number; track_metadata: Record<string, unknown> }[] };

describe.skipIf(folder === undefined)('payloads of real clients (left out: SEGUE_TEST_DATA is not set)', () => {
  let wire: Wire;
  let users = 0;
  beforeAll(async () => {
    // The errors are ListenBrainz's own, which a strict home gives.
    wire = await openWire({ strictListenBrainz: true });
  });
  afterAll(() => wire[Symbol.asyncDispose]());

  const submitted = async (body: unknown) => {
    users += 1;
    const userName = `user ${users}`;
    const headers = await wire.join(userName);
    const response = await wire.send('/1/submit-listens', { headers, body });
    const json = (await response.json()) as Record<string, unknown>;
    return { status: response.status, json, userName, headers };
  };
  const readBack = async (userName: string, headers: Record<string, string>) => {
    await wire.settled();
    const path = `/1/user/${encodeURIComponent(userName)}/listens?count=1000`;
    const { payload } = (await (await wire.send(path, { headers })).json()) as {
      payload: { listens: { listened_at: number; track_metadata: { additional_info: Record<string, unknown> } }[] };
    };
    return payload.listens;
  };
  const textOf = (file: string) => readFileSync(join(folder as string, file), 'utf8');

  it('every file has a verdict, and every verdict a file', () => {
    expect(files.filter((file) => !answersNavidromeReads.test(file)).sort()).toEqual(Object.keys(verdicts).sort());
  });

  it.each(files)('%s is accepted or refused as ListenBrainz would', async (file) => {
    const { status, json, userName, headers } = await submitted(textOf(file));
    const verdict = verdicts[file] ?? (/^\s*\[/.test(textOf(file)) ? notAnObject : notASubmission);
    if (typeof verdict === 'number') {
      expect([status, json]).toEqual([200, { status: 'ok' }]);
      expect(await readBack(userName, headers)).toHaveLength(verdict);
    } else {
      const error = typeof verdict === 'string' ? verdict : expect.stringMatching(verdict);
      expect([status, json]).toEqual([400, expect.objectContaining({ code: 400, error })]);
      expect(await readBack(userName, headers)).toEqual([]);
    }
  });

  it('additional_info is read back word for word', async () => {
    const sent = JSON.parse(textOf('listenbrainz-server/additional_info.json')) as Submitted;
    const { userName, headers } = await submitted(sent);
    const [found] = await readBack(userName, headers);
    const { recording_msid: _, ...info } = found?.track_metadata.additional_info ?? {};
    expect(info).toEqual(sent.payload[0]?.track_metadata.additional_info);
  });

  it('a listen as ListenBrainz gives it back is the listen as we do', async () => {
    const { payload } = JSON.parse(textOf('listenbrainz-server/spotify_recently_played_expected.json'));
    const [{ listened_at, track_metadata, recording_msid }] = payload.listens;
    const { userName, headers } = await submitted({
      listen_type: 'import',
      payload: [{ listened_at, track_metadata }],
    });
    const [found] = await readBack(userName, headers);
    const ours = (found as unknown as { recording_msid: string }).recording_msid;
    expect(JSON.parse(JSON.stringify(found).replaceAll(ours, recording_msid))).toEqual({
      user_name: userName,
      inserted_at: wire.test.time.now,
      listened_at,
      recording_msid,
      track_metadata,
    });
  });

  it('a batch as importers make it: digits for instants, and one listen twice', async () => {
    const payload = JSON.parse(textOf('listenbrainz-server/encode_scrobble_output.json'));
    const { status, userName, headers } = await submitted({ listen_type: 'import', payload });
    expect(status).toBe(200);
    // Their MBIDs are Last.fm's, under other names, so two listens of one title and instant are one.
    expect(await readBack(userName, headers)).toHaveLength(2);
  });

  it.each([
    ['listenbrainz-server/listenbrainz_listens.jsonl', 2, 0],
    ['listenbrainz-server/listenbrainz_mixed_validity.jsonl', 3, 2],
    ['listenbrainz-server/listenbrainz_all_invalid.jsonl', 0, 3],
    ['listenbrainz-server/recent_listens.json', 25, 0],
  ])(
    'a mixed batch is not refused whole, where ListenBrainz does: of %s %i go in and %i are quarantined',
    async (file, good, bad) => {
      await using lenient = await openWire();
      const strict = wire;
      wire = lenient;
      using _back = {
        [Symbol.dispose]: () => {
          wire = strict;
        },
      };
      const records = file.endsWith('.jsonl')
        ? textOf(file)
            .trim()
            .split('\n')
            .map((line) => JSON.parse(line))
        : JSON.parse(textOf(file)).listens;
      const payload = records.map(({ listened_at, track_metadata }: Submitted['payload'][number]) => ({
        listened_at,
        track_metadata,
      }));
      const { status, json, userName, headers } = await submitted({ listen_type: 'import', payload });
      expect(status).toBe(good > 0 ? 200 : 400);
      if (good > 0 && bad > 0) expect([json.accepted, (json.rejected as unknown[]).length]).toEqual([good, bad]);
      expect(await readBack(userName, headers)).toHaveLength(good);
      const kept = await wire.send(`/v1/users/${encodeURIComponent(userName)}/quarantine`, { headers });
      const { quarantined } = (await kept.json()) as { quarantined: { code: string; detail: string }[] };
      expect(quarantined).toHaveLength(bad);
      for (const { code, detail } of quarantined) {
        expect([code, detail]).toEqual([
          'invalid-listen',
          expect.stringMatching(/^field track_metadata\.\w+ is empty\.$/),
        ]);
      }
    },
  );
});
