/** How many listens each of the last days brought: what training and the watch hold against its own past. */
import { int64, rowsOf, type Warehouse } from '#shared/ports/warehouse.ts';
import { statement, statementParameters } from '#shared/sql/engine/statement.ts';

/** The day that ended and the four weeks before it. */
const daysMeasured = 29;

/** Listens by day but those of users set aside; the first is the day that ends at `at`, Unix seconds. */
export async function listensByDay(
  warehouse: Warehouse,
  at: number,
  setAside: readonly string[] = [],
): Promise<number[]> {
  const asked = statement('checks/days');
  const given = statementParameters(asked, {
    as_of: new Date(at * 1_000),
    days: int64(daysMeasured),
    set_aside: JSON.stringify(setAside),
  });
  const days = Array<number>(daysMeasured).fill(0);
  type Day = { readonly days_ago: number; readonly listens: number };
  for (const { days_ago, listens } of await rowsOf<Day>(warehouse, asked, given)) days[days_ago] = listens;
  return days;
}
