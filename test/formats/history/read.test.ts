import { createReadStream } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { readHistory } from '#shared/formats/history/read.ts';
import { bytesOf, readAll } from '#test/formats/history/reading.ts';

const csv = `user_id,item_id,listened_at\n${Array.from({ length: 5000 }, (_, i) => `u${i % 7},i${i},${1690347960 + i}`).join('\n')}\n`;

test('readHistory: gzip is recognised by its bytes and reads as the plain file does', async () => {
  const plain = await readAll(csv);
  expect(plain.listens).toHaveLength(5000);
  expect((await readAll(gzipSync(csv))).rows).toEqual(plain.rows);
  expect((await readAll(gzipSync(csv), {}, 1)).rows).toEqual(plain.rows);
});

test('readHistory: gzip in several members, as appended logs are, is one file', async () => {
  const half = csv.indexOf('\n', csv.length / 2) + 1;
  const members = Buffer.concat([gzipSync(csv.slice(0, half)), gzipSync(csv.slice(half))]);
  expect((await readAll(members)).listens).toHaveLength(5000);
});

test('readHistory: damaged gzip keeps what was readable and says where it breaks off', async () => {
  const packed = gzipSync(csv);
  const { listens, errors } = await readAll(packed.subarray(0, packed.length - 5000));
  expect(listens.length).toBeGreaterThan(1000);
  expect(listens.length).toBeLessThan(5000);
  expect(errors.at(-1)?.error).toContain('packed data breaks off here');
});

test('readHistory: a byte order mark and Windows line ends change nothing', async () => {
  const windows = await readAll(`\ufeff${csv.replaceAll('\n', '\r\n')}`);
  expect(windows.listens).toEqual((await readAll(csv)).listens);
});

test('readHistory: a file of no known format is not guessed at', async () => {
  for (const text of [
    '',
    '\n\n',
    '[]',
    '{}',
    'hello',
    'user_id\tposition\titem_id\n0\t0\t7\n',
    '[{"a":1}]',
    '\u0000',
  ]) {
    expect((await readAll(text)).refusal).toMatch(/^It is .+\.$/);
  }
});

test('readHistory: a broken beginning does not hide the format of the rest', async () => {
  const listen = JSON.stringify({ listened_at: 1748967954, track_metadata: { artist_name: 'A', track_name: 'T' } });
  const { format, errors, listens } = await readAll(`{"listened_at": 17\n${listen}\n`);
  expect([format, errors.length, listens.length]).toEqual(['ListenBrainz export', 1, 1]);
});

test('readHistory: errors of the file itself are thrown, not read as rows', async () => {
  await expect(readHistory(createReadStream('no-such-file'))).rejects.toThrow('ENOENT');
});

test('readHistory: leaving early closes the file', async () => {
  let closed = false;
  const history = await readHistory(
    (async function* () {
      try {
        for (;;) yield bytesOf(csv);
      } finally {
        closed = true;
      }
    })(),
  );
  for await (const _ of 'rows' in history ? history.rows : []) break;
  expect(closed).toBe(true);
});

const data = process.env.SEGUE_TEST_DATA;
const listenBrainz = 'payloads/listenbrainz-server';

test.skipIf(data === undefined).each([
  ['lastfm-1k-sample/listens.tsv', 5000, 0],
  ['lastfm-timed/timed.tsv.gz', 70_599, 0],
  [`${listenBrainz}/listenbrainz_listens.jsonl`, 2, 0],
  [`${listenBrainz}/listenbrainz_mixed_validity.jsonl`, 3, 2],
  [`${listenBrainz}/listenbrainz_all_invalid.jsonl`, 0, 3],
  [`${listenBrainz}/panoscrobbler.jsonl`, 2, 0],
  [`${listenBrainz}/spotify_streaming_endsong_0.json`, 5, 0],
  [`${listenBrainz}/spotify_streaming_2023.json`, 5, 0],
  [`${listenBrainz}/spotify_skipped_tracks.json`, 14, 1],
  [`${listenBrainz}/librefm.csv`, 3, 0],
  [`${listenBrainz}/librefm_via_maloja.csv`, 3, 0],
  [`${listenBrainz}/librefm_with_comments.csv`, 3, 0],
])(
  'readHistory: real file %s gives %i listens and %i unreadable rows (needs SEGUE_TEST_DATA)',
  async (path, listens, unreadable) => {
    const history = await readHistory(createReadStream(`${data}/${path}`));
    const counts = { listens: 0, unreadable: 0 };
    for await (const row of 'rows' in history ? history.rows : [])
      counts['listen' in row ? 'listens' : 'unreadable'] += 1;
    expect(counts).toEqual({ listens, unreadable });
  },
);
