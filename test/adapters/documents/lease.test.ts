import { expect, it } from 'vitest';
import { createLease, type Heart } from '#shared/adapters/documents/lease.ts';
import { createMemoryDocumentStore } from '#shared/adapters/memory/document-store.ts';
import { LeaseTaken, leaseSecondsMax } from '#shared/ports/lease.ts';

/** Two workers over one store, whose clock and hearts the test moves. */
function open() {
  const store = createMemoryDocumentStore();
  const time = { now: 1_000 };
  const beats = new Set<() => Promise<unknown>>();
  const heart: Heart = (_seconds, beat) => {
    beats.add(beat);
    return { [Symbol.dispose]: () => void beats.delete(beat) };
  };
  const lease = createLease(store, () => time.now, heart);
  const pass = async (seconds: number, beating = true) => {
    time.now += seconds;
    if (beating) for (const beat of beats) await beat();
  };
  return { lease, pass, beats };
}
const forever = () => new Promise<never>(() => {});
const nothing = async () => undefined;

it('Lease.run is one at a time, for as long as the work takes', async () => {
  const { lease, pass } = open();
  const { promise, resolve } = Promise.withResolvers<string>();
  const long = lease.run('train', 120, () => promise);
  for (let minute = 0; minute < 60; minute++) {
    await pass(60);
    await expect(lease.run('train', 120, nothing)).rejects.toThrow(LeaseTaken);
  }
  resolve('done');
  expect(await long).toBe('done');
  await lease.run('train', 120, nothing);
});

it('Lease.run outlives a holder that died by two minutes, whatever was asked', async () => {
  const { lease, pass, beats } = open();
  void lease.run('train', 3_600, forever);
  await new Promise(setImmediate);
  await pass(60);
  beats.clear();
  await pass(leaseSecondsMax - 1, false);
  await expect(lease.run('train', 60, nothing)).rejects.toThrow(LeaseTaken);
  await pass(1, false);
  await lease.run('train', 60, nothing);
});

it('Lease.run tells the next holder of one that threw, until one of them has settled that', async () => {
  const { lease } = open();
  const settled: string[] = [];
  const ids: string[] = [];
  const work = async ({ id }: { id: string }) => void ids.push(id);
  const failing = async (tenure: { id: string }) => {
    await work(tenure);
    throw new Error('no answer');
  };
  await expect(lease.run('refresh', 60, failing)).rejects.toThrow('no answer');
  const unsettled = { work, settle: () => Promise.reject(new Error('not yet')) };
  await expect(lease.run('refresh', 60, unsettled)).rejects.toThrow('not yet');
  const settle = async (former: string) => void settled.push(former);
  await lease.run('refresh', 60, { work, settle });
  await lease.run('refresh', 60, { work, settle });
  // The one that could not settle has itself begun nothing.
  expect(settled).toEqual([ids[0]]);
  expect(new Set(ids).size).toBe(3);
});

it('Lease.run does not begin when its time was up while it settled', async () => {
  const { lease, pass } = open();
  await expect(lease.run('refresh', 60, () => Promise.reject(new Error('lost')))).rejects.toThrow('lost');
  let worked = 0;
  const work = async () => void worked++;
  const slow = lease.run('refresh', 60, {
    work,
    settle: async () => {
      await pass(61, false);
      await lease.run('refresh', 60, { work, settle: nothing });
    },
  });
  await expect(slow).rejects.toThrow(LeaseTaken);
  expect(worked).toBe(1);
});

it('Lease.runs counts what has begun and names the newest that ended well', async () => {
  const { lease, pass } = open();
  expect(await lease.runs('refresh')).toEqual({ begun: 0, done: undefined });
  await lease.run('refresh', 60, () => pass(30, false));
  await lease.run('refresh', 60, () => Promise.reject(new Error('lost'))).catch(() => undefined);
  expect(await lease.runs('refresh')).toEqual({ begun: 2, done: { run: 1, beganAt: 1_000, endedAt: 1_030 } });
});
