/** The tables of shared/schemas/tables.ts in DuckDB: made when missing, replaced whole. */
import type { DuckDBConnection } from '@duckdb/node-api';
import { duckDbTypes } from '#shared/adapters/duckdb/values.ts';
import { columnsOf } from '#shared/schemas/columns.ts';
import { type TableName, tableNames } from '#shared/schemas/tables.ts';

/**
 * Makes missing tables and adds columns that a newer version declares and that may be NULL. Throws when a table cannot
 * be brought to its schema that way.
 */
export async function ensureTables(connection: DuckDBConnection): Promise<void> {
  for (const table of tableNames) {
    const present = await presentColumns(connection, table);
    if (present.size === 0) await createTable(connection, table, table);
    else await addColumns(connection, table, present);
  }
}

async function presentColumns(connection: DuckDBConnection, table: TableName): Promise<Map<string, string>> {
  const described = await connection.runAndReadAll(
    'SELECT column_name, data_type FROM information_schema.columns WHERE table_name = $table',
    { table },
  );
  return new Map(described.getRows().map(([name, type]) => [String(name), String(type)]));
}

async function addColumns(
  connection: DuckDBConnection,
  table: TableName,
  present: ReadonlyMap<string, string>,
): Promise<void> {
  for (const { name, type, nullable } of columnsOf(table)) {
    const found = present.get(name);
    if (found === String(duckDbTypes[type])) continue;
    if (found !== undefined || !nullable) {
      throw new Error(`Cannot open the warehouse: "${table}.${name}" is ${found ?? 'missing'} and must be ${type}`);
    }
    await connection.run(`ALTER TABLE ${table} ADD COLUMN ${name} ${duckDbTypes[type]}`);
  }
}

/** Makes an empty table of the schema of `table` under the name `as`, and returns that name. */
export async function createTable(connection: DuckDBConnection, table: TableName, as: string): Promise<string> {
  const columns = columnsOf(table).map(
    ({ name, type, nullable }) => `${name} ${duckDbTypes[type]}${nullable ? '' : ' NOT NULL'}`,
  );
  await connection.run(`CREATE TABLE ${as} (${columns.join(', ')})`);
  return as;
}

/** Puts `next` in the place of `table`. Readers that began before keep the rows they began with. */
export async function replaceTable(connection: DuckDBConnection, table: TableName, next: string): Promise<void> {
  await connection.run(`DROP TABLE ${table}`);
  await connection.run(`ALTER TABLE ${next} RENAME TO ${table}`);
}
