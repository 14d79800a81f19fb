/** Lands messages of topic `listens` in the warehouse, as Pub/Sub's BigQuery subscription does in the cloud: as they are. */
import type { Delivery } from '#shared/adapters/sqlite/queue.ts';
import type { Users } from '#shared/ports/users.ts';
import type { Warehouse } from '#shared/ports/warehouse.ts';
import type { UserId } from '#shared/schemas/ids.ts';

const subscription = 'projects/local/subscriptions/warehouse';

/** Messages of a user who was forgotten meanwhile do not land. */
export function createLanding(warehouse: Warehouse, users: Users): (deliveries: readonly Delivery[]) => Promise<void> {
  return async (deliveries) => {
    const forgotten = await forgottenAmong(users, deliveries);
    const rows = deliveries
      .filter(({ orderingKey }) => !forgotten.has(orderingKey))
      .map(({ messageId, publishedAt, body, attributes }) => ({
        subscription_name: subscription,
        message_id: String(messageId),
        publish_time: new Date(publishedAt),
        data: body,
        attributes,
      }));
    if (rows.length > 0) await warehouse.load('listen_messages', rows);
  };
}

async function forgottenAmong(users: Users, deliveries: readonly Delivery[]): Promise<Set<string>> {
  const forgotten = new Set<string>();
  for (const key of new Set(deliveries.map(({ orderingKey }) => orderingKey))) {
    if (key !== '' && (await users.read(key as UserId)).state === 'forgotten') forgotten.add(key);
  }
  return forgotten;
}
