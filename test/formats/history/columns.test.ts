import { expect, test } from 'vitest';
import { relativeStart } from '#shared/formats/history/listen-fields.ts';
import { readAll } from '#test/formats/history/reading.ts';

test('listenOfColumns: every documented column is read, in any order, unknown ones are passed over', async () => {
  const read = await readAll(
    [
      'listened_at,user_id,item_id,mood,title,artist_name,artist_id,release_name,played_ms,duration_ms,kind,tags',
      '2009-05-04T23:08:57Z,ada,i1,blue,Slow Harbour,Orvane Tull,a1,Tides,1000,206760.0,track,drone|ambient',
    ].join('\n'),
  );
  expect(read.format).toBe('CSV with a header');
  expect(read.namesUsers).toBe(true);
  expect(read.listens).toEqual([
    {
      userId: 'ada',
      itemId: 'i1',
      listenedAt: 1241478537,
      kind: 'track',
      title: 'Slow Harbour',
      artistId: 'a1',
      artistName: 'Orvane Tull',
      releaseName: 'Tides',
      playedMs: 1000,
      durationMs: 206760,
      tags: ['drone', 'ambient'],
    },
  ]);
});

test('listenOfColumns: instants come as RFC 3339, Unix seconds or Unix milliseconds', async () => {
  const { listens } = await readAll(
    'item_id,listened_at\na,2009-05-05T01:08:57+02:00\na,1241478537\na,1241478537000\na,2009-05-04 23:08:57.9Z\n',
  );
  expect(listens.map(({ listenedAt }) => listenedAt)).toEqual([1241478537, 1241478537, 1241478537, 1241478537]);
});

test('listenOfColumns: relative seconds count from a fixed start, so that a second reading gives the same listens', async () => {
  const tsv = 'user_id\tseconds\titem_id\n2\t0\t283\n2\t971\t3001\n3\t1241478537\t7\n';
  const first = await readAll(tsv);
  expect(first.format).toBe('TSV with a header');
  expect(first.listens).toEqual([
    { userId: '2', itemId: '283', listenedAt: relativeStart },
    { userId: '2', itemId: '3001', listenedAt: relativeStart + 971 },
    { userId: '3', itemId: '7', listenedAt: 1241478537 },
  ]);
  expect((await readAll(tsv)).rows).toEqual(first.rows);
  const shifted = await readAll(tsv, { relativeStart: 1_600_000_000 });
  expect(shifted.listens.map(({ listenedAt }) => listenedAt)).toEqual([1_600_000_000, 1_600_000_971, 1241478537]);
});

test('headerOf: the header may follow comments, as in exports of Libre.fm, with their column names', async () => {
  const read = await readAll(
    '# an export\n+ACM- "of 2025,,,\nArtist,Track,Album,Time\nOrvane Tull,Slow Harbour,,1690347960\n',
  );
  expect(read.namesUsers).toBe(false);
  expect(read.rows).toEqual([
    { line: 4, listen: { listenedAt: 1690347960, title: 'Slow Harbour', artistName: 'Orvane Tull' } },
  ]);
});

test('delimitedRecords: quoted fields hold delimiters, quotation marks and line ends', async () => {
  const { rows } = await readAll(
    'item_id,title,listened_at\r\na,"Slow, ""Harbour""\nat night",1690347960\r\n\r\nb,5" single,1690347961\r\n',
  );
  expect(rows).toEqual([
    {
      line: 2,
      listen: { itemId: 'a', title: 'Slow, "Harbour" at night', listenedAt: 1690347960 },
      remarks: ['"title" was altered, characters that no name holds were taken out'],
    },
    { line: 5, listen: { itemId: 'b', title: '5" single', listenedAt: 1690347961 } },
  ]);
});

