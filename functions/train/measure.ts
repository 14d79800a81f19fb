/** Reads out of the warehouse what the gates judge. */
import type { ListenMeasures } from '#shared/domain/model/gates.ts';
import { tuning } from '#shared/domain/tuning.ts';
import { int64, type Parameters, rowsOf, type Warehouse } from '#shared/ports/warehouse.ts';
import { limits } from '#shared/schemas/limits.ts';
import { listensByDay } from '#shared/sql/checks/listens-by-day.ts';
import { statement, statementParameters } from '#shared/sql/engine/statement.ts';

export type MeasuredListens = ListenMeasures & {
  /** Unix seconds; null while there are none that can be believed. */
  readonly newestAt: number | null;
  /** Listeners whose listens cannot be believed, if they are few: they teach nobody. */
  readonly setAside: readonly OddListener[];
};

export type OddListener = {
  readonly userId: string;
  readonly absurd: number;
  readonly duplicates: number;
  readonly mostRepeated: number;
  readonly busiestDay: number;
};

type Checked = {
  readonly odd: boolean;
  readonly listeners: number;
  readonly listens: number;
  readonly absurd: number;
  readonly duplicates: number;
  readonly anonymous_share: number;
  readonly most_repeated: number;
  readonly busiest_day: number;
  readonly newest_at: number | null;
};

/** `at`: Unix seconds; what is later than the clocks of players may run ahead is absurd. */
export async function measureListens(warehouse: Warehouse, at: number): Promise<MeasuredListens> {
  const window = {
    oldest: new Date(limits.listenedAtMin * 1_000),
    as_of: new Date((at + limits.listenFutureSecondsMax) * 1_000),
  };
  const checks = statement('checks/listens');
  const rows = await rowsOf<Checked>(warehouse, checks, statementParameters(checks, window));
  const odd = rows.find((row) => row.odd)?.listeners ?? 0;
  const listeners = rows.reduce((sum, row) => sum + row.listeners, 0);
  const setAside = odd > 0 && areFew(odd, listeners) ? await oddListeners(warehouse, window) : [];
  const counted = setAside.length > 0 ? rows.filter((row) => !row.odd) : rows;
  const sum = (of: (row: Checked) => number): number => counted.reduce((total, row) => total + of(row), 0);
  const most = (of: (row: Checked) => number): number => counted.reduce((max, row) => Math.max(max, of(row)), 0);
  const newestAt = most(({ newest_at }) => newest_at ?? 0);
  return {
    listeners: sum((row) => row.listeners),
    listens: sum((row) => row.listens),
    absurd: sum((row) => row.absurd),
    duplicates: sum((row) => row.duplicates),
    anonymous: sum((row) => row.anonymous_share * row.listeners) / Math.max(1, listeners),
    mostRepeated: most((row) => row.most_repeated),
    busiestDay: most((row) => row.busiest_day),
    intact: await intactShare(warehouse),
    newestAt: newestAt === 0 ? null : newestAt,
    setAside,
    days: await listensByDay(
      warehouse,
      at,
      setAside.map(({ userId }) => userId),
    ),
  };
}

/** Few enough that it is them and not everybody's listens; in a small home nobody else is harmed. */
function areFew(odd: number, listeners: number): boolean {
  const { setAsideShareMax, setAsideMax, listenersMin } = tuning.model.gates;
  return listeners >= listenersMin && odd <= Math.min(setAsideMax, Math.max(1, setAsideShareMax * listeners));
}

async function oddListeners(warehouse: Warehouse, window: Parameters): Promise<OddListener[]> {
  const asked = statement('checks/odd_listeners');
  type Row = {
    readonly user_id: string;
    readonly absurd: number;
    readonly duplicates: number;
    readonly most_repeated: number;
    readonly busiest_day: number;
  };
  const listeners_max = int64(tuning.model.gates.setAsideMax);
  const rows = await rowsOf<Row>(warehouse, asked, statementParameters(asked, { ...window, listeners_max }));
  return rows.map(({ user_id: userId, most_repeated: mostRepeated, busiest_day: busiestDay, ...counts }) => ({
    userId,
    mostRepeated,
    busiestDay,
    ...counts,
  }));
}

async function intactShare(warehouse: Warehouse): Promise<number | null> {
  const asked = statement('checks/intact_listeners');
  type Row = { readonly listeners: number; readonly intact: number };
  const [row] = await rowsOf<Row>(warehouse, asked, statementParameters(asked));
  return row === undefined || row.listeners === 0 ? null : row.intact / row.listeners;
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
