import { expect, it } from 'vitest';
import { createLease } from '#shared/adapters/documents/lease.ts';
import { createMemoryDocumentStore } from '#shared/adapters/memory/document-store.ts';
import { type Lease, LeaseTaken } from '#shared/ports/lease.ts';
import { createRefresher } from '#shared/sql/refresh/refresher.ts';
import { createMemoryWarehouse } from '#test/simulation/warehouse.ts';

const warehouse = createMemoryWarehouse();
const time = { now: 10_000 };
const clock = () => time.now;
const newLease = () => createLease(createMemoryDocumentStore(), clock);
const overlapSeconds = 0;

it('Refresh of one process: a caller that comes back in the tick in which a run ends does not collide with the next', async () => {
  const refresh = createRefresher({ warehouse, lease: newLease(), overlapSeconds });
  const first = refresh();
  const again = first.then(() => refresh());
  const waiting = refresh();
  await expect(Promise.all([first, again, waiting])).resolves.toHaveLength(3);
});

it('Refresh of several processes: who waits shares the next run, and the runs keep their distance', async () => {
  const lease = newLease();
  let runs = 0;
  const counted: Lease = {
    ...lease,
    run: async (...asked) => {
      const result = await lease.run(...asked);
      runs += 1;
      return result as never;
    },
  };
  const sleep = async (seconds: number) => {
    time.now += seconds / 5;
    await new Promise(setImmediate);
  };
  const patience = { clock, sleep, spacingSeconds: async () => 600, secondsMax: 7_200 };
  const processes = Array.from({ length: 5 }, () =>
    createRefresher({ warehouse, lease: counted, overlapSeconds, patience }),
  );
  const begin = time.now;
  for (let round = 0; round < 3; round++) await Promise.all(processes.map((refresh) => refresh()));
  expect(runs).toBeLessThanOrEqual(6);
  expect(time.now - begin).toBeGreaterThan(600 * (runs - 1));
});

it('Refresh gives up with LeaseTaken, which counts as no attempt, when it cannot begin in time', async () => {
  const lease = newLease();
  void lease.run('refresh', 120, () => new Promise<never>(() => {}));
  const sleep = async () => undefined;
  const patience = { clock, sleep, spacingSeconds: async () => 0, secondsMax: 30 };
  const refresh = createRefresher({ warehouse, lease, overlapSeconds, patience });
  await expect(refresh()).rejects.toThrow(LeaseTaken);
});

it('Refresh of what landed at an instant does without a run that is not due before long', async () => {
  const sleep = async () => undefined;
  const patience = { clock, sleep, spacingSeconds: async () => 7_200, secondsMax: 60 };
  const refresh = createRefresher({ warehouse, lease: newLease(), overlapSeconds, patience });
  const before = time.now;
  expect(await refresh(before)).toBe(true);
  time.now += 3_600;
  expect(await refresh(before)).toBe(false);
  await expect(refresh(before + 1)).rejects.toThrow(LeaseTaken);
  time.now += 3_600;
  expect(await refresh(before + 1)).toBe(true);
});
