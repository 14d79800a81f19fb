/** GoogleSQL's functions where DuckDB lacks them or means something else, as macros; test/adapters/duckdb/ holds each. */

/** Run once on every connection: macros are temporary, so that a data file never keeps those of an older version. */
export const prelude: readonly string[] = [
  `SET TimeZone = 'UTC'`,

  // DuckDB divides by zero to infinity.
  `CREATE TEMP MACRO safe_divide(a, b) AS CASE WHEN b = 0 THEN NULL ELSE a / b END`,

  // DuckDB's own GREATEST and LEAST ignore NULL.
  `CREATE TEMP MACRO greatest(a, b) AS CASE WHEN a IS NULL OR b IS NULL THEN NULL WHEN a < b THEN b ELSE a END`,
  `CREATE TEMP MACRO least(a, b) AS CASE WHEN a IS NULL OR b IS NULL THEN NULL WHEN b < a THEN b ELSE a END`,

  // DuckDB's own CONCAT takes NULL for empty text.
  `CREATE TEMP MACRO concat(a, b) AS a || b, (a, b, c) AS a || b || c, (a, b, c, d) AS a || b || c || d`,

  // A scalar as text; NULL for an object, an array, a JSON null and what is not there. DuckDB's own leaves text in quotes.
  `CREATE TEMP MACRO json_value(json, path) AS json_extract_string(system.main.json_value(json, path), '$')`,
  // Any value as JSON text.
  `CREATE TEMP MACRO json_query(json, path) AS CAST(json_extract(json, path) AS VARCHAR)`,
  `CREATE TEMP MACRO json_query_array(json, path) AS CAST(json_extract(json, path || '[*]') AS VARCHAR[])`,
  `CREATE TEMP MACRO json_value_array(json, path) AS json_extract_string(json, path || '[*]')`,

  // Rounded down to the second, also before 1970.
  `CREATE TEMP MACRO unix_seconds(instant) AS
     (epoch_us(instant) - ((epoch_us(instant) % 1000000) + 1000000) % 1000000) // 1000000`,
  `CREATE TEMP MACRO timestamp_seconds(seconds) AS make_timestamptz(CAST(seconds AS BIGINT) * 1000000)`,
  `CREATE TEMP MACRO timestamp_millis(milliseconds) AS make_timestamptz(CAST(milliseconds AS BIGINT) * 1000)`,

  // Whole division towards zero.
  `CREATE TEMP MACRO div(a, b) AS a // b`,
];
