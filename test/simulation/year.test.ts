/** A year of five hundred people in forty time zones (I4). SEGUE_YEAR_SEED makes another year. */
import { describe, expect, it } from 'vitest';
import { checkYear } from '#test/simulation/year/check.ts';
import { clockChanges, zones } from '#test/simulation/year/people.ts';
import { runYear, type Year } from '#test/simulation/year/run.ts';

const seed = Number(process.env.SEGUE_YEAR_SEED ?? 2_026);
const at = (text: string): number => Date.parse(text) / 1_000;

describe('I4 One edition: a simulated year', () => {
  it('I4 500 people in 40 zones, who move, change their minds and sit out outages, get every edition once', async () => {
    // 2026 has 53 ISO weeks.
    const span = { from: at('2026-01-01T00:00:00Z'), until: at('2027-01-08T00:00:00Z') };
    const startedAt = performance.now();
    const year = await runYear(seed, { count: 500, span });
    const { violations, ...found } = checkYear(year);
    const downHours = year.outages.reduce((sum, { from, until }) => sum + (until - from) / 3_600, 0);
    const switches = clockChanges(span);
    const seconds = Math.round((performance.now() - startedAt) / 1_000);
    console.log(
      `a year, seed ${seed}: ${JSON.stringify({ ...found, ...year.counts, outages: year.outages.length, downHours, plans: year.plans.length, switches, seconds })}`,
    );
    expect(violations.slice(0, 10)).toEqual([]);
    expect(new Set(zones).size).toBe(40);
    // Four switches at least are of the south, where clocks go back when the north puts them forward.
    expect(Math.min(switches.forward, switches.back)).toBeGreaterThan(20);
    expect(found.editions).toBeGreaterThan(220_000);
    expect(found.caughtUp).toBeGreaterThan(10_000);
    expect(found.latestHours).toBeGreaterThan(60);
    expect(Math.min(...Object.values(year.counts))).toBeGreaterThan(100);
    expect(found.byTheClock).toBeGreaterThan(found.editions / 2);
  }, 900_000);

  it('I4 the check of the year finds a period that is left out, made twice, or made on another day', async () => {
    const span = { from: at('2026-03-01T00:00:00Z'), until: at('2026-04-05T00:00:00Z') };
    const year = await runYear(seed, { count: 10, span });
    expect(checkYear(year).violations).toEqual([]);
    const found = (made: Year['made']): number => checkYear({ ...year, made }).violations.length;
    const middle = year.made.length >> 1;
    const one = year.made[middle] as Year['made'][number];
    expect(found(year.made.toSpliced(middle, 1))).toBeGreaterThan(0);
    expect(found(year.made.toSpliced(middle, 0, one))).toBeGreaterThan(0);
    expect(found(year.made.with(middle, { ...one, dueAt: one.dueAt + 7_200 }))).toBeGreaterThan(0);
    expect(found(year.made.slice(0, middle))).toBeGreaterThan(0);
  });
});
