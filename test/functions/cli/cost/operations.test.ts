import { beforeAll, describe, expect, it } from 'vitest';
import { kept, type Unit, work } from '#functions/cli/cost/operations.ts';
import { statementsOfTraining } from '#functions/cli/cost/training.ts';
import { measureOperations } from '#test/support/measured-operations.ts';
import { measureTraining } from '#test/support/measured-training.ts';

describe('the cost model counts what the handlers really do', () => {
  let measured: Awaited<ReturnType<typeof measureOperations>>;
  beforeAll(async () => {
    measured = await measureOperations();
  });

  it.each(Object.keys(work) as Unit[])('work: "%s" reads, writes and publishes as often as the bill says', (unit) => {
    const { reads, sharedReads, writes, expiring, messages } = measured.work[unit];
    const { messageBytes, answerBytes, ...counts } = work[unit];
    expect({ reads, sharedReads, writes, expiring, messages }).toEqual(counts);
    expect(within(measured.work[unit].messageBytes, messageBytes)).toBe(true);
    expect(within(measured.work[unit].answerBytes, answerBytes)).toBe(true);
  });

  it('kept: documents are as large as the bill says, within a twentieth', () => {
    const off = Object.entries(kept).filter(
      ([name, bytes]) => !within(measured.kept[name as keyof typeof kept], bytes),
    );
    expect(off.map(([name, bytes]) => `${name}: ${bytes}, is ${measured.kept[name as keyof typeof kept]}`)).toEqual([]);
  });
});

describe('the cost model knows every statement of a training', () => {
  it('statementsOfTraining: what a training and its publication run, as often as the bill says', async () => {
    expect(await measureTraining()).toEqual(statementsOfTraining);
  });
});

function within(measured: number, said: number): boolean {
  return Math.abs(measured - said) <= said / 20;
}
