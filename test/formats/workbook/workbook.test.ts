import { expect, test } from 'vitest';
import { readHistories } from '#shared/formats/history/read.ts';
import type { HistoryRow } from '#shared/formats/history/row.ts';
import { isDateFormat } from '#shared/formats/workbook/dates.ts';
import { limits } from '#shared/schemas/limits.ts';
import { inPieces } from '#test/formats/history/reading.ts';
import { workbookOf } from '#test/formats/workbook/workbook.ts';

const at = 1_700_000_000;
/** 2023-11-14T22:13:20Z, counted in days from 1899-12-30. */
const serial = 45_244.925_925_93;

async function read(bytes: Uint8Array, budget = Number.POSITIVE_INFINITY) {
  const found: { name: string; rows: HistoryRow[]; refusal?: string }[] = [];
  for await (const { name, history } of readHistories(
    { name: 'x.xlsx', bytes: () => inPieces(bytes, 4_096) },
    {},
    { bytes: budget },
  )) {
    if ('refusal' in history) found.push({ name, rows: [], refusal: history.refusal });
    else found.push({ name, rows: await Array.fromAsync(history.rows) });
  }
  return found;
}

const header = ['Song Title', 'Artist', 'ISRC', 'Album Title', 'Listening Time', 'Date'];

test('sheetsOf: Deezer’s export, a sheet of plays among others', async () => {
  const book = workbookOf({
    '01_profile': [
      ['User ID', 'Email'],
      [1, 'ada'],
    ],
    '10_listeningHistory': [header, ['Slow & Low "Harbour"', 'Orvane Tull', 'XX', 'Tides', 200, '2023-11-14 22:13:20']],
  });
  const [profile, history] = await read(book);
  expect([profile?.name, profile?.refusal]).toEqual(['x.xlsx/01_profile', expect.any(String)]);
  expect(history?.rows).toMatchObject([
    {
      line: 2,
      listen: {
        title: 'Slow & Low "Harbour"',
        artistName: 'Orvane Tull',
        releaseName: 'Tides',
        playedMs: 200_000,
        listenedAt: at,
      },
    },
  ]);
});

test.each([
  ['a date of 1900', { date: serial }, false],
  ['a date of 1904', { date: serial - 1_462 }, true],
  ['seconds', at, false],
  ['milliseconds, written as 1.7E12', at * 1000, false],
] as const)('csvOf: the time is %s', async (_, time, from1904) => {
  const book = workbookOf(
    {
      plays: [
        ['artist', 'track', 'time'],
        ['A', 'B', time],
      ],
    },
    { from1904 },
  );
  expect((await read(book))[0]?.rows).toMatchObject([{ listen: { listenedAt: at, title: 'B', artistName: 'A' } }]);
});

test('csvOf: lines are those of the sheet, empty rows and cells stay where they are; day and time may stand apart', async () => {
  const book = workbookOf({
    plays: [
      [],
      ['artist', undefined, 'track', 'Date', 'Time'],
      [],
      ['A', undefined, 'B', { date: Math.floor(serial) }, { date: serial % 1 }],
      ['A', 'x', undefined, { date: serial }],
    ],
  });
  expect((await read(book))[0]?.rows).toMatchObject([
    { line: 4, listen: { listenedAt: at, title: 'B', artistName: 'A' } },
    { line: 5, error: expect.stringContaining('names no title') },
  ]);
});

test('I11 Bounded: a workbook that unpacks to more than is read ends', async () => {
  const rows = Array.from({ length: 2_000 }, (_, n) => ['A', `B${n}`, at + n * 300]);
  await expect(read(workbookOf({ plays: [['artist', 'track', 'time'], ...rows] }), 50_000)).rejects.toThrow(
    'unpacks to',
  );
  expect(limits.workbookRowsMax).toBe(1_048_576);
});

test.each([
  [14, undefined, true],
  [0, undefined, false],
  [4, undefined, false],
  [164, 'dd/mm/yy', true],
  [164, '0.00 "days"', false],
  [164, '[Red]0.0', false],
  [164, '[h]:mm', true],
])('isDateFormat: %i, %j', (id, code, expected) => {
  expect(isDateFormat(id, code)).toBe(expected);
});
