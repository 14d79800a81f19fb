/** Takes messages from the queue to the processes, and into the warehouse. */
import type { Dice } from '#functions/generator/dice.ts';
import { backoffMs } from '#functions/local/consumer.ts';
import type { ListensMessage } from '#shared/schemas/message.ts';
import { type Ledger, ofUser } from '#test/simulation/ledger.ts';
import type { Ended, Processes } from '#test/simulation/processes.ts';
import type { Delivery, MemoryQueue } from '#test/simulation/queue.ts';
import type { Scenario } from '#test/simulation/scenario.ts';
import type { MemoryWarehouse } from '#test/simulation/warehouse.ts';

export type Deliveries = {
  /** Delivers one message that is due; false when none is. */
  readonly deliver: () => boolean;
  /** Delivers a message again that was, or is being, handled. */
  readonly deliverAgain: () => void;
  /** What would not have landed in time by that instant lands. */
  readonly landBefore: (instant: number) => void;
};

type Surroundings = {
  readonly scenario: Scenario;
  readonly dice: Dice;
  readonly now: () => number;
  readonly ledger: Ledger;
  readonly queue: MemoryQueue;
  readonly warehouse: MemoryWarehouse;
  readonly start: Processes['start'];
  readonly say: (line: () => string) => void;
};

/** Erasures (functions/cloud/seconds.ts) and rebuilds (domain/profile/rebuild.ts) count on it that no landing takes twice as long. */
const landsWithinSeconds = 1_800;

export function createDeliveries(surroundings: Surroundings): Deliveries {
  const { scenario, dice, now, ledger, queue, warehouse, start, say } = surroundings;
  /** One landing at a time, as the embedded home has it. */
  let landing = false;

  const ended =
    (delivery: Delivery) =>
    (end: Ended): void => {
      const { subscription, messageId, attempts, body } = delivery;
      if (end === 'lost') queue.lost(delivery);
      else if ('failed' in end) {
        say(() => `${subscription} ${messageId} failed: ${(end.failed as Error).message}`);
        queue.refuse(delivery, now() + Math.ceil(backoffMs(attempts) / 1_000));
      } else {
        noteLearned(ledger, subscription, body);
        queue.acknowledge(delivery);
      }
    };

  const land = (delivery: Delivery): void => {
    if (scenario.home === 'cloud') {
      // No code of ours is between the topic and the table.
      landAsItIs(warehouse, delivery);
      queue.acknowledge(delivery);
      return;
    }
    landing = true;
    const done = ended(delivery);
    start(
      'warehouse',
      `lands ${delivery.messageId}`,
      (handlers) => handlers.land([delivery]),
      (end) => {
        landing = false;
        done(end);
      },
    );
  };

  const handle = (delivery: Delivery): void => {
    delivery.running = true;
    const { subscription, messageId, body } = delivery;
    if (subscription === 'warehouse') {
      land(delivery);
      return;
    }
    const label = `${subscription} ${messageId} ${body.slice(0, 160)}`;
    start(subscription, label, (handlers) => handlers[subscription](JSON.parse(body) as never), ended(delivery));
  };

  return {
    deliver: () => {
      const due = queue.due(now()).filter(({ subscription }) => subscription !== 'warehouse' || !landing);
      if (due.length === 0) return false;
      handle(dice.pick(due));
      return true;
    },
    deliverAgain: () => {
      const copy = queue.again(dice.next());
      if (copy !== undefined) handle(copy);
    },
    landBefore: (instant) => {
      if (scenario.home === 'embedded') return;
      for (const delivery of [...queue.waiting()]) {
        const publishedAt = delivery.publishedAt / 1_000;
        if (delivery.subscription === 'warehouse' && publishedAt < instant - landsWithinSeconds) land(delivery);
      }
    },
  };
}

function noteLearned(ledger: Ledger, subscription: string, body: string): void {
  if (subscription !== 'learn') return;
  const message = JSON.parse(body) as ListensMessage;
  if (message.type !== 'listened') return;
  const own = ofUser(ledger.learned, message.userId, () => new Map());
  for (const listen of message.listens) own.set(listen.id, listen);
}

function landAsItIs({ tables }: MemoryWarehouse, { messageId, publishedAt, attributes, body }: Delivery): void {
  tables.listen_messages.push({
    subscription_name: 'projects/simulated/subscriptions/warehouse',
    message_id: String(messageId),
    publish_time: new Date(publishedAt),
    data: body,
    attributes,
  });
}
