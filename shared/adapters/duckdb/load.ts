/** Appends rows by whole chunks, twice as fast as row by row. */
import { setImmediate } from 'node:timers/promises';
import { type DuckDBConnection, DuckDBDataChunk } from '@duckdb/node-api';
import { duckDbTypes, duckDbValueOf } from '#shared/adapters/duckdb/values.ts';
import { columnsOf } from '#shared/schemas/columns.ts';
import type { RowOf, TableName } from '#shared/schemas/tables.ts';

/** DuckDB's own vector size: the most rows one chunk holds. */
const chunkRows = 2_048;
/** Appending is synchronous: after this many rows, about 0.1 s, everything else gets a turn. */
const turnRows = 16 * chunkRows;

/** Appends rows of the schema of `table` to `target`. Throws for a value that does not fit its column, naming both. */
export async function appendRows<T extends TableName>(
  connection: DuckDBConnection,
  { table, target, rows }: { readonly table: T; readonly target: string; readonly rows: readonly RowOf<T>[] },
): Promise<void> {
  const columns = columnsOf(table).map(({ name, type }) => ({ name, type, what: `${table}.${name}` }));
  const types = columns.map(({ type }) => duckDbTypes[type]);
  const appender = await connection.createAppender(target);
  try {
    for (let from = 0; from < rows.length; from += chunkRows) {
      const some = rows.slice(from, from + chunkRows) as readonly Readonly<Record<string, unknown>>[];
      const chunk = DuckDBDataChunk.create(types, some.length);
      chunk.setColumns(columns.map(({ name, type, what }) => some.map((row) => duckDbValueOf(row[name], type, what))));
      appender.appendDataChunk(chunk);
      if (from % turnRows === 0) await setImmediate();
    }
    appender.flushSync();
  } finally {
    appender.closeSync();
  }
}
