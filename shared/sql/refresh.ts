/** Brings `listens` and the catalogue up to the messages that landed: the statements in their order. */
import { type Parameters, rowsOf, type Warehouse } from '#shared/ports/warehouse.ts';
import { statement, statementParameters } from '#shared/sql/statement.ts';

export type RefreshOptions = {
  /**
   * Seconds before the newest message that was counted, from which messages are read again: as long as one may take
   * to land. In the cloud a subscription retries for a week; in one process nothing overtakes.
   */
  readonly overlapSeconds: number;
};

/** A week of retries, and a day for the clocks of the services in between. */
export const cloudOverlapSeconds = 8 * 86_400;

/**
 * Idempotent, and right after a crash between any two statements, but only one may run at a time: two that append the
 * same listens side by side would count them twice.
 *
 *   read messages ─▶ remove what was taken back ─▶ remove what was told earlier ─▶ append what is new
 */
export async function refreshListens(warehouse: Warehouse, { overlapSeconds }: RefreshOptions): Promise<void> {
  const given = { since: await messagesSince(warehouse, overlapSeconds) };
  const put = (
    table: 'arrived_listens' | 'retractions' | 'listens',
    parameters: Parameters,
    disposition: Disposition,
  ) => warehouse.materialise(statement(table), parameters, { table, disposition });

  await put('arrived_listens', given, 'replace');
  await put('retractions', given, 'append');
  await warehouse.remove(statement('remove_retracted'), {});
  await warehouse.remove(statement('remove_superseded'), {});
  await put('listens', statementParameters(statement('listens')), 'append');
}

type Disposition = 'replace' | 'append';

/** Replaces the catalogue tables. Idempotent; runs before `refreshListens`, whose watermark says what both have read. */
export async function refreshCatalogue(warehouse: Warehouse, { overlapSeconds }: RefreshOptions): Promise<void> {
  const given = { since: await messagesSince(warehouse, overlapSeconds) };
  await warehouse.materialise(statement('items'), given, { table: 'items', disposition: 'replace' });
  await warehouse.materialise(statement('item_tags'), {}, { table: 'item_tags', disposition: 'replace' });
}

async function messagesSince(warehouse: Warehouse, overlapSeconds: number): Promise<Date> {
  type Watermark = { readonly landed_at: Date | null };
  const [watermark] = await rowsOf<Watermark>(warehouse, statement('listens_watermark'), {});
  return new Date(Math.max(0, (watermark?.landed_at?.getTime() ?? 0) - overlapSeconds * 1_000));
}
