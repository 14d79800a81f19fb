/** The simulation as a test: many seeds hold every invariant, and planted defects show that it would notice. */
import { describe, expect, it } from 'vitest';
import { defects } from '#test/simulation/defects.ts';
import { runScenario } from '#test/simulation/run.ts';
import { scenarioOf } from '#test/simulation/scenario.ts';
import { type Found, shrink } from '#test/simulation/shrink.ts';

/** A night runs 20,000: `npm run simulate -- --runs 20000`. */
const seeds = 500;

async function firstFound(tamper?: (typeof defects)[keyof typeof defects]['tamper']): Promise<Found | undefined> {
  for (let seed = 1; seed <= seeds; seed++) {
    const scenario = scenarioOf(seed);
    const violation = await runScenario(scenario, { tamper });
    if (violation !== undefined) return shrink(scenario, violation, tamper);
  }
  return undefined;
}

const asText = ({ seed, invariant, detail, trace }: Found): string =>
  `${invariant} is violated by seed ${seed}: ${detail}\n${trace.join('\n')}`;

describe('simulation', () => {
  it(`I1, I2, I4, I6, I7, I8, I9 and I10 hold through faults, in ${seeds} seeds`, { timeout: 300_000 }, async () => {
    const found = await firstFound();
    expect(found === undefined ? 'no invariant is violated' : asText(found)).toBe('no invariant is violated');
  });

  it.each(Object.entries(defects))('finds "%s" within 500 seeds', { timeout: 300_000 }, async (_name, defect) => {
    const found = await firstFound(defect.tamper);
    expect(found === undefined ? 'nothing was found' : found.invariant).toBeOneOf([...defect.invariants]);
    expect(found?.trace.length).toBeGreaterThan(3);
  });

  it('I6 Fresh: editions that expired during months of outages are not missed (seed 4185)', async () => {
    expect(await runScenario(scenarioOf(4185))).toBeUndefined();
  });

  it('a seed gives the same run every time, line by line', async () => {
    for (const seed of [1, 2, 28, 57]) {
      const [once, again]: [string[], string[]] = [[], []];
      await runScenario(scenarioOf(seed), { trace: (line) => once.push(line) });
      await runScenario(scenarioOf(seed), { trace: (line) => again.push(line) });
      expect(once.length).toBeGreaterThan(10);
      expect(again).toEqual(once);
    }
  });
});
