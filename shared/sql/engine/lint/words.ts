/** The vocabulary of the portable subset: what both engines take alike, and what to write instead of the rest. */

/** Functions that mean the same on BigQuery and on DuckDB with its prelude. Nothing else may be called. */
export const functions: ReadonlySet<string> = new Set([
  ...['COUNT', 'COUNTIF', 'SUM', 'MIN', 'MAX', 'AVG'],
  ...['ROW_NUMBER', 'RANK', 'DENSE_RANK', 'LAG', 'LEAD'],
  ...['ABS', 'SQRT', 'POW', 'LN', 'FLOOR', 'CEIL', 'ROUND', 'MOD', 'DIV', 'SAFE_DIVIDE', 'GREATEST', 'LEAST'],
  ...['COALESCE', 'NULLIF', 'IF', 'CAST', 'SAFE_CAST'],
  ...['CONCAT', 'LOWER', 'LENGTH', 'STARTS_WITH', 'SUBSTR'],
  ...['JSON_VALUE', 'JSON_QUERY', 'JSON_QUERY_ARRAY', 'JSON_VALUE_ARRAY', 'UNNEST'],
  ...['UNIX_SECONDS', 'TIMESTAMP_SECONDS', 'TIMESTAMP_MILLIS'],
]);

const elapsed = 'subtract UNIX_SECONDS: DuckDB counts boundaries, GoogleSQL elapsed units';
const calendar = 'compute it outside and pass it as a parameter: weeks and zones differ';
const rows = 'deal in rows, with ROW_NUMBER where some are to be kept: arrays and structs differ';
const clock = 'pass the instant as a parameter: a statement has no clock';
const chance = 'pass a seed, or order by an id: a statement has no chance';
const sketch = 'count exactly: DuckDB and the judge have no such sketch';

/** What to write instead of a function that is known and differs. */
export const instead: ReadonlyMap<string, string> = new Map([
  ...['TIMESTAMP_DIFF', 'DATE_DIFF', 'DATETIME_DIFF'].map((name) => [name, elapsed] as const),
  ...['TIMESTAMP_ADD', 'TIMESTAMP_SUB', 'DATE_ADD', 'DATE_SUB'].map((name) => [name, elapsed] as const),
  ...['EXTRACT', 'DATE', 'DATETIME', 'TIMESTAMP', 'DATE_TRUNC', 'TIMESTAMP_TRUNC'].map(
    (name) => [name, calendar] as const,
  ),
  ...['FORMAT_DATE', 'FORMAT_TIMESTAMP', 'PARSE_TIMESTAMP', 'PARSE_DATE'].map((name) => [name, calendar] as const),
  ...['ARRAY_AGG', 'ARRAY', 'STRUCT', 'ARRAY_LENGTH', 'ARRAY_CONCAT', 'GENERATE_ARRAY', 'STRING_AGG', 'SPLIT'].map(
    (name) => [name, rows] as const,
  ),
  ...['CURRENT_TIMESTAMP', 'CURRENT_DATE', 'NOW'].map((name) => [name, clock] as const),
  ...['RAND', 'GENERATE_UUID', 'ANY_VALUE'].map((name) => [name, chance] as const),
  ...['APPROX_COUNT_DISTINCT', 'APPROX_QUANTILES', 'APPROX_TOP_COUNT'].map((name) => [name, sketch] as const),
  ['LOG', 'divide LN by LN: the order of the arguments differs'],
  ['EXP', 'use POW(2.0, x) of what cannot overflow: EXP(1000) is an error in one engine and infinite in the other'],
  ['FORMAT', 'format outside: numbers are written differently'],
  ['TO_JSON_STRING', 'write the columns: JSON is spelled differently'],
  ['FARM_FINGERPRINT', 'use the dense numbers of model_users and model_items: DuckDB has no such hash'],
  ['PERCENTILE_CONT', 'take the middle by ROW_NUMBER: one is an aggregate, the other a window'],
  ['REGEXP_CONTAINS', 'match outside, or STARTS_WITH: one matches a part, the other the whole'],
  ['MAX_BY', 'use ROW_NUMBER: the judge does not know it'],
  ['MIN_BY', 'use ROW_NUMBER: the judge does not know it'],
]);

/** Words before a parenthesis that are no functions. */
export const beforeParenthesis: ReadonlySet<string> = new Set([
  ...['AS', 'IN', 'OVER', 'EXISTS', 'AND', 'OR', 'NOT', 'ON', 'FROM', 'JOIN', 'WHERE', 'THEN', 'WHEN', 'ELSE'],
  ...['SELECT', 'BY', 'ALL', 'DISTINCT', 'HAVING', 'CASE', 'BETWEEN', 'LIMIT', 'IS'],
]);

/** Words that the adapter looks for, and that everyone reads more easily, in capitals. */
export const keywords: ReadonlySet<string> = new Set([
  ...beforeParenthesis,
  ...['WITH', 'GROUP', 'ORDER', 'PARTITION', 'UNION', 'LEFT', 'CROSS', 'FULL', 'OUTER', 'INNER', 'DELETE', 'END'],
  ...['DESC', 'ASC', 'NULL', 'TRUE', 'FALSE', 'INT64', 'FLOAT64', 'STRING', 'TIMESTAMP', 'BOOL', 'UNNEST'],
]);

/** Words that have no place in a portable statement, and what to do instead. */
export const refusals: ReadonlyMap<string, string> = new Map([
  ...['CREATE', 'INSERT', 'UPDATE', 'MERGE', 'DECLARE', 'DROP', 'ALTER', 'TRUNCATE', 'CALL', 'EXECUTE'].map(
    (word) => [word, 'write a SELECT or a DELETE: where rows go is said by the Warehouse port'] as const,
  ),
  ...['INTERVAL', 'DATE', 'DATETIME', 'TIME'].map((word) => [word, elapsed] as const),
  ...['ARRAY', 'STRUCT', 'OFFSET', 'ORDINAL', 'PIVOT', 'UNPIVOT', 'ROLLUP', 'CUBE'].map(
    (word) => [word, rows] as const,
  ),
  ['CLUSTER', 'say it in shared/schemas/tables.ts: it is configuration of the table'],
  ['OPTIONS', 'say it in shared/schemas/tables.ts: it is configuration of the table'],
  ['QUALIFY', 'rank in a common table expression and filter after it'],
  ['TABLESAMPLE', chance],
  ['IGNORE', 'leave NULL out with WHERE'],
  ['RESPECT', 'leave NULL out with WHERE'],
  ['NATURAL', 'name the columns of a join'],
  ['ILIKE', 'compare LOWER(x): GoogleSQL has no ILIKE'],
  ['NUMERIC', 'use FLOAT64 or INT64: decimals differ'],
  ['BIGNUMERIC', 'use FLOAT64 or INT64: decimals differ'],
]);
