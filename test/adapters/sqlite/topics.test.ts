import { describe } from 'vitest';
import { type QueueConsumer, startConsumer } from '#functions/local/consumer.ts';
import { openDatabase } from '#shared/adapters/sqlite/database.ts';
import { createSqliteQueue } from '#shared/adapters/sqlite/queue.ts';
import { topicsContract } from '#test/contracts/topics.ts';

describe('SQLite queue', () => {
  topicsContract(async () => {
    const database = openDatabase(':memory:');
    const queue = createSqliteQueue(database, { first: 'erasures', second: 'erasures' }, Date.now);
    const consumers: QueueConsumer[] = [];
    return {
      topics: queue,
      deliver: (subscription, handle) => {
        const consumer = startConsumer(queue, {
          subscription,
          handle: async ([delivery]) => {
            if (delivery !== undefined) await handle(JSON.parse(delivery.body));
          },
          concurrency: 8,
          batchMax: 1,
          now: Date.now,
          log: () => {},
        });
        consumers.push(consumer);
      },
      [Symbol.asyncDispose]: async () => {
        await Promise.all(consumers.map((consumer) => consumer.stop()));
        database[Symbol.dispose]();
      },
    };
  });
});
