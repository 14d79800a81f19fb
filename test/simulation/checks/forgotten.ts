/** I10: no document, message, dead letter or row holds the id of a user whose erasure is done. */
import type { UserId } from '#shared/schemas/ids.ts';
import { tableNames } from '#shared/schemas/tables.ts';
import type { Quiet } from '#test/simulation/checks/quiet.ts';

export async function checkForgotten({ world, ports }: Quiet, userId: UserId): Promise<void> {
  const { violated, queue, documents, warehouse } = world;
  const receiptId = world.ledger.leaving.get(userId);
  const receipt = receiptId === undefined ? undefined : await ports.receipts.read(receiptId);
  if (receipt?.state !== 'done') violated('I10', `The erasure of "${userId}" never ends`);
  const holds = (value: unknown): boolean => JSON.stringify(value).includes(userId);
  for (const { collection, id, body } of await documents.everything()) {
    if (holds([id, body])) violated('I10', `"${userId}" is left in ${collection} "${id}"`);
  }
  for (const { subscription, body } of [...queue.waiting(), ...queue.buried()]) {
    if (body.includes(userId)) violated('I10', `"${userId}" is left in the queue of ${subscription}`);
  }
  for (const table of tableNames) {
    const rows = (warehouse.tables[table] as object[]).filter(holds);
    if (rows.length > 0) violated('I10', `"${userId}" is left in ${rows.length} rows of ${table}`);
  }
}
