/** Every statement before the judge: it analyses, and its rows are DuckDB's. `npm run judge` fetches the judge. */
import { afterAll, describe, expect, it } from 'vitest';
import { openWarehouse } from '#shared/adapters/duckdb/warehouse.ts';
import { rowsOf, type Statement } from '#shared/ports/warehouse.ts';
import type { TableName } from '#shared/schemas/tables.ts';
import { statement, statementNames } from '#shared/sql/engine/statement.ts';
import { judgeIsInstalled } from '#test/support/judge/client.ts';
import { contentsOf, fillWarehouse, parametersOf } from '#test/support/judge/inputs.ts';
import { openJudge, type Row } from '#test/support/judge/judge.ts';

const required = process.env.SEGUE_REQUIRE_JUDGE === '1';

it.skipIf(!required)('SEGUE_REQUIRE_JUDGE: the judge is installed', () => {
  expect(judgeIsInstalled, 'run "npm run judge", which fetches it').toBe(true);
});

describe.skipIf(!judgeIsInstalled)('the judge (skipped until "npm run judge" has fetched it)', async () => {
  if (!judgeIsInstalled) return;
  // With one thread DuckDB adds in one order only, so a difference is a difference.
  const warehouse = await openWarehouse({ path: ':memory:', threads: 1 });
  await fillWarehouse(warehouse);
  const contents = await contentsOf(warehouse);
  const judge = await openJudge(contents);
  afterAll(async () => {
    await judge[Symbol.asyncDispose]();
    await warehouse.close();
  });

  const queries = statementNames().filter((name) => !isDelete(statement(name)));
  const deletes = statementNames().filter((name) => isDelete(statement(name)));

  it('has every table filled', () => {
    expect([...contents].filter(([, rows]) => rows.length === 0).map(([table]) => table)).toEqual([]);
  });

  it.each(queries)('%s.sql: GoogleSQL gives the rows of DuckDB', async (name) => {
    const asked = statement(name);
    const parameters = parametersOf(asked);
    const ours = await rowsOf<Row>(warehouse, asked, parameters);
    const theirs = await judge.rows(asked.text, parameters);
    expect(ours.length, 'an empty answer proves nothing').toBeGreaterThan(0);
    expectSame(ours, theirs, isOrdered(asked));
  });

  it.each(deletes)('%s.sql: GoogleSQL removes as many rows as DuckDB', async (name) => {
    const asked = statement(name);
    const table = /DELETE FROM (\w+)/.exec(asked.text)?.[1] as TableName;
    const removed = await warehouse.remove(asked, parametersOf(asked));
    await warehouse.load(table, (contents.get(table) ?? []) as never, 'replace');
    expect(removed, 'a removal of nothing proves nothing').toBeGreaterThan(0);
    expect(await judge.removed(asked.text, parametersOf(asked))).toBe(removed);
  });

  it('refuses what BigQuery refuses, and notices what DuckDB computes otherwise', async () => {
    await expect(judge.rows('SELECT item_id::STRING FROM items', {})).rejects.toThrow('refuses');
    await expect(judge.rows('SELECT nothing FROM items', {})).rejects.toThrow('Unrecognized name: nothing');
    const [theirs] = await judge.rows('SELECT CAST(2.5 AS INT64) AS x', {});
    const [ours] = await rowsOf<Row>(warehouse, { name: 'cast', text: 'SELECT CAST(2.5 AS INT64) AS x' }, {});
    expect([theirs?.x, ours?.x]).toEqual([3, 2]);
  });
});

const isDelete = ({ text }: Statement): boolean => /^DELETE/m.test(text);
/** An ORDER BY that is not indented is the statement's own. */
const isOrdered = ({ text }: Statement): boolean => /^ORDER BY/m.test(text);

function expectSame(ours: readonly Row[], theirs: readonly Row[], ordered: boolean): void {
  const [mine, others] = ordered ? [ours, theirs] : [sorted(ours), sorted(theirs)];
  expect(others.length).toBe(mine.length);
  mine.forEach((row, index) => {
    const other = others[index] as Row;
    expect(Object.keys(other)).toEqual(Object.keys(row));
    for (const [column, value] of Object.entries(row)) {
      if (typeof value === 'number' && typeof other[column] === 'number') expectNear(other[column], value, column);
      else expect(other[column], column).toEqual(value);
    }
  });
}

function expectNear(found: number, wanted: number, column: string): void {
  const off = Math.abs(found - wanted) / Math.max(Math.abs(wanted), 1e-300);
  expect(off, `${column}: ${found} is not ${wanted}`).toBeLessThan(1e-9);
}

/** By value, with numbers cut to what both engines agree on. */
function sorted(rows: readonly Row[]): Row[] {
  const keyed = rows.map((row) => [JSON.stringify(Object.values(row).map(coarse)), row] as const);
  return keyed.sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
}

const coarse = (value: Row[string]): unknown => (typeof value === 'number' ? value.toPrecision(7) : value);
