import { expect, test } from 'vitest';
import { bytesOf, readAll } from '#test/formats/history/reading.ts';

const song = {
  ts: '2023-03-19T18:31:37Z',
  ms_played: 174424,
  master_metadata_track_name: 'Slow Harbour',
  master_metadata_album_artist_name: 'Orvane Tull',
  master_metadata_album_album_name: 'Tides',
  spotify_track_uri: 'spotify:track:50DMJJpAeQv4fIpxZvQz2e',
  episode_name: null,
  episode_show_name: null,
  spotify_episode_uri: null,
};
const nothing = {
  ...song,
  master_metadata_track_name: null,
  master_metadata_album_artist_name: null,
  master_metadata_album_album_name: null,
  spotify_track_uri: null,
};

test('listenOfSpotify: a playback starts ms_played before ts, its end', async () => {
  const read = await readAll(JSON.stringify([song], null, 2));
  expect(read.format).toBe('Spotify extended streaming history');
  expect(read.namesUsers).toBe(false);
  expect(read.listens).toEqual([
    {
      kind: 'track',
      addresses: ['spotify:track:50DMJJpAeQv4fIpxZvQz2e'],
      title: 'Slow Harbour',
      artistName: 'Orvane Tull',
      releaseName: 'Tides',
      listenedAt: Date.parse('2023-03-19T18:28:43Z') / 1000,
      playedMs: 174424,
    },
  ]);
});

test('listenOfSpotify: an episode belongs to its show, a chapter to its book, an older song has names only', async () => {
  const { listens } = await readAll(
    JSON.stringify([
      { ...nothing, episode_name: 'One', episode_show_name: 'The Hour', spotify_episode_uri: 'spotify:episode:1' },
      {
        ...nothing,
        audiobook_title: 'A Book',
        audiobook_chapter_title: 'I',
        audiobook_chapter_uri: 'spotify:chapter:1',
      },
      { ...song, spotify_track_uri: null },
    ]),
  );
  expect(listens.map(({ kind, addresses, title, artistName }) => [kind, addresses?.[0], title, artistName])).toEqual([
    ['episode', 'spotify:episode:1', 'One', 'The Hour'],
    ['episode', 'spotify:chapter:1', 'I', 'A Book'],
    ['track', undefined, 'Slow Harbour', 'Orvane Tull'],
  ]);
});

test('listenOfSpotify: rows that say too little are named by the line on which they begin', async () => {
  const { listens, errors } = await readAll(
    JSON.stringify([nothing, { ...song, ts: 'yesterday' }, { ...song, ms_played: null }, song], null, 1),
  );
  expect(listens).toHaveLength(1);
  expect(errors).toEqual([
    {
      line: 2,
      error: 'names no track, episode or audiobook: give "spotify_track_uri" or the names of track and artist',
    },
    { line: 13, error: '"ts" is "yesterday": give an instant as 2023-03-19T18:31:37Z' },
    { line: 24, error: '"ms_played" is null: give milliseconds' },
  ]);
});

test('jsonArray: one broken object costs itself only', async () => {
  const good = JSON.stringify(song, null, 2);
  const openString = good.replace('"Slow Harbour"', '"Slow Harbour');
  const read = await readAll(`[\n${good},\n${openString},\n${good}\n]`);
  expect(read.listens).toHaveLength(2);
  expect(read.errors.map(({ line }) => line)).toEqual([13]);
});

test('jsonArray: an object that never closes is given up, and what follows is read', async () => {
  const good = JSON.stringify(song);
  const read = await readAll(`[${good},{"ts":{${' '.repeat(70_000)}},${good}]`);
  expect(read.listens).toHaveLength(2);
  expect(read.errors.map(({ error }) => error)).toEqual([expect.stringContaining('does not close within 65536')]);
});

test('jsonArray: a file cut off in the middle keeps what was whole', async () => {
  const text = JSON.stringify([song, song, song]);
  const read = await readAll(text.slice(0, -40));
  expect(read.listens).toHaveLength(2);
  expect(read.errors).toEqual([{ line: 1, error: expect.stringContaining('cut off') }]);
});

test('jsonArray: reads the same whatever the size of the pieces, braces and quotes in strings included', async () => {
  const text = JSON.stringify([{ ...song, master_metadata_track_name: 'a "{\\" \\\\} ü 🎧' }, song], null, 2);
  const whole = await readAll(text);
  expect(whole.listens[0]?.title).toBe('a "{\\" \\\\} ü 🎧');
  for (const size of [1, 2, 3, 7, 64]) expect((await readAll(bytesOf(text), {}, size)).rows).toEqual(whole.rows);
});
