/** Topics in memory: at least once, in order per key, and under faults as bad as the contract allows. */
import { subscriptions } from '#functions/local/subscriptions.ts';
import type { Topics } from '#shared/ports/topics.ts';
import { attemptsMaxOf } from '#shared/schemas/attempts.ts';
import { attributesOf, type Topic } from '#shared/schemas/message.ts';

export type Subscription = keyof typeof subscriptions;

export type Delivery = {
  readonly deliveryId: number;
  readonly messageId: number;
  readonly subscription: Subscription;
  readonly orderingKey: string;
  /** What it waits behind: its ordering key, or nothing when it is a copy that comes out of order. */
  readonly line: string;
  /** Unix milliseconds. */
  readonly publishedAt: number;
  readonly body: string;
  /** JSON; see `attributesOf`. */
  readonly attributes: string;
  attempts: number;
  /** Unix seconds. */
  notBefore: number;
  running: boolean;
};

export type MemoryQueue = Topics & {
  /** Deliveries that may start now: the first of each line, when it is due and not running. */
  due(now: number): Delivery[];
  waiting(): readonly Delivery[];
  acknowledge(delivery: Delivery): void;
  /** Back into its line, until `notBefore` (Unix seconds), or buried when it was tried too often. */
  refuse(delivery: Delivery, notBefore: number): void;
  /** The process that had it is gone: it is delivered again, and nothing is counted. */
  lost(delivery: Delivery): void;
  /** Another copy of a delivery that is on its way or was acknowledged lately, out of order; at most 128 a run. */
  again(chance: number): Delivery | undefined;
  buried(): readonly Delivery[];
  replay(): void;
  /** Takes out what waits or is buried for a user; erasures stay. Returns their number. */
  purge(userId: string): number;
};

/** A copy comes soon after what it repeats, or never. */
const copiesWithinSeconds = 600;

export type MemoryQueueOptions = {
  /** Unix seconds. */
  readonly now: () => number;
  /** Sees every message that became durable. */
  readonly published: (topic: Topic, body: string) => void;
  /** Seconds until a message may land in the warehouse. */
  readonly landsAfter?: () => number;
  /** Whether a user's messages land in order. */
  readonly landsInOrder?: boolean;
};

export function createMemoryQueue({
  now,
  published,
  landsAfter = () => 0,
  landsInOrder = true,
}: MemoryQueueOptions): MemoryQueue {
  let waiting: Delivery[] = [];
  let buried: Delivery[] = [];
  let lately: { readonly delivery: Delivery; readonly at: number }[] = [];
  let messages = 0;
  let deliveries = 0;
  let copies = 0;

  const add = (delivery: Omit<Delivery, 'deliveryId' | 'attempts' | 'notBefore' | 'running'>): Delivery => {
    const notBefore = delivery.subscription === 'warehouse' ? now() + landsAfter() : 0;
    const made = { ...delivery, deliveryId: ++deliveries, attempts: 0, notBefore, running: false };
    waiting.push(made);
    return made;
  };
  const drop = (delivery: Delivery): void => {
    waiting = waiting.filter((other) => other !== delivery);
  };

  return {
    publish: async (topic, outgoing) => {
      for (const { message, orderingKey = '' } of outgoing) {
        const body = JSON.stringify(message);
        const attributes = JSON.stringify(attributesOf(message));
        const messageId = ++messages;
        published(topic, body);
        for (const [subscription, wanted] of Object.entries(subscriptions) as [Subscription, Topic][]) {
          if (wanted !== topic) continue;
          const inOrder = orderingKey !== '' && (landsInOrder || subscription !== 'warehouse');
          const line = inOrder ? `${subscription} ${orderingKey}` : '';
          add({ messageId, subscription, orderingKey, line, publishedAt: now() * 1_000, body, attributes });
        }
      }
    },

    due: (at) => {
      const seen = new Set<string>();
      return waiting.filter(({ line, notBefore, running }) => {
        if (line !== '') {
          if (seen.has(line)) return false;
          seen.add(line);
        }
        return !running && notBefore <= at;
      });
    },

    waiting: () => waiting,

    acknowledge: (delivery) => {
      drop(delivery);
      lately = [...lately, { delivery, at: now() }].slice(-16);
    },

    refuse: (delivery, notBefore) => {
      delivery.attempts += 1;
      delivery.notBefore = notBefore;
      delivery.running = false;
      if (delivery.attempts < attemptsMaxOf(subscriptions[delivery.subscription]) || !waiting.includes(delivery))
        return;
      drop(delivery);
      buried.push(delivery);
    },

    lost: (delivery) => {
      delivery.running = false;
    },

    again: (chance) => {
      if (copies >= 128) return undefined;
      const again = lately.filter(({ at }) => now() - at < copiesWithinSeconds).map(({ delivery }) => delivery);
      const running = waiting.filter((delivery) => delivery.running);
      // What runs is the more delicate half: two at the same thing.
      const [known, at] = chance < 0.5 ? [running, chance * 2] : [again, chance * 2 - 1];
      const chosen = known[Math.floor(at * known.length)];
      if (chosen === undefined) return undefined;
      copies += 1;
      return add({ ...chosen, line: '' });
    },

    buried: () => buried,

    replay: () => {
      for (const delivery of buried.splice(0)) add(delivery);
    },

    purge: (userId) => {
      const stays = ({ orderingKey, subscription }: Delivery): boolean =>
        orderingKey !== userId || subscription === 'forget';
      const before = waiting.length + buried.length;
      waiting = waiting.filter((delivery) => stays(delivery) || delivery.running);
      buried = buried.filter(stays);
      return before - waiting.length - buried.length;
    },
  };
}
