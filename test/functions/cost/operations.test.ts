import { beforeAll, describe, expect, it } from 'vitest';
import { documentBytes, type Unit, work } from '#functions/cost/operations.ts';
import { statementsOfTraining } from '#functions/cost/training.ts';
import { measureOperations } from '#test/support/measured-operations.ts';
import { measureTraining } from '#test/support/measured-training.ts';

describe('the cost model counts what the handlers really do', () => {
  let measured: Awaited<ReturnType<typeof measureOperations>>;
  beforeAll(async () => {
    measured = await measureOperations();
  });

  it.each(Object.keys(work) as Unit[])('work: "%s" does no more than the bill says, and hardly less', (unit) => {
    expect(unlike(work[unit], measured.work[unit])).toEqual([]);
  });

  it.each([
    ['recommendations', 10],
    ['weekly-exploration', 15],
    ['weekly-jams', 15],
    ['daily-jams', 15],
    ['new-releases', 25],
    ['home', 25],
  ] as const)('I11 Bounded: "%s" reads at most %i documents, of an instance that remembers nothing', (unit, most) => {
    const { reads, sharedReads, writes } = measured.work[unit];
    expect(reads + sharedReads).toBeLessThanOrEqual(most);
    expect(writes).toBeLessThanOrEqual(2);
  });

  it('kept: documents are no larger than the bill says, and hardly smaller', () => {
    expect(unlike(documentBytes, measured.kept)).toEqual([]);
  });
});

describe('the cost model knows every statement of a training', () => {
  it('statementsOfTraining: a training and its publication run these, and no oftener than the bill says', async () => {
    expect(unlike(statementsOfTraining, await measureTraining())).toEqual([]);
  });
});

/** What was measured and is over what was said, or under it by more than a fifth; bytes may be over by a twentieth. */
function unlike(said: Readonly<Record<string, number>>, measured: Readonly<Record<string, number>>): string[] {
  const unknown = Object.keys(measured).filter(
    (name) => !(name in said) && !name.startsWith('bytes') && name !== 'deletes',
  );
  const off = Object.entries(said).filter(([name, most]) => {
    const found = measured[name] ?? 0;
    const slack = most > 1_000 ? most / 20 : 0;
    return found > most + slack || found < most * 0.8;
  });
  return [
    ...unknown.map((name) => `${name} is not in the bill`),
    ...off.map(([name, most]) => `${name}: the bill says ${most}, measured ${measured[name] ?? 0}`),
  ];
}
