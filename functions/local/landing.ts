/** Lands messages of topic `listens` in the warehouse, as Pub/Sub's BigQuery subscription does in the cloud: as they are. */
import type { Delivery } from '#shared/adapters/sqlite/queue.ts';
import type { Users } from '#shared/ports/users.ts';
import { rowsOf, type Warehouse } from '#shared/ports/warehouse.ts';
import type { UserId } from '#shared/schemas/ids.ts';
import { statement } from '#shared/sql/engine/statement.ts';

const subscription = 'projects/local/subscriptions/warehouse';

export type LandingPorts = {
  readonly warehouse: Warehouse;
  readonly users: Pick<Users, 'read'>;
  /** Unix milliseconds. */
  readonly now: () => number;
};

/**
 * Messages of a user who was forgotten meanwhile do not land. The others count as published when they land, each after
 * all that landed before it: a delivery that was postponed, or a clock that was set back, hides nothing from a refresh,
 * which reads on from the newest message it has seen. One landing at a time.
 */
export function createLanding({ warehouse, users, now }: LandingPorts) {
  let newest: number | undefined;
  return async (deliveries: readonly Delivery[]): Promise<void> => {
    let last = newest ?? (await newestMessage(warehouse));
    const forgotten = await forgottenAmong(users, deliveries);
    const rows = deliveries
      .filter(({ orderingKey }) => !forgotten.has(orderingKey))
      .map(({ messageId, body, attributes }) => {
        last = Math.max(last + 1, now());
        return {
          subscription_name: subscription,
          message_id: String(messageId),
          publish_time: new Date(last),
          data: body,
          attributes,
        };
      });
    newest = last;
    if (rows.length > 0) await warehouse.load('listen_messages', rows);
  };
}

/** Unix milliseconds; 0 before the first message. */
async function newestMessage(warehouse: Warehouse): Promise<number> {
  type Row = { readonly published_at: Date | null };
  const [row] = await rowsOf<Row>(warehouse, statement('refresh/messages_watermark'), { since: new Date(0) });
  return row?.published_at?.getTime() ?? 0;
}

async function forgottenAmong(users: LandingPorts['users'], deliveries: readonly Delivery[]): Promise<Set<string>> {
  const forgotten = new Set<string>();
  for (const key of new Set(deliveries.map(({ orderingKey }) => orderingKey))) {
    if (key !== '' && (await users.read(key as UserId)).state === 'forgotten') forgotten.add(key);
  }
  return forgotten;
}
