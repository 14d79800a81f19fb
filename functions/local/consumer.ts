/** Runs a subscription of the embedded queue: in order per key, several keys at once, retried with backoff, then buried. */
import type { Delivery, Queue } from '#shared/adapters/sqlite/queue.ts';
import { reasonOf } from '#shared/edge/reason.ts';
import { inSpan } from '#shared/edge/telemetry.ts';
import type { Log } from '#shared/ports/log.ts';
import { StoreUnavailable } from '#shared/ports/unavailable.ts';
import { Rejection } from '#shared/schemas/problem.ts';

export type ConsumerOptions = {
  readonly subscription: string;
  /** Handles one delivery, or a run of them when `batchMax` is above 1. Throwing refuses them all. */
  readonly handle: (bodies: readonly Delivery[]) => Promise<void>;
  readonly concurrency: number;
  readonly batchMax: number;
  /** Deliveries that wait for somebody else's machine: they have places of their own, and keep nobody from the others. */
  readonly slow?: { readonly is: (delivery: Delivery) => boolean; readonly concurrency: number };
  /** Unix milliseconds. */
  readonly now: () => number;
  readonly log: Log;
};

export type QueueConsumer = {
  /** Resolves when nothing is due and nothing is running. */
  idle(): Promise<void>;
  /** Takes nothing more and resolves when what runs has ended. */
  stop(): Promise<void>;
};

type Waiting = Delivery & { notBefore: number };
type Taken = { readonly from: Waiting[]; readonly key: string; readonly delivery: Waiting };

const prefetchMax = 2_000;
/** Slow deliveries in memory, small each: so many deaf listeners may there be before they hold up what is behind them. */
const slowHeldMax = 20_000;
/** Another process may put something into the queue: a command that delivers dead letters again. */
const lookAgainMs = 5_000;
const firstBackoffMs = 500;
const longestBackoffMs = 600_000;

/** Milliseconds before the next attempt: doubled each time, bounded. */
export function backoffMs(attempts: number): number {
  return Math.min(longestBackoffMs, firstBackoffMs * 2 ** attempts);
}

