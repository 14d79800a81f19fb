/** Erasers of every table that holds users. */
import type { Eraser } from '#shared/ports/eraser.ts';
import type { Warehouse } from '#shared/ports/warehouse.ts';
import type { TableName } from '#shared/schemas/tables.ts';
import { statement } from '#shared/sql/engine/statement.ts';

/** Tables in the order of removal: what is made from another goes after it, and the user's number goes last. */
export const tablesOfUsers = [
  'listen_messages',
  'arrived_listens',
  'listens',
  'retractions',
  'echoes',
  'exposures',
  'item_words',
  'model_candidates',
  'model_seeds',
  'model_loved',
  'model_user_items',
  'model_users',
] as const satisfies readonly TableName[];

/** Tables of items, which hold a user's words where nobody else told of them. They go before the table that says who did. */
export const tablesOfWords = ['items', 'item_tags'] as const satisfies readonly TableName[];

export function createWarehouseErasers(warehouse: Warehouse): Eraser[] {
  return [...tablesOfWords, ...tablesOfUsers].map((table) => ({
    store: `warehouse.${table}`,
    erase: (userId) => warehouse.remove(statement(`forget/${table}`), { user_id: userId }),
  }));
}
