import { describe, expect, it } from 'vitest';
import { type Capacity, dueByHour, simulateWeek } from '#functions/cost/scale/week.ts';
import { peopleByZone, worldMillions } from '#functions/cost/scale/zones.ts';
import { TimeZone } from '#shared/schemas/user.ts';

const users = 500_000_000;
const ample: Capacity = { plannedPerHour: 1e12, instances: 1e6, editionsPerSecondAndInstance: 20 };
const sum = (values: readonly number[]): number => values.reduce((total, each) => total + each, 0);

describe('peopleByZone', () => {
  it('peopleByZone: names real zones, each once, and nearly everybody', () => {
    for (const [zone] of peopleByZone) expect(TimeZone.safeParse(zone).success, zone).toBe(true);
    expect(new Set(peopleByZone.map(([zone]) => zone)).size).toBe(peopleByZone.length);
    const people = sum(peopleByZone.map(([, millions]) => millions));
    expect(Math.abs(people - worldMillions) / worldMillions).toBeLessThan(0.02);
  });
});

describe('dueByHour', () => {
  it('dueByHour: ten editions a user and week, whatever the zone', () => {
    expect(sum(dueByHour(users)) / users).toBeCloseTo(10, 9);
  });

  it('dueByHour: Monday begins in Auckland and ends in Honolulu; India and Pakistan make the largest hour', () => {
    const due = dueByHour(users);
    // Monday 00:00 is Sunday 18:30 UTC in India, found at 19:00, when it is Monday in Pakistan: the 163rd hour.
    expect(due.indexOf(Math.max(...due))).toBe(163);
    // Auckland in summer is 13 hours ahead and Honolulu 10 behind: an hour later only daily editions are due.
    expect(due[155]).toBeGreaterThan(due[155 - 24] as number);
    expect(due[10]).toBeGreaterThan(due[10 + 24] as number);
    expect(due[11]).toBeCloseTo(due[11 + 24] as number, 6);
  });
});

describe('simulateWeek', () => {
  it('simulateWeek: what is due is made, whatever the capacity, as long as the week has room for it', () => {
    const enough = { ...ample, plannedPerHour: 60_000_000 };
    for (const capacity of [ample, enough]) {
      const { hours, editions } = simulateWeek(users, capacity);
      expect(sum(hours.map(({ assembled }) => assembled))).toBeCloseTo(editions, -3);
    }
  });

  it('simulateWeek: with room enough nothing waits longer than its own hour', () => {
    const { longestWaitHours, withinObjective } = simulateWeek(users, ample);
    expect(longestWaitHours).toBeLessThanOrEqual(1);
    expect(withinObjective).toBe(1);
  });

  it('simulateWeek: too little of it, and editions wait and come late', () => {
    const { longestWaitHours, withinObjective, peakInstances } = simulateWeek(users, {
      ...ample,
      plannedPerHour: 60_000_000,
    });
    expect(longestWaitHours).toBeGreaterThan(2);
    expect(withinObjective).toBeLessThan(1);
    expect(peakInstances).toBeCloseTo(60_000_000 / 3_600 / 20, 6);
  });

  it('simulateWeek: made ahead, the same editions need fewer instances', () => {
    const now = simulateWeek(users, ample);
    const ahead = simulateWeek(users, { ...ample, aheadHours: 12 });
    expect(ahead.editions).toBeCloseTo(now.editions, -3);
    expect(ahead.peakInstances).toBeLessThan(now.peakInstances / 3);
  });
});
