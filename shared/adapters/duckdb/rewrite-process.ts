/** A process that makes a warehouse file of rows alone: its memory never held what was removed, so neither does the file. */
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { ensureTables } from '#shared/adapters/duckdb/schema.ts';
import { tableNames } from '#shared/schemas/tables.ts';

const [target = '', folder = ''] = process.argv.slice(2);
process.umask(0o077);
const database = await DuckDBInstance.create(target, { threads: '2', memory_limit: '768MB' });
const connection = await database.connect();
await connection.run(`SET TimeZone = 'UTC'`);
await ensureTables(connection);
for (const table of tableNames) {
  const file = join(folder, `${table}.parquet`).replaceAll("'", "''");
  await connection.run(`INSERT INTO ${table} BY NAME SELECT * FROM read_parquet('${file}')`);
}
await connection.run('CHECKPOINT');
connection.closeSync();
database.closeSync();
