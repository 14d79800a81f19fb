import { describe } from 'vitest';
import { type Handle, topicsContract } from '#test/contracts/topics.ts';
import { createMemoryQueue, type Delivery } from '#test/simulation/queue.ts';

/** The contract speaks of two subscriptions of topic `erasures`: here one of its deliveries goes to both. */
describe('the queue of the simulation', () => {
  topicsContract(async () => {
    const handles = new Map<'first' | 'second', Handle>();
    const queues = new Map(
      (['first', 'second'] as const).map((name) => [name, createMemoryQueue({ now: () => 0, published: () => {} })]),
    );
    let open = true;
    const handle = async (
      queue: typeof queues extends Map<unknown, infer Q> ? Q : never,
      delivery: Delivery,
      take: Handle,
    ) => {
      try {
        await take(JSON.parse(delivery.body));
        queue.acknowledge(delivery);
      } catch {
        queue.refuse(delivery, 0);
      }
    };
    const pump = (): void => {
      for (const [name, queue] of queues) {
        const take = handles.get(name);
        for (const delivery of take === undefined ? [] : queue.due(0)) {
          delivery.running = true;
          void handle(queue, delivery, take as Handle);
        }
      }
      if (open) setTimeout(pump, 1);
    };
    pump();
    return {
      topics: {
        publish: async (topic, messages) => {
          for (const queue of queues.values()) await queue.publish(topic, messages);
        },
      },
      deliver: (name, take) => void handles.set(name, take),
      [Symbol.asyncDispose]: async () => {
        open = false;
      },
    };
  });
});
