/** Brings `listens` and the catalogue up to the messages that landed: the statements in their order. */
import { int64, type Parameters, rowsOf, type Warehouse } from '#shared/ports/warehouse.ts';
import { statement, statementParameters } from '#shared/sql/engine/statement.ts';

export type RefreshOptions = {
  /**
   * Seconds before the newest message that was counted, from which messages are read again: as long as one may take
   * to land. In the cloud a subscription retries for a week; in one process nothing overtakes.
   */
  readonly overlapSeconds: number;
  /**
   * Characters of messages that are parsed at once; all of them when left out. DuckDB parses thousands of messages in one
   * go and needs several times their size for it, BigQuery spreads them by itself.
   */
  readonly sliceCharacters?: number;
};

/**
 * 64 MB of messages, about 240,000 listens. DuckDB reads thousands of messages at once or none of them, and a commit costs
 * what it costs: slices a quarter as large take twice the time and save a tenth of the memory.
 */
export const embeddedSliceCharacters = 64_000_000;

/** A week of retries, and a day for the clocks of the services in between. */
export const cloudOverlapSeconds = 8 * 86_400;

/** What a rebuild waits for landed lately; what took longer to land is read by the next training. */
export const cloudRebuildOverlapSeconds = 3_600;

/**
 * Idempotent, and right after a crash between any two statements, but only one may run at a time: two that append the
 * same listens side by side would count them twice.
 *
 *   read messages ─▶ describe their items ─▶ note who was shown what ─▶ note echoes and what was
 *                 taken back ─▶ remove both ─▶ remove what was told earlier ─▶ append what is new
 *
 * Listens come last, because the newest of them is the watermark, and because others read meanwhile: whatever is counted
 * is described and has its tags, also when messages land or the process dies in between.
 */
export async function refresh(warehouse: Warehouse, options: RefreshOptions): Promise<void> {
  for (const slice of await slicesOf(warehouse, options)) {
    await put(warehouse, {
      table: 'arrived_listens',
      disposition: 'replace',
      parameters: dialsOf('arrived_listens', slice),
    });
    await describeItems(warehouse, slice);
    await put(warehouse, { table: 'exposures', disposition: 'append', parameters: slice });
    await countArrived(warehouse, slice);
  }
}

/** The listens alone. */
export async function refreshListens(warehouse: Warehouse, options: RefreshOptions): Promise<void> {
  for (const slice of await slicesOf(warehouse, options)) {
    await put(warehouse, {
      table: 'arrived_listens',
      disposition: 'replace',
      parameters: dialsOf('arrived_listens', slice),
    });
    await countArrived(warehouse, slice);
  }
}

/** The catalogue tables alone. */
export async function refreshCatalogue(warehouse: Warehouse, options: RefreshOptions): Promise<void> {
  for (const slice of await slicesOf(warehouse, options)) await describeItems(warehouse, slice);
}

async function describeItems(warehouse: Warehouse, slice: Slice): Promise<void> {
  await put(warehouse, {
    table: 'item_words',
    disposition: 'replace',
    parameters: statementParameters(statement('refresh/item_words'), slice),
  });
  await put(warehouse, {
    table: 'items',
    disposition: 'replace',
    parameters: statementParameters(statement('refresh/items')),
  });
  await put(warehouse, { table: 'item_tags', disposition: 'replace' });
}

async function countArrived(warehouse: Warehouse, slice: Slice): Promise<void> {
  await put(warehouse, { table: 'retractions', disposition: 'append', parameters: slice });
  await put(warehouse, { table: 'echoes', disposition: 'append', parameters: dialsOf('echoes') });
  await warehouse.remove(statement('refresh/remove_echoes'), {});
  await warehouse.remove(statement('refresh/remove_superseded'), {});
  await put(warehouse, {
    table: 'listens',
    disposition: 'append',
    parameters: dialsOf('listens'),
  });
}

type Refreshed =
  | 'arrived_listens'
  | 'retractions'
  | 'echoes'
  | 'listens'
  | 'item_words'
  | 'items'
  | 'item_tags'
  | 'exposures';

function dialsOf(table: Refreshed, given: Parameters = {}): Parameters {
  return statementParameters(statement(`refresh/${table}`), given);
}

type Put = { readonly table: Refreshed; readonly disposition: 'replace' | 'append'; readonly parameters?: Parameters };

function put(warehouse: Warehouse, { table, disposition, parameters = {} }: Put): Promise<void> {
  return warehouse.materialise(statement(`refresh/${table}`), parameters, { table, disposition });
}

type Slice = { readonly since: Date; readonly until: Date };

/** The messages to read, cut where needed, in the order of publication: a run that dies has done the earlier ones. */
async function slicesOf(warehouse: Warehouse, { overlapSeconds, sliceCharacters }: RefreshOptions): Promise<Slice[]> {
  const since = await messagesSince(warehouse, overlapSeconds);
  if (sliceCharacters === undefined) return [{ since, until: endOfTime }];
  type Row = { readonly begins_at: Date; readonly ends_at: Date };
  const given = { since, slice_characters: int64(sliceCharacters) };
  const rows = await rowsOf<Row>(warehouse, statement('refresh/message_slices'), given);
  return rows.map(({ begins_at, ends_at }) => ({ since: begins_at, until: ends_at }));
}

/** The last instant of BigQuery's TIMESTAMP, to the second. */
const endOfTime = new Date('9999-12-31T23:59:59Z');

async function messagesSince(warehouse: Warehouse, overlapSeconds: number): Promise<Date> {
  type Watermark = { readonly landed_at: Date | null };
  const [watermark] = await rowsOf<Watermark>(warehouse, statement('refresh/listens_watermark'), {});
  return new Date(Math.max(0, (watermark?.landed_at?.getTime() ?? 0) - overlapSeconds * 1_000));
}
