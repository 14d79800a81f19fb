import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { periodOf, segmentsOf } from '#shared/edge/listenbrainz/periods.ts';
import { StatisticsRange } from '#shared/schemas/listenbrainz.ts';

const at = (text: string): number => Date.parse(`${text}Z`) / 1000;
const day = (seconds: number): string => new Date(seconds * 1000).toISOString().slice(0, 10);
/** A Wednesday. */
const now = at('2026-05-13T10:20:30');

describe('periodOf', () => {
  it.each([
    ['this_week', '2026-05-11', '2026-05-18'],
    ['week', '2026-05-04', '2026-05-11'],
    ['this_month', '2026-05-01', '2026-06-01'],
    ['month', '2026-04-01', '2026-05-01'],
    ['quarter', '2026-01-01', '2026-04-01'],
    ['half_yearly', '2025-07-01', '2026-01-01'],
    ['this_year', '2026-01-01', '2027-01-01'],
    ['year', '2025-01-01', '2026-01-01'],
    ['all_time', '2002-01-01', '2026-05-13'],
  ] as const)('%s is from %s to before %s', (range, from, to) => {
    const period = periodOf(range, now);
    expect([day(period.from), day(period.to)]).toEqual([from, to]);
  });

  it('begins a week on Monday, also on a Sunday and on a Monday', () => {
    expect(day(periodOf('this_week', at('2026-05-17T23:59:59')).from)).toBe('2026-05-11');
    expect(day(periodOf('this_week', at('2026-05-18T00:00:00')).from)).toBe('2026-05-18');
  });
});

describe('segmentsOf', () => {
  it.each([
    ['week', 'Monday 27 April 2026', 'Sunday 10 May 2026', 14],
    ['this_week', 'Monday 04 May 2026', 'Wednesday 13 May 2026', 10],
    ['month', '01 March 2026', '30 April 2026', 61],
    ['quarter', '01 October 2025', '25 March 2026', 26],
    ['half_yearly', 'January 2025', 'December 2025', 12],
    ['year', 'January 2024', 'December 2025', 24],
    ['this_year', 'January 2025', 'May 2026', 17],
    ['all_time', '2002', '2026', 25],
  ] as const)('%s goes from "%s" to "%s" in %i segments', (range, first, last, count) => {
    const labels = segmentsOf(range, now).map(({ label }) => label);
    expect([labels[0], labels.at(-1), labels.length]).toEqual([first, last, count]);
  });

  it('I11 Bounded: at any instant they follow each other without gap or overlap, and are few', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...StatisticsRange.options),
        fc.integer({ min: at('2003-01-01'), max: at('2090-01-01') }),
        (range, instant) => {
          const segments = segmentsOf(range, instant);
          expect(segments.length).toBeGreaterThan(0);
          expect(segments.length).toBeLessThan(100);
          for (const [nth, { from, to }] of segments.entries()) {
            expect(to).toBeGreaterThan(from);
            expect(from).toBe(nth === 0 ? from : segments[nth - 1]?.to);
            expect(from % 86_400).toBe(0);
          }
        },
      ),
    );
  });
});
