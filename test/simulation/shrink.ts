/** Makes a failing scenario small: leaves out whatever is not needed for the same invariant to be violated. */

import type { Tamper } from '#test/simulation/process.ts';
import { runScenario } from '#test/simulation/run.ts';
import type { Scenario } from '#test/simulation/scenario.ts';
import type { Violation } from '#test/simulation/world.ts';

export type Found = {
  readonly seed: number;
  readonly invariant: string;
  readonly detail: string;
  /** What happened in the smallest scenario found, line by line. */
  readonly trace: readonly string[];
};

/** Runs spent on making one scenario small. */
const attemptsMax = 200;
const traceLinesMax = 120;

export async function shrink(scenario: Scenario, violation: Violation, tamper?: Tamper): Promise<Found> {
  let smallest = scenario;
  let attempts = 0;
  const fails = async (candidate: Scenario): Promise<boolean> => {
    if (attempts >= attemptsMax) return false;
    attempts += 1;
    const found = await runScenario(candidate, { tamper });
    if (found?.invariant !== violation.invariant) return false;
    smallest = candidate;
    return true;
  };

  for (const simpler of simplerThan(scenario)) await fails({ ...smallest, ...simpler });
  await leaveOutActions(() => smallest, fails);
  for (const simpler of simplerThan(smallest)) await fails({ ...smallest, ...simpler });

  const lines: string[] = [];
  const found = await runScenario(smallest, { tamper, trace: (line) => lines.push(line) });
  return {
    seed: scenario.seed,
    invariant: violation.invariant,
    detail: found?.detail ?? violation.detail,
    trace: lines.length > traceLinesMax ? ['…', ...lines.slice(-traceLinesMax)] : lines,
  };
}

/** Larger parts first: halves, quarters, … and at last one by one (Zeller and Hildebrandt: "Simplifying and Isolating", 2002). */
async function leaveOutActions(
  current: () => Scenario,
  fails: (candidate: Scenario) => Promise<boolean>,
): Promise<void> {
  for (let size = Math.ceil(current().actions.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
    for (let start = 0; start < current().actions.length; ) {
      const { actions } = current();
      const left = [...actions.slice(0, start), ...actions.slice(start + size)];
      if (!(await fails({ ...current(), actions: left }))) start += size;
    }
  }
}

function simplerThan({ faults, actions }: Scenario): Partial<Scenario>[] {
  const names = Object.keys(faults) as (keyof Scenario['faults'])[];
  return [
    { restsAfter: actions.length },
    { interleaving: 0 },
    { landsWithin: 0 },
    { prepared: false },
    { users: 1, actions: actions.map((action) => ({ ...action, user: 0 })) },
    ...names.map((name) => ({ faults: { ...faults, [name]: 0 } })),
  ];
}