test('delimitedRecords: a forgotten closing mark costs its own line, not the rest of the file', async () => {
  const lines = Array.from({ length: 50 }, (_, index) => `i${index},"t${index}",${1690347960 + index}`);
  lines[10] = 'i10,"t10,1690347970';
  const { listens, errors } = await readAll(`item_id,title,listened_at\n${lines.join('\n')}\n`);
  expect(listens).toHaveLength(49);
  expect(errors).toEqual([{ line: 12, error: expect.stringContaining('opens a quotation mark') }]);
});

test('delimitedRecords: quotation marks in a TSV are text', async () => {
  const { listens } = await readAll('item_id\ttitle\tlistened_at\na\t"Heroes\t1690347960\n');
  expect(listens).toEqual([{ itemId: 'a', title: '"Heroes', listenedAt: 1690347960 }]);
});

test('listenOfColumns: says what is wrong, where, and what would be right', async () => {
  const { listens, errors, remarks } = await readAll(
    [
      'user_id,item_id,listened_at,kind,played_ms',
      'ada,i1,1690347960,track,1000',
      'ada,i1,May 4th,track,1000',
      'ada,i1,,track,1000',
      'ada,,1690347960,track,1000',
      'ada,i1,1690347960,radio,1000',
      'ada,i1,1690347960,track,long',
      'ada,i1,1690347960,track,1000,more',
      `ada,${'x'.repeat(70_000)}`,
      'ada,i2,1690347960',
    ].join('\n'),
  );
  expect(listens.map(({ itemId }) => itemId)).toEqual(['i1', 'i1', 'i1', 'i2']);
  expect(remarks).toMatchInlineSnapshot(`
    [
      ""kind" is "radio", neither "track" nor "episode": left out",
      ""played_ms" is "long", no number of milliseconds: left out",
    ]
  `);
  expect(errors.map(({ line, error }) => `${line}: ${error}`)).toMatchInlineSnapshot(`
    [
      "3: the time in "listened_at" is "May 4th", which is no time: give Unix seconds, or 2009-05-04T23:08:57Z with its offset",
      "4: says no time: give "listened_at", or "seconds" since the first play of the user",
      "5: names no item: give "item_id", or "title" and "artist_name"",
      "8: has 6 fields where the header names 5: put a field that holds a delimiter in quotation marks",
      "9: is longer than 65536 characters: a listen takes one short line",
    ]
  `);
});

test('listenOfLastfm1k: MBIDs are addresses where the file has them', async () => {
  const artist = 'f1b1cf71-bd35-4e99-8624-24a6e15f133a';
  const recording = 'e01c89ba-8fb1-4b0f-8483-9338348dc27b';
  const read = await readAll(
    [
      `u1\t2009-05-04T23:08:57Z\t${artist}\tOrvane Tull\t${recording}\tSlow "Harbour`,
      'u1\t2009-05-04T23:04:57Z\t\tOrvane Tull\t\tTides',
      'u1\t2009-05-04\t\tOrvane Tull\t\tTides',
      'u1\t2009-05-04T23:04:57Z\t\t\t\tTides',
      'u1\t2009-05-04T23:04:57Z\tOrvane Tull\tTides',
    ].join('\n'),
  );
  expect(read.format).toBe('Last.fm-1K');
  expect(read.namesUsers).toBe(true);
  expect(read.listens).toEqual([
    {
      userId: 'u1',
      listenedAt: 1241478537,
      title: 'Slow "Harbour',
      artistName: 'Orvane Tull',
      addresses: [`mbid:${recording}`],
      artistAddresses: [`mbid:${artist}`],
    },
    {
      userId: 'u1',
      listenedAt: 1241478297,
      title: 'Tides',
      artistName: 'Orvane Tull',
    },
  ]);
  expect(read.errors.map(({ line, error }) => `${line}: ${error}`)).toMatchInlineSnapshot(`
    [
      "3: the time is "2009-05-04": give UTC as 2009-05-04T23:08:57Z",
      "4: names no artist in its fourth field",
      "5: has 4 tab-separated fields: give user, time, artist MBID, artist, track MBID, track",
    ]
  `);
});
