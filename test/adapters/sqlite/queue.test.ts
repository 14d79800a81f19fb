import { describe, expect, it } from 'vitest';
import { openDatabase } from '#shared/adapters/sqlite/database.ts';
import { createSqliteQueue, type Delivery } from '#shared/adapters/sqlite/queue.ts';
import type { UserId } from '#shared/schemas/ids.ts';
import { limits } from '#shared/schemas/limits.ts';
import { listened } from '#test/support/warehouse-rows.ts';

const subscriptions = { learn: 'listens', warehouse: 'listens' } as const;
const message = (n: number, title = 'Alison') =>
  listened('ada', 1_795_000_000 + n, [{ id: `listen ${n}`, itemId: 'song', listenedAt: 1_794_000_000 + n, title }]);
const publishing = (n: number, title?: string) => ({ message: message(n, title), orderingKey: 'ada' as UserId });

describe('createSqliteQueue', () => {
  it('createSqliteQueue: gives from memory what another process reads from the file', async () => {
    using database = openDatabase(':memory:');
    const queue = createSqliteQueue(database, subscriptions, () => 1);
    await queue.publish('listens', [publishing(1), publishing(2)]);
    const here = queue.pending('learn', 0, 10);
    const elsewhere = createSqliteQueue(database, subscriptions, () => 1).pending('learn', 0, 10);
    const stored = ({ message: _, ...delivery }: Delivery) => delivery;
    expect(here.map(stored)).toEqual(elsewhere.map(stored));
    for (const { message, body } of here) expect(message).toEqual(JSON.parse(body));
  });

  it('I11 Bounded: what does not fit into memory comes from the file', async () => {
    using database = openDatabase(':memory:');
    const queue = createSqliteQueue(database, subscriptions, () => 1);
    const large = 'x'.repeat(limits.publishedCharactersMax / 2);
    for (const n of [1, 2, 3]) await queue.publish('listens', [publishing(n, large)]);
    const deliveries = queue.pending('warehouse', 0, 10);
    expect(deliveries.map(({ message }) => message !== undefined)).toEqual([false, false, true]);
    expect(deliveries.map(({ body }) => JSON.parse(body).listens[0].id)).toEqual(['listen 1', 'listen 2', 'listen 3']);
  });
});
