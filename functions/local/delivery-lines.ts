/** Deliveries of one subscription in memory, a line for each ordering key: only a line's head may run, and one at a time. */
import type { Delivery, Queue } from '#shared/adapters/sqlite/queue.ts';

/** `notBefore`: Unix milliseconds. */
export type WaitingDelivery = Delivery & { notBefore: number };
export type TakenDelivery = {
  readonly key: string;
  readonly line: WaitingDelivery[];
  readonly delivery: WaitingDelivery;
};

export type DeliveryLines = ReturnType<typeof createDeliveryLines>;

const heldMax = 2_000;
/** Slow deliveries in memory, small each: so many deaf listeners may there be before they hold up what is behind them. */
const slowHeldMax = 20_000;

/** `isSlow`: waits for somebody else's machine, and is counted apart. */
export function createDeliveryLines(queue: Queue, subscription: string, isSlow: (delivery: Delivery) => boolean) {
  const all = new Map<string, WaitingDelivery[]>();
  const busy = new Set<string>();
  let cursor = 0;
  let held = 0;
  let slowHeld = 0;

  const append = (delivery: WaitingDelivery): void => {
    // Deliveries without a key are independent: each is a line of its own.
    const key = delivery.orderingKey === '' ? `\u0000${delivery.deliveryId}` : delivery.orderingKey;
    const line = all.get(key);
    if (line === undefined) all.set(key, [delivery]);
    else line.push(delivery);
    if (isSlow(delivery)) slowHeld += 1;
    else held += 1;
  };

  return {
    all,
    /** Keys of which a delivery runs. */
    busy,

    /** Reads on from the queue when there is room for half of what may be held. */
    fill: (): void => {
      if (held >= heldMax / 2) return;
      while (held < heldMax && slowHeld < slowHeldMax) {
        const page = queue.pending(subscription, cursor, heldMax - held);
        for (const delivery of page) append(delivery);
        cursor = page.at(-1)?.deliveryId ?? cursor;
        if (page.length === 0) return;
      }
    },

    /** A line's head, or with `max` above 1 what is due in many lines that are not busy. All their keys are busy from now on. */
    take: (
      key: string,
      line: WaitingDelivery[],
      { max, dueBy }: { readonly max: number; readonly dueBy: number },
    ): TakenDelivery[] => {
      const batch = [{ key, line, delivery: line[0] as WaitingDelivery }];
      for (const [otherKey, other] of max === 1 ? [] : all) {
        if (otherKey !== key && busy.has(otherKey)) continue;
        for (const delivery of otherKey === key ? other.slice(1) : other) {
          if (batch.length >= max || delivery.notBefore > dueBy) break;
          batch.push({ key: otherKey, line: other, delivery });
        }
        if (batch.length >= max) break;
      }
      for (const taken of batch) busy.add(taken.key);
      return batch;
    },

    /** What is over leaves its line. */
    drop: (line: WaitingDelivery[], delivery: Delivery): void => {
      const at = line.findIndex(({ deliveryId }) => deliveryId === delivery.deliveryId);
      if (at < 0) return;
      line.splice(at, 1);
      if (isSlow(delivery)) slowHeld -= 1;
      else held -= 1;
    },

    release: (batch: readonly TakenDelivery[]): void => {
      for (const { key, line } of batch) {
        if (line.length === 0) all.delete(key);
        busy.delete(key);
      }
    },
  };
}
