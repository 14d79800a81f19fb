/** Reads out of the warehouse what the gates judge. */
import type { ListenMeasures } from '#shared/domain/model/gates.ts';
import { rowsOf, type Warehouse } from '#shared/ports/warehouse.ts';
import { limits } from '#shared/schemas/limits.ts';
import { listensByDay } from '#shared/sql/checks/listens-by-day.ts';
import { statement, statementParameters } from '#shared/sql/engine/statement.ts';

export type MeasuredListens = ListenMeasures & {
  /** Unix seconds; null while there are none that can be believed. */
  readonly newestAt: number | null;
};

/** `at`: Unix seconds; what is later than the clocks of players may run ahead is absurd. */
export async function measureListens(warehouse: Warehouse, at: number): Promise<MeasuredListens> {
  const checks = statement('checks/listens');
  type Checked = {
    readonly listens: number;
    readonly absurd: number;
    readonly duplicates: number;
    readonly anonymous: number;
    readonly most_repeated: number;
    readonly busiest_day: number;
    readonly newest_at: number | null;
  };
  const oldest = new Date(limits.listenedAtMin * 1_000);
  const latest = new Date((at + limits.listenFutureSecondsMax) * 1_000);
  const given = statementParameters(checks, { oldest, as_of: latest });
  const [row] = await rowsOf<Checked>(warehouse, checks, given);
  if (row === undefined) throw new Error('Cannot judge the listens: "checks/listens" gave no row');
  const { most_repeated: mostRepeated, busiest_day: busiestDay, newest_at: newestAt, ...counts } = row;
  return { ...counts, mostRepeated, busiestDay, newestAt, days: await listensByDay(warehouse, at) };
}

export type ModelSizes = {
  readonly neighbours: number;
  readonly candidates: number;
  readonly lists: number;
  readonly relatedItems: number;
  /** Users with enough of their own, and those of them who are proposed enough. */
  readonly askingUsers: number;
  readonly servedUsers: number;
};

export async function measureModel(warehouse: Warehouse): Promise<ModelSizes> {
  const asked = statement('train/model_sizes');
  type Row = {
    readonly neighbours: number;
    readonly candidates: number;
    readonly lists: number;
    readonly related_items: number;
    readonly asking_users: number;
    readonly served_users: number;
  };
  const [row] = await rowsOf<Row>(warehouse, asked, statementParameters(asked));
  if (row === undefined) throw new Error('Cannot judge the model: "model_sizes" gave no row');
  const { related_items: relatedItems, asking_users: askingUsers, served_users: servedUsers, ...counts } = row;
  return { ...counts, relatedItems, askingUsers, servedUsers };
}

/** The most popular tracks of the model in the tables. */
export async function popularTracks(warehouse: Warehouse): Promise<string[]> {
  const rows = await rowsOf<{ readonly item_id: string }>(warehouse, statement('checks/popular_tracks'), {});
  return rows.map(({ item_id }) => item_id);
}

/** Messages published up to this instant are in `listens`; Unix seconds, 0 while there are none. */
export async function readWatermark(warehouse: Warehouse): Promise<number> {
  type Row = { readonly landed_at: Date | null };
  const [row] = await rowsOf<Row>(warehouse, statement('refresh/listens_watermark'), {});
  return Math.floor((row?.landed_at?.getTime() ?? 0) / 1_000);
}
