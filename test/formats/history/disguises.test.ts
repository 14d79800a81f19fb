/**
 * One history in every disguise: formats by encodings by separators by ways to write a time. Whatever the disguise, the
 * same listens come out, character for character, or are refused with a reason; nothing is altered without a word.
 */
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readAll } from '#test/formats/history/reading.ts';

type Play = { readonly artist: string; readonly title: string; readonly album: string; readonly at: number };

const ways = {
  seconds: (at: number) => String(at),
  milliseconds: (at: number) => `${at}000`,
  microseconds: (at: number) => `${at}000000`,
  iso: (at: number) => new Date(at * 1000).toISOString(),
  offset: (at: number) => new Date((at + 7_200) * 1000).toISOString().replace('.000Z', '+02:00'),
  sql: (at: number) => new Date(at * 1000).toISOString().slice(0, 19).replace('T', ' '),
  words: (at: number) => {
    const [, day, month, year, time] = /^\w+, (\d+) (\w+) (\d+) ([\d:]+)/.exec(new Date(at * 1000).toUTCString()) ?? [];
    return `${day} ${month} ${year}, ${time}`;
  },
  points: (at: number) => {
    const [date = '', time = ''] = new Date(at * 1000).toISOString().slice(0, 19).split('T');
    return `${date.split('-').reverse().join('.')} ${time}`;
  },
} as const;

const quoted = (text: string, always: boolean, separator: string): string =>
  always || text.includes(separator) || /["\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;

type Form = (
  plays: readonly Play[],
  options: { separator: string; end: string; quotes: boolean; time: (at: number) => string },
) => string;

const forms: Readonly<Record<string, Form>> = {
  table: (plays, { separator, end, quotes, time }) =>
    [
      ['artist', 'album', 'title', 'time'],
      ...plays.map(({ artist, album, title, at }) => [artist, album, title, time(at)]),
    ]
      .map((fields) => fields.map((field) => quoted(field, quotes, separator)).join(separator))
      .join(end) + end,
  lines: (plays) =>
    plays
      .map(({ artist, title, album, at }) =>
        JSON.stringify({
          listened_at: at,
          track_metadata: { artist_name: artist, track_name: title, release_name: album },
        }),
      )
      .join('\n'),
  array: (plays, { time }) =>
    JSON.stringify(
      plays.map(({ artist, title, album, at }) => ({ artist, track: title, album, timestamp: time(at) })),
      null,
      1,
    ),
  answer: (plays) =>
    JSON.stringify({
      recenttracks: {
        track: plays.map(({ artist, title, album, at }) => ({
          ...{ artist: { '#text': artist }, name: title, album: { '#text': album } },
          date: { uts: String(at) },
        })),
      },
    }),
};

/** How the text becomes bytes; a character set that lacks a character cannot hold it, and is not asked to. */
const encodings: Readonly<Record<string, (text: string) => Uint8Array | undefined>> = {
  utf8: (text) => Buffer.from(text),
  'utf8 with its mark': (text) => Buffer.from(`\ufeff${text}`),
  utf16le: (text) => Buffer.from(`\ufeff${text}`, 'utf16le'),
  utf16be: (text) => Buffer.from(`\ufeff${text}`, 'utf16le').swap16(),
  latin1: (text) => (/^[\n\r\t -~\u00a1-\u00ff]*$/.test(text) ? Buffer.from(text, 'latin1') : undefined),
  gzip: (text) => gzipSync(text),
};

const letters = [...'abcXYZ 0189éüßñÅЖשم音🎧"\',;|\\/&<>()[]{}#%+-=.!?…–“”’«»'];
const name = fc
  .string({ unit: fc.constantFrom(...letters), minLength: 1, maxLength: 14 })
  // Quotation marks around a whole field, and space around it, are how tables write, and not what they say.
  .map((text) => `n${text}`.trim());
const play: fc.Arbitrary<Play> = fc.record({
  ...{ artist: name, title: name, album: name },
  at: fc.integer({ min: 1_100_000_000, max: 1_790_000_000 }),
});

test('readHistory: the same listens come out of every disguise, character for character', async () => {
  let read = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.array(play, { minLength: 1, maxLength: 6 }),
      fc.constantFrom(...Object.keys(forms)),
      fc.constantFrom(...Object.keys(encodings)),
      fc.constantFrom(',', ';', '\t', '|'),
      fc.constantFrom('\n', '\r\n', '\r'),
      fc.boolean(),
      fc.constantFrom(...(Object.keys(ways) as (keyof typeof ways)[])),
      async (plays, form, encoding, separator, end, quotes, way) => {
        const text = (forms[form] as Form)(plays, { separator, end, quotes, time: ways[way] });
        const bytes = encodings[encoding]?.(text);
        if (bytes === undefined) return;
        const { listens, errors, refusal } = await readAll(bytes);
        expect([refusal, errors]).toEqual([undefined, []]);
        expect(
          listens.map(({ artistName, title, releaseName, listenedAt }) => [artistName, title, releaseName, listenedAt]),
        ).toEqual(plays.map(({ artist, title, album, at }) => [artist, title, album, at]));
        read += 1;
      },
    ),
    { numRuns: 1_500 },
  );
  expect(read).toBeGreaterThan(1_000);
});

test('readHistory: a disguise that is broken anywhere is read or refused in words, and never altered without one', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(play, { minLength: 1, maxLength: 4 }),
      fc.constantFrom(...Object.keys(forms)),
      fc.constantFrom(...Object.keys(encodings)),
      fc.nat(),
      fc.integer({ min: 0, max: 255 }),
      async (plays, form, encoding, at, byte) => {
        const text = (forms[form] as Form)(plays, { separator: ',', end: '\n', quotes: true, time: ways.iso });
        const whole = encodings[encoding]?.(text);
        if (whole === undefined) return;
        const broken = Uint8Array.from(whole);
        broken[at % broken.length] = byte;
        const { rows, remarks, refusal } = await readAll(broken);
        const said = remarks.length > 0 || refusal !== undefined;
        for (const row of rows) {
          if (!('listen' in row)) continue;
          const names = [row.listen.artistName, row.listen.title, row.listen.releaseName].join('');
          if (names.includes('\ufffd')) expect(said || (row.remarks ?? []).length > 0, names).toBe(true);
        }
      },
    ),
    { numRuns: 600 },
  );
});
