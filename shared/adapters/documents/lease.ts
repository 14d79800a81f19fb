/** The Lease port over any document store. */
import { randomUUID } from 'node:crypto';
import type { Clock } from '#shared/ports/clock.ts';
import type { DocumentStore } from '#shared/ports/document-store.ts';
import { type Lease, type Leased, LeaseTaken, leaseSecondsMax } from '#shared/ports/lease.ts';
import type { LeaseRecord } from '#shared/schemas/lease.ts';

/** Does something again and again while a process lives, until it is disposed of. */
export type Heart = (seconds: number, beat: () => Promise<unknown>) => Disposable;

/** By then a successor has settled what a holder left behind, and no job of it lives that long. */
const keptSeconds = 86_400;
/** Two beats may be lost before the lease ends. */
const beatsPerLease = 3;

/**
 *   free ──▶ held by A ──┬─ A is done ──▶ free
 *                        └─ A throws, or dies and its time is up ──▶ held by B, who settles what A left, then works
 */
export function createLease(store: DocumentStore, clock: Clock, heart: Heart = heartOfProcess): Lease {
  /** Changes the record while it is the holder's; false when it is not any more. */
  const change = (name: string, holder: string, next: Next): Promise<boolean> =>
    store.update('leases', name, (record) => {
      if (record?.holder !== holder) return { result: false };
      const now = clock();
      return { next: next(record, now), expiresAt: now + keptSeconds, result: true };
    });

  const hold = async <T>({ name, holder, seconds, work, settle }: Held<T>): Promise<T> => {
    const begun = await take(store, { name, holder, seconds, clock });
    if (begun === undefined) throw new LeaseTaken(`Cannot do "${name}" now: another worker is at it`);
    const renew: Next = (record, now) => ({ ...record, until: now + seconds });
    using _beats = heart(Math.ceil(seconds / beatsPerLease), () => change(name, holder, renew).catch(() => undefined));
    if (begun.former !== undefined) {
      await settle?.(begun.former);
      const isOurs = await change(name, holder, ({ former: _settled, ...record }, now) => renew(record, now));
      if (!isOurs) throw new LeaseTaken(`Cannot do "${name}" any more: another worker is at it`);
    }
    const result = await work({ id: holder });
    await change(name, holder, ({ holder: _done, ...record }, endedAt) => {
      return { ...record, until: 0, done: { run: begun.run, beganAt: begun.at, endedAt } };
    });
    return result;
  };

  return {
    run: async (name, seconds, asked) => {
      const holder = randomUUID();
      const leased = typeof asked === 'function' ? { work: asked } : asked;
      try {
        return await hold({ ...leased, name, holder, seconds: Math.min(seconds, leaseSecondsMax) });
      } catch (error) {
        // The next holder is told of this one: what it began may go on.
        await change(name, holder, (record) => ({ ...record, until: 0 })).catch(() => undefined);
        throw error;
      }
    },

    runs: async (name) => {
      const [record] = await store.read('leases', [name]);
      return { begun: record?.begun ?? 0, done: record?.done };
    },
  };
}

type Next = (record: LeaseRecord, now: number) => LeaseRecord;
type Held<T> = Leased<T> & { readonly name: string; readonly holder: string; readonly seconds: number };

type Taking = { readonly name: string; readonly holder: string; readonly seconds: number; readonly clock: Clock };
type Begun = { readonly run: number; readonly at: number; readonly former: string | undefined };

/** A holder that was told of a former one and died before it had settled that has itself begun nothing. */
function take(store: DocumentStore, { name, holder, seconds, clock }: Taking): Promise<Begun | undefined> {
  return store.update('leases', name, (record) => {
    const at = clock();
    if (record !== undefined && record.until > at) return { result: undefined };
    const former = record?.former ?? record?.holder;
    const run = (record?.begun ?? 0) + 1;
    const next: LeaseRecord = { until: at + seconds, holder, begun: run };
    if (former !== undefined) next.former = former;
    if (record?.done !== undefined) next.done = record.done;
    return { next, expiresAt: at + keptSeconds, result: { run, at, former } };
  });
}

const heartOfProcess: Heart = (seconds, beat) => {
  const timer = setInterval(beat, seconds * 1_000).unref();
  return { [Symbol.dispose]: () => clearInterval(timer) };
};
