import { expect, test } from 'vitest';
import { readAll } from '#test/formats/history/reading.ts';

const line = (listen: object): string => `${JSON.stringify(listen)}\n`;
const track = { artist_name: 'Orvane Tull', track_name: 'Slow Harbour' };

test('listenOfListenBrainz: a full listen keeps what the client sent', async () => {
  const read = await readAll(
    line({
      inserted_at: 1748964422.5,
      listened_at: 1748964167,
      track_metadata: {
        ...track,
        release_name: ' Tides ',
        additional_info: {
          recording_mbid: 'C7D0BF6E-B2AA-4FFA-BDED-2448415B39B0',
          artist_mbids: ['a96d82a0-cdca-40bf-b4c8-3d7ec178d85b'],
          duration_ms: 206760,
          tags: ['Drone', ''],
        },
      },
    }),
  );
  expect(read.format).toBe('ListenBrainz export');
  expect(read.namesUsers).toBe(false);
  expect(read.listens).toEqual([
    {
      listenedAt: 1748964167,
      title: 'Slow Harbour',
      artistName: 'Orvane Tull',
      releaseName: 'Tides',
      addresses: ['mbid:c7d0bf6e-b2aa-4ffa-bded-2448415b39b0'],
      artistAddresses: ['mbid:a96d82a0-cdca-40bf-b4c8-3d7ec178d85b'],
      durationMs: 206760,
      tags: ['Drone'],
    },
  ]);
});

test('listenOfListenBrainz: the mapping that ListenBrainz found out is not what the client sent', async () => {
  const { listens } = await readAll(
    line({
      listened_at: 1748964167,
      track_metadata: { ...track, mbid_mapping: { recording_mbid: 'c7d0bf6e-b2aa-4ffa-bded-2448415b39b0' } },
    }),
  );
  expect(listens).toEqual([{ listenedAt: 1748964167, title: 'Slow Harbour', artistName: 'Orvane Tull' }]);
});

test('listenOfListenBrainz: lenient as ListenBrainz is: times as text, durations in seconds, credits of two', async () => {
  const { listens } = await readAll(
    line({
      listened_at: '1748964167',
      track_metadata: {
        ...track,
        additional_info: {
          duration: '206',
          recording_mbid: '',
          artist_mbids: ['a96d82a0-cdca-40bf-b4c8-3d7ec178d85b', 'ff294730-0315-440d-a543-54005779c15b'],
        },
      },
    }),
  );
  expect(listens).toEqual([
    {
      listenedAt: 1748964167,
      title: 'Slow Harbour',
      artistName: 'Orvane Tull',
      artistAddresses: ['mbid:a96d82a0-cdca-40bf-b4c8-3d7ec178d85b'],
      durationMs: 206_000,
    },
  ]);
});

test('listenOfListenBrainz: says what is wrong, where, and what would be right', async () => {
  const { listens, errors } = await readAll(
    [
      line({ listened_at: 1748967954, track_metadata: track }),
      line({ listened_at: 1748967954, track_metadata: { ...track, artist_name: '' } }),
      line({ listened_at: 1748967954, track_metadata: { artist_name: 'Orvane Tull' } }),
      line({ listened_at: null, track_metadata: track }),
      line({ listened_at: 1748967954, track_metadata: null }),
      'null\n',
      '{"listened_at": 17489\n',
      line({ listened_at: 1748967955, track_metadata: track }),
    ].join(''),
  );
  expect(listens).toHaveLength(2);
  expect(errors.map(({ line: at, error }) => `${at}: ${error}`)).toMatchInlineSnapshot(`
    [
      "2: "track_metadata.artist_name" is "": give the artist's name",
      "3: "track_metadata.track_name" is missing: give the track's title",
      "4: "listened_at" is null: give Unix seconds",
      "5: has no "track_metadata": give an object with "artist_name", "track_name"",
      "6: has no "track_metadata": give an object with "artist_name", "track_name"",
      "7: is not JSON, "Expected ',' or '}' after property value in JSON at posi…: give one object per listen",
    ]
  `);
});

test('listenOfListenBrainz: an older export, one array, reads the same', async () => {
  const listen = { listened_at: 1748967954, track_metadata: track };
  const array = await readAll(JSON.stringify([listen, listen], null, 2));
  const lines = await readAll(line(listen) + line(listen));
  expect(array.listens).toEqual(lines.listens);
  expect(array.listens).toHaveLength(2);
});

test('listenOfPanoScrobbler: scrobbles are listens, other events are not', async () => {
  const scrobble = { timeMs: 1762957898933, artist: 'Orvane Tull', track: 'Slow Harbour', durationMs: 346958 };
  const read = await readAll(
    line({ ...scrobble, album: 'Tides', event: 'scrobble' }) + line({ ...scrobble, event: 'love' }),
  );
  expect(read.format).toBe('Pano Scrobbler export');
  expect(read.listens).toEqual([
    {
      listenedAt: 1762957898,
      title: 'Slow Harbour',
      artistName: 'Orvane Tull',
      releaseName: 'Tides',
      durationMs: 346958,
    },
  ]);
  expect(read.omitted).toEqual([{ line: 2, omitted: 'events that are no scrobbles ("love")' }]);
});
