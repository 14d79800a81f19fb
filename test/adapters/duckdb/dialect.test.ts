import { afterAll, describe, expect, it } from 'vitest';
import { translateToDuckDb } from '#shared/adapters/duckdb/dialect.ts';
import { openWarehouse } from '#shared/adapters/duckdb/warehouse.ts';
import { rowsOf } from '#shared/ports/warehouse.ts';

const warehouse = await openWarehouse({ path: ':memory:' });
afterAll(() => warehouse.close());

/** The value of a GoogleSQL expression on DuckDB. */
async function evaluated(expression: string): Promise<unknown> {
  const rows = await rowsOf<{ x: unknown }>(warehouse, { name: 'test', text: `SELECT ${expression} AS x` }, {});
  return rows[0]?.x;
}

describe('toDuckDb', () => {
  it.each([
    ['a parameter', 'SELECT @user_id, @a1', 'SELECT $user_id, $a1'],
    ['a decimal literal', 'SELECT 0.5, .5, 1., 1.5e3, 2, a1.b2', 'SELECT 0.5e0, .5e0, 1.e0, 1.5e3, 2, a1.b2'],
    ['types', 'CAST(x AS INT64), CAST(y AS FLOAT64)', 'CAST(x AS BIGINT), CAST(y AS DOUBLE)'],
    ['more types', 'CAST(x AS STRING), CAST(y AS TIMESTAMP)', 'CAST(x AS VARCHAR), CAST(y AS TIMESTAMPTZ)'],
    ['a safe cast', 'SAFE_CAST(x AS INT64)', 'TRY_CAST(x AS BIGINT)'],
    ['a timestamp literal', "TIMESTAMP '2026-01-01 00:00:00+00'", "TIMESTAMPTZ '2026-01-01 00:00:00+00'"],
    ['an unnested array', 'FROM t CROSS JOIN UNNEST(xs) AS x', 'FROM t CROSS JOIN UNNEST(xs) AS x_(x)'],
    ['an unnested call', 'FROM t, UNNEST(f(a, (b))) AS x', 'FROM t, UNNEST(f(a, (b))) AS x_(x)'],
    ['a string', "SELECT '@p 0.5 INT64 -- no'", "SELECT '@p 0.5 INT64 -- no'"],
    ['a comment', 'SELECT 1 -- @p 0.5\n/* INT64 */', 'SELECT 1 -- @p 0.5\n/* INT64 */'],
  ])('rewrites %s', (_what, google, duck) => {
    expect(translateToDuckDb(google)).toBe(duck);
  });
});

describe('prelude', () => {
  it.each([
    ['SAFE_DIVIDE(1, 2)', 0.5],
    ['SAFE_DIVIDE(1, 0)', null],
    ['SAFE_DIVIDE(1.0, 0.0)', null],
    ['SAFE_DIVIDE(NULL, 2)', null],
    ['GREATEST(1, NULL)', null],
    ['GREATEST(1, 2)', 2],
    ['LEAST(1.5, 2)', 1.5],
    ['LEAST(NULL, 2)', null],
    [`JSON_VALUE('{"a":"\\u00e9\\"x"}', '$.a')`, 'é"x'],
    [`JSON_VALUE('{"a":3}', '$.a')`, '3'],
    [`JSON_VALUE('{"a":true}', '$.a')`, 'true'],
    [`JSON_VALUE('{"a":null}', '$.a')`, null],
    [`JSON_VALUE('{"a":{"b":1}}', '$.a')`, null],
    [`JSON_VALUE('{"a":{"b":1}}', '$.a.b')`, '1'],
    [`JSON_VALUE('{"a":1}', '$.b')`, null],
    [`JSON_QUERY('{"a":["x",2]}', '$.a')`, '["x",2]'],
    [`JSON_QUERY('{"a":1}', '$.b')`, null],
    ["UNIX_SECONDS(TIMESTAMP '1969-12-31 23:59:59.5+00')", -1],
    ["UNIX_SECONDS(TIMESTAMP '2026-01-01 00:00:00.9+00')", 1_767_225_600],
    ['UNIX_SECONDS(TIMESTAMP_SECONDS(-5))', -5],
    ['UNIX_SECONDS(TIMESTAMP_MILLIS(1999))', 1],
    ['TIMESTAMP_SECONDS(1767225600)', new Date('2026-01-01T00:00:00Z')],
    ['DIV(7, 2)', 3],
    ['DIV(-7, 2)', -3],
    ['MOD(-7, 2)', -1],
    ['ROUND(0.5)', 1],
    ['ROUND(-2.5)', -3],
    ['0.1 + 0.2', 0.1 + 0.2],
    ["SAFE_CAST('7' AS INT64)", 7],
    ["SAFE_CAST('x' AS INT64)", null],
    ["COALESCE(NULL, 'a')", 'a'],
    ["LOWER('ÄÖ')", 'äö'],
  ])('%s is %j', async (expression, value) => {
    expect(await evaluated(expression)).toEqual(value);
  });

  it.each([
    ['JSON_QUERY_ARRAY', `JSON_QUERY_ARRAY('{"a":[{"b":1},"x",2]}', '$.a')`, ['{"b":1}', '"x"', '2']],
    ['JSON_VALUE_ARRAY', `JSON_VALUE_ARRAY('{"a":["x",2]}', '$.a')`, ['x', '2']],
    ['JSON_VALUE_ARRAY of the root', `JSON_VALUE_ARRAY('["x","y"]', '$')`, ['x', 'y']],
    ['an array that is not there', `JSON_QUERY_ARRAY('{"a":1}', '$.b')`, []],
  ])('%s can be unnested', async (_what, array, values) => {
    const text = `WITH arrays AS (SELECT ${array} AS xs) SELECT x FROM arrays CROSS JOIN UNNEST(xs) AS x`;
    const rows = await rowsOf<{ x: string }>(warehouse, { name: 'test', text }, {});
    expect(rows.map(({ x }) => x)).toEqual(values);
  });

  it('sums of whole numbers stay whole numbers', async () => {
    expect(await evaluated('(SELECT SUM(n) FROM (SELECT 1 AS n UNION ALL SELECT 2 AS n))')).toBe(3);
  });
});
