import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bytesOf, type Read, readAll } from '#test/formats/history/reading.ts';

const listen = { listened_at: 1748967954, track_metadata: { artist_name: 'Orvane Tull', track_name: 'Slow Harbour' } };
const playback = { ts: '2023-03-19T18:31:37Z', ms_played: 174424, spotify_track_uri: 'spotify:track:1' };
const starts = {
  listenBrainz: `${JSON.stringify(listen)}\n`,
  panoScrobbler: '{"timeMs":1762957898933,"artist":"Orvane Tull","track":"Slow Harbour","event":"scrobble"}\n',
  spotify: `[${JSON.stringify(playback, null, 1)},\n`,
  lastfm1k: 'u1\t2009-05-04T23:08:57Z\t\tOrvane Tull\t\tSlow Harbour\n',
  csv: 'user_id,item_id,listened_at,title,kind,played_ms,tags\n',
  tsv: 'user_id\tseconds\titem_id\n',
} as const;

/** Text that comes close: pieces of every format between arbitrary ones. */
const nearby = fc
  .array(
    fc.oneof(
      fc.string({ unit: 'binary', maxLength: 30 }),
      fc.constantFrom(
        '\n',
        '\r\n',
        '"',
        ',',
        '\t',
        '{',
        '}',
        '[',
        '\\',
        '1e400',
        '-1',
        'null',
        '"ts":',
        '\u0000',
        '\ud800',
      ),
      fc.constantFrom(...Object.values(starts)),
      fc.json({ maxDepth: 3 }),
      fc.record({ listened_at: fc.jsonValue(), track_metadata: fc.jsonValue() }).map((row) => JSON.stringify(row)),
      fc.record({ ts: fc.jsonValue(), ms_played: fc.jsonValue() }).map((row) => JSON.stringify(row)),
      fc.tuple(fc.nat(), fc.nat(), fc.nat()).map((row) => row.join(',')),
    ),
    { maxLength: 40 },
  )
  .map((parts) => parts.join(''));

/** What every reading keeps, whatever it was given. */
function expectSound(read: Read, text: string): void {
  const lines = text.split('\n').length;
  let last = 1;
  for (const row of read.rows) {
    expect(row.line).toBeGreaterThanOrEqual(last);
    expect(row.line).toBeLessThanOrEqual(lines);
    last = row.line;
    if ('error' in row) expect(row.error.length).toBeGreaterThan(10);
    else if ('listen' in row) {
      expect(Number.isSafeInteger(row.listen.listenedAt)).toBe(true);
      expect(row.listen.itemId ?? (row.listen.title && row.listen.artistName)).toBeTruthy();
    }
  }
}

test.each(Object.keys(starts) as (keyof typeof starts)[])(
  'I12 %s decoder: arbitrary text never crashes it, every row is sound',
  async (name) => {
    await fc.assert(
      fc.asyncProperty(nearby, fc.integer({ min: 1, max: 50 }), async (rest, pieceSize) => {
        const text = starts[name] + rest;
        const bytes = bytesOf(text);
        const read = await readAll(bytes, {}, pieceSize);
        expect(read.format).toBeDefined();
        expectSound(read, text);
        expect((await readAll(bytes)).rows).toEqual(read.rows);
      }),
      { numRuns: 300 },
    );
  },
);

test('readHistory: arbitrary bytes are refused or read, plain or packed, never a crash', async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), fc.boolean(), async (bytes, packed) => {
      const read = await readAll(packed ? gzipSync(bytes) : bytes);
      expectSound(read, new TextDecoder().decode(bytes));
    }),
    { numRuns: 500 },
  );
});

test('readHistory: a flipped byte of gzip is told, unless it changes nothing', async () => {
  const text = starts.tsv + Array.from({ length: 300 }, (_, i) => `u${i % 9}\t${i * 7}\t${i}`).join('\n');
  const packed = gzipSync(text);
  const whole = await readAll(packed);
  await fc.assert(
    fc.asyncProperty(fc.nat(packed.length - 1), fc.integer({ min: 1, max: 255 }), async (at, flip) => {
      const damaged = Uint8Array.from(packed);
      damaged[at] = (damaged[at] as number) ^ flip;
      const read = await readAll(damaged);
      if (read.format === undefined || read.errors.at(-1)?.error.includes('packed data breaks off')) return;
      expect(read.rows).toEqual(whole.rows);
    }),
    { numRuns: 300 },
  );
});
