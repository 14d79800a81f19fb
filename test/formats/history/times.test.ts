import fc from 'fast-check';
import { expect, test } from 'vitest';
import { timeOf } from '#shared/formats/history/times.ts';

const instant = Date.parse('2023-11-14T22:13:20Z') / 1000;

test.each([
  1_700_000_000,
  '1700000000',
  '1700000000.0',
  '1700000000123',
  '1700000000123456',
  '2023-11-14T22:13:20Z',
  '2023-11-14T23:13:20+01:00',
  '2023-11-14 23:13:20 +0100',
  '20231114T221320Z',
  '2023-11-14 22:13:20 UTC',
  '2023-11-14T23:13:20[Europe/Berlin]'.replace('[', ' ').replace(']', ''),
  '14.11.2023 22:13:20 +00:00',
  'Tue, 14 Nov 2023 22:13:20 GMT',
  'Tue Nov 14 2023 23:13:20 GMT+0100 (Central European Standard Time)',
  'Nov 14, 2023, 10:13:20 PM UTC',
])('timeOf: %s is an instant with its zone', (text) => {
  expect(timeOf(text)).toEqual({ at: instant, zoneless: false });
});

test.each([
  '2023-11-14 22:13:20',
  '2023/11/14 22:13:20',
  '14 Nov 2023, 22:13:20',
  '14-Nov-2023 22:13:20',
  'November 14, 2023 at 10:13:20PM',
  '11/14/2023 10:13:20 PM',
  '14/11/2023 22:13:20',
  '14. November 2023 um 22:13:20',
  '14 novembre 2023 à 22:13:20',
  '14 de noviembre de 2023 22:13:20',
  '14 нояб. 2023, 22:13:20',
  '2023年11月14日 22:13:20',
  'Tue Nov 14 22:13:20 2023',
])('timeOf: %s has no zone: UTC, said; or the zone that is given', (text) => {
  expect(timeOf(text)).toEqual({ at: instant, zoneless: true });
  expect(timeOf(text, { zone: 'Europe/Berlin' })).toEqual({ at: instant - 3600, zoneless: false });
});

test('timeOf: a date that may mean two days is decided by the caller alone', () => {
  expect(timeOf('03/04/2023 10:00Z')).toEqual({ wrong: expect.stringContaining('two days') });
  expect(timeOf('03/04/2023 10:00Z', { dates: 'day-first' })).toEqual({
    at: Date.parse('2023-04-03T10:00Z') / 1000,
    zoneless: false,
  });
  expect(timeOf('03/04/2023 10:00Z', { dates: 'month-first' })).toEqual({
    at: Date.parse('2023-03-04T10:00Z') / 1000,
    zoneless: false,
  });
});

test.each([
  ['', 'no time'],
  ['yesterday', 'no time'],
  ['2023-11-14', 'time of day'],
  ['2023-11-31 10:00', 'no day'],
  ['2023-11-14 25:00', 'no day or no time of day'],
  ['2023-11-14 10:00 IST', 'zone'],
  ['1.7E+09', 'spreadsheet'],
  [null, 'no time'],
])('timeOf: %j is refused, since it %s', (value, why) => {
  expect(timeOf(value)).toEqual({ wrong: expect.stringContaining(why) });
});

test('timeOf: every instant comes back from the text that ISO writes of it, and arbitrary text never throws', () => {
  const seconds = fc.integer({ min: 1_033_430_400, max: 4_000_000_000 });
  fc.assert(
    fc.property(seconds, (at) => {
      expect(timeOf(new Date(at * 1000).toISOString())).toEqual({ at, zoneless: false });
    }),
  );
  fc.assert(
    fc.property(fc.string(), (text) => {
      timeOf(text);
    }),
  );
});