export function startConsumer(queue: Queue, options: ConsumerOptions): QueueConsumer {
  const { subscription, handle, concurrency, batchMax, slow, now, log } = options;
  const isSlow = (delivery: Delivery): boolean => slow?.is(delivery) ?? false;
  const lines = new Map<string, Waiting[]>();
  const busy = new Set<string>();
  const idlers: (() => void)[] = [];
  let cursor = 0;
  let held = 0;
  let slowHeld = 0;
  let running = 0;
  let slowRunning = 0;
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  let scheduled = false;

  const wake = (): void => {
    if (scheduled || stopped) return;
    scheduled = true;
    setImmediate(pump);
  };

  const fill = (): void => {
    while (held < prefetchMax && slowHeld < slowHeldMax) {
      const page = queue.pending(subscription, cursor, prefetchMax - held);
      for (const delivery of page) {
        // Deliveries without a key are independent: each is a line of its own.
        const key = delivery.orderingKey === '' ? `\u0000${delivery.deliveryId}` : delivery.orderingKey;
        const line = lines.get(key);
        if (line === undefined) lines.set(key, [delivery]);
        else line.push(delivery);
        cursor = delivery.deliveryId;
        if (isSlow(delivery)) slowHeld += 1;
        else held += 1;
      }
      if (page.length === 0) return;
    }
  };

  const pump = (): void => {
    scheduled = false;
    if (stopped) return;
    if (held < prefetchMax / 2) fill();
    let nextDue = Number.POSITIVE_INFINITY;
    for (const [key, line] of lines) {
      if (running >= concurrency && slowRunning >= (slow?.concurrency ?? 0)) break;
      if (busy.has(key)) continue;
      const head = line[0] as Waiting;
      if (isSlow(head) ? slowRunning >= (slow?.concurrency ?? 0) : running >= concurrency) continue;
      if (head.notBefore > now()) nextDue = Math.min(nextDue, head.notBefore);
      else void run(key, line);
    }
    if (running + slowRunning === 0 && nextDue === Number.POSITIVE_INFINITY)
      for (const idler of idlers.splice(0)) idler();
    clearTimeout(timer);
    const waitMs = Math.max(1, Math.min(lookAgainMs, nextDue - now()));
    timer = setTimeout(wake, waitMs);
    // Only whoever waits for it to be done keeps the process alive.
    if (idlers.length === 0) timer.unref();
  };

  const run = async (key: string, line: Waiting[]): Promise<void> => {
    busy.add(key);
    const waits = isSlow(line[0] as Waiting);
    if (waits) slowRunning += 1;
    else running += 1;
    const batch = takeBatch(key, line);
    try {
      await attempt(batch);
    } catch (error) {
      // The queue or what it feeds cannot be written, as on a full disk: it is all still there, and tried again when there may be room.
      log('ERROR', 'store not available', { subscription, reason: reasonOf(error).slice(0, 500) });
      for (const { delivery } of batch) delivery.notBefore = now() + lookAgainMs;
    } finally {
      if (line.length === 0) lines.delete(key);
      busy.delete(key);
      if (waits) slowRunning -= 1;
      else running -= 1;
      wake();
    }
  };

  /** One line's head, or with `batchMax` the due heads of many lines that are not busy. */
  const takeBatch = (key: string, line: Waiting[]): Taken[] => {
    const batch = [{ from: line, key, delivery: line[0] as Waiting }];
    if (batchMax === 1) return batch;
    for (const [otherKey, other] of lines) {
      for (const delivery of otherKey === key ? other.slice(1) : other) {
        if (batch.length >= batchMax) return batch;
        if (delivery.notBefore > now()) break;
        if (otherKey !== key && busy.has(otherKey)) break;
        batch.push({ from: other, key: otherKey, delivery });
      }
    }
    return batch;
  };

  const span = () => ({ name: `consume ${subscription}` });
  const attempt = async (batch: readonly Taken[]): Promise<void> => {
    for (const { key } of batch) busy.add(key);
    const deliveries = batch.map(({ delivery }) => delivery);
    try {
      await inSpan(span, () => handle(deliveries)).catch(recordRejection);
      await queue.acknowledge(
        subscription,
        deliveries.map(({ deliveryId }) => deliveryId),
      );
      for (const { from, delivery } of batch) drop(from, delivery);
    } catch (error) {
      // No fault of the message: it is tried until the store is back, and never buried for it.
      if (error instanceof StoreUnavailable) throw error;
      for (const { from, delivery } of batch) await refuse(from, delivery, error);
    } finally {
      for (const { key, from } of batch) {
        if (from.length === 0) lines.delete(key);
        busy.delete(key);
      }
    }
  };

  /** What is rejected is recorded and acknowledged: trying it again would change nothing. */
  const recordRejection = (error: unknown): void => {
    if (!(error instanceof Rejection)) throw error;
    log('WARNING', 'message rejected', { subscription, code: error.code, detail: error.message });
  };

  const refuse = async (from: Waiting[], delivery: Waiting, error: unknown): Promise<void> => {
    const reason = reasonOf(error);
    const notBefore = now() + backoffMs(delivery.attempts);
    const outcome = await queue.refuse(delivery.deliveryId, notBefore, reason);
    log(outcome === 'buried' ? 'ERROR' : 'WARNING', outcome === 'buried' ? 'message buried' : 'message postponed', {
      subscription,
      attempts: delivery.attempts + 1,
      reason: reason.slice(0, 500),
    });
    if (outcome === 'buried') drop(from, delivery);
    else Object.assign(delivery, { attempts: delivery.attempts + 1, notBefore });
  };

  const drop = (from: Waiting[], delivery: Waiting): void => {
    const at = from.indexOf(delivery);
    if (at < 0) return;
    from.splice(at, 1);
    if (isSlow(delivery)) slowHeld -= 1;
    else held -= 1;
  };

  queue.onPublish(subscription, wake);
  wake();

  const settled = async (): Promise<void> => {
    while (running + slowRunning > 0) await new Promise((resolve) => setTimeout(resolve, 2));
  };
  return {
    idle: () =>
      new Promise((resolve) => {
        idlers.push(resolve);
        wake();
      }),
    stop: async () => {
      stopped = true;
      clearTimeout(timer);
      await settled();
    },
  };
}
