/** Runs a subscription of the embedded queue: in order per key, several keys at once, retried with backoff, then buried. */
import {
  createDeliveryLines,
  type DeliveryLines,
  type TakenDelivery,
  type WaitingDelivery,
} from '#functions/local/delivery-lines.ts';
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

/** Another process may put something into the queue: a command that delivers dead letters again. */
const lookAgainMs = 5_000;
const firstBackoffMs = 500;
const longestBackoffMs = 600_000;

/** Milliseconds before the next attempt: doubled each time, bounded. */
export function backoffMs(attempts: number): number {
  return Math.min(longestBackoffMs, firstBackoffMs * 2 ** attempts);
}

export function startConsumer(queue: Queue, options: ConsumerOptions): QueueConsumer {
  const { subscription, concurrency, batchMax, slow, now } = options;
  const isSlow = (delivery: Delivery): boolean => slow?.is(delivery) ?? false;
  const lines = createDeliveryLines(queue, subscription, isSlow);
  const attempt = createAttempt(queue, lines, options);
  const idlers: (() => void)[] = [];
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

  const pump = (): void => {
    scheduled = false;
    if (stopped) return;
    lines.fill();
    let nextDue = Number.POSITIVE_INFINITY;
    for (const [key, line] of lines.all) {
      if (running >= concurrency && slowRunning >= (slow?.concurrency ?? 0)) break;
      if (lines.busy.has(key)) continue;
      const head = line[0] as WaitingDelivery;
      if (isSlow(head) ? slowRunning >= (slow?.concurrency ?? 0) : running >= concurrency) continue;
      if (head.notBefore > now()) nextDue = Math.min(nextDue, head.notBefore);
      else void run(key, line);
    }
    if (running + slowRunning === 0 && nextDue === Number.POSITIVE_INFINITY)
      for (const idler of idlers.splice(0)) idler();
    clearTimeout(timer);
    const waitMs = Math.max(1, Math.min(lookAgainMs, nextDue - now()));
    timer = setTimeout(wake, waitMs);
    // Only a caller of `idle` keeps the process alive.
    if (idlers.length === 0) timer.unref();
  };

  const run = async (key: string, line: WaitingDelivery[]): Promise<void> => {
    const waits = isSlow(line[0] as WaitingDelivery);
    if (waits) slowRunning += 1;
    else running += 1;
    await attempt(lines.take(key, line, { max: batchMax, dueBy: now() }));
    if (waits) slowRunning -= 1;
    else running -= 1;
    wake();
  };

  queue.onPublish(subscription, wake);
  wake();

  return {
    idle: () =>
      new Promise((resolve) => {
        idlers.push(resolve);
        wake();
      }),
    stop: async () => {
      stopped = true;
      clearTimeout(timer);
      while (running + slowRunning > 0) await new Promise((resolve) => setTimeout(resolve, 2));
    },
  };
}

/** Handles a batch and settles each of its deliveries: acknowledged, postponed or buried. Never throws. */
function createAttempt(queue: Queue, lines: DeliveryLines, { subscription, handle, now, log }: ConsumerOptions) {
  /** What is rejected is recorded and acknowledged: trying it again would change nothing. */
  const recordRejection = (error: unknown): void => {
    if (!(error instanceof Rejection)) throw error;
    log('WARNING', 'message rejected', { subscription, code: error.code, detail: error.message });
  };

  const refuse = async ({ line, delivery }: TakenDelivery, error: unknown): Promise<void> => {
    const reason = reasonOf(error);
    const notBefore = now() + backoffMs(delivery.attempts);
    const outcome = await queue.refuse(delivery.deliveryId, notBefore, reason);
    log(outcome === 'buried' ? 'ERROR' : 'WARNING', outcome === 'buried' ? 'message buried' : 'message postponed', {
      subscription,
      attempts: delivery.attempts + 1,
      reason: reason.slice(0, 500),
    });
    if (outcome === 'buried') lines.drop(line, delivery);
    else Object.assign(delivery, { attempts: delivery.attempts + 1, notBefore });
  };

  const settle = async (batch: readonly TakenDelivery[]): Promise<void> => {
    const deliveries = batch.map(({ delivery }) => delivery);
    try {
      await inSpan(
        () => ({ name: `consume ${subscription}` }),
        () => handle(deliveries),
      ).catch(recordRejection);
      await queue.acknowledge(
        subscription,
        deliveries.map(({ deliveryId }) => deliveryId),
      );
      for (const { line, delivery } of batch) lines.drop(line, delivery);
    } catch (error) {
      // No fault of the message: it is tried until the store is back, and never buried for it.
      if (error instanceof StoreUnavailable) throw error;
      for (const taken of batch) await refuse(taken, error);
    }
  };

  return async (batch: readonly TakenDelivery[]): Promise<void> => {
    try {
      await settle(batch);
    } catch (error) {
      // The queue or what it feeds cannot be written, as on a full disk: it is all still there, and tried again when there may be room.
      log('ERROR', 'store not available', { subscription, reason: reasonOf(error).slice(0, 500) });
      for (const { delivery } of batch) delivery.notBefore = now() + lookAgainMs;
    } finally {
      lines.release(batch);
    }
  };
}
