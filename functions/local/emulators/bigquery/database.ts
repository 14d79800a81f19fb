/** Datasets and tables in DuckDB: a dataset is a schema. Writers take turns; every query has a connection of its own. */
import { type DuckDBConnection, DuckDBDataChunk, DuckDBInstance } from '@duckdb/node-api';
import { BigQueryError } from '#functions/local/emulators/bigquery/failure.ts';
import { duckDbType, type Field, fromJson, resultField } from '#functions/local/emulators/bigquery/types.ts';
import { prelude } from '#shared/adapters/duckdb/prelude.ts';

export type TableReference = { readonly datasetId: string; readonly tableId: string };

export type EmulatedDatabase = {
  /** A connection that finds unqualified names in the dataset, for one reader. */
  reading<R>(datasetId: string | undefined, work: (connection: DuckDBConnection) => Promise<R>): Promise<R>;
  /** The same, alone and in a transaction. */
  writing<R>(datasetId: string | undefined, work: (connection: DuckDBConnection) => Promise<R>): Promise<R>;
  /** Alone and in a transaction, on a connection that has been reading: what it read then is not read again. */
  committing<R>(connection: DuckDBConnection, work: () => Promise<R>): Promise<R>;
  close(): Promise<void>;
};

/** One thread: sums are the same to the last bit in every run. */
export async function openEmulatedDatabase(path: string): Promise<EmulatedDatabase> {
  const instance = await DuckDBInstance.create(path, {
    threads: '1',
    default_null_order: 'nulls_first_on_asc_last_on_desc',
    autoinstall_known_extensions: 'false',
  });
  const idle: DuckDBConnection[] = [];
  let lastWrite: Promise<unknown> = Promise.resolve();

  const open = async (): Promise<DuckDBConnection> => {
    const connection = await instance.connect();
    for (const line of prelude) await connection.run(line);
    return connection;
  };
  const reading: EmulatedDatabase['reading'] = async (datasetId, work) => {
    const connection = idle.pop() ?? (await open());
    try {
      if (datasetId !== undefined)
        await connection.run(`SET schema = ${quoted(datasetId, "'")}`).catch(noDataset(datasetId));
      return await work(connection);
    } finally {
      await connection.run("SET schema = 'main'");
      idle.push(connection);
    }
  };

  const alone = <R>(work: () => Promise<R>): Promise<R> => {
    const run = lastWrite.then(work);
    lastWrite = run.catch(() => undefined);
    return run;
  };

  return {
    reading,
    writing: (datasetId, work) => alone(() => reading(datasetId, (connection) => inTransaction(connection, work))),
    committing: (connection, work) => alone(() => inTransaction(connection, work)),
    close: async () => {
      await lastWrite;
      for (const connection of idle) connection.closeSync();
      instance.closeSync();
    },
  };
}

async function inTransaction<R>(
  connection: DuckDBConnection,
  work: (connection: DuckDBConnection) => Promise<R>,
): Promise<R> {
  await connection.run('BEGIN TRANSACTION');
  try {
    const result = await work(connection);
    await connection.run('COMMIT');
    return result;
  } catch (error) {
    await connection.run('ROLLBACK').catch(() => undefined);
    throw error;
  }
}

function quoted(name: string, quote: '"' | "'" = '"'): string {
  if (!/^[\w-]{1,1024}$/.test(name)) throw new BigQueryError('invalid', `Invalid id "${name}"`);
  return `${quote}${name}${quote}`;
}

export const tableSql = ({ datasetId, tableId }: TableReference): string => `${quoted(datasetId)}.${quoted(tableId)}`;

const noDataset = (datasetId: string) => (): never => {
  throw new BigQueryError('notFound', `Not found: Dataset ${datasetId}`);
};

export async function createDataset(connection: DuckDBConnection, datasetId: string): Promise<void> {
  if (await hasDataset(connection, datasetId))
    throw new BigQueryError('duplicate', `Already Exists: Dataset ${datasetId}`);
  await connection.run(`CREATE SCHEMA ${quoted(datasetId)}`);
}

export async function dropDataset(connection: DuckDBConnection, datasetId: string): Promise<void> {
  if (!(await hasDataset(connection, datasetId))) noDataset(datasetId)();
  await connection.run(`DROP SCHEMA ${quoted(datasetId)} CASCADE`);
}

export async function hasDataset(connection: DuckDBConnection, datasetId: string): Promise<boolean> {
  const text = `SELECT 1 FROM information_schema.schemata WHERE schema_name = ${quoted(datasetId, "'")}`;
  return (await connection.runAndReadAll(text)).currentRowCount > 0;
}

export async function tableIdsOf(connection: DuckDBConnection, datasetId: string): Promise<string[]> {
  const text = `SELECT table_name FROM information_schema.tables WHERE table_schema = ${quoted(datasetId, "'")} ORDER BY 1`;
  return (await connection.runAndReadAll(text)).getRows().map(([name]) => String(name));
}

export async function createEmulatedTable(
  connection: DuckDBConnection,
  table: TableReference,
  fields: readonly Field[],
): Promise<void> {
  if (!(await hasDataset(connection, table.datasetId))) noDataset(table.datasetId)();
  if ((await tableIdsOf(connection, table.datasetId)).includes(table.tableId)) {
    throw new BigQueryError('duplicate', `Already Exists: Table ${table.tableId}`);
  }
  const columns = fields.map(
    ({ name, type, mode }) => `${quoted(name)} ${duckDbType(type)}${mode === 'REQUIRED' ? ' NOT NULL' : ''}`,
  );
  await connection.run(`CREATE TABLE ${tableSql(table)} (${columns.join(', ')})`);
}

/** The columns of a table; a Failure when it is not there. */
export async function fieldsOf(connection: DuckDBConnection, table: TableReference): Promise<Field[]> {
  if (!(await hasDataset(connection, table.datasetId))) noDataset(table.datasetId)();
  if (!(await tableIdsOf(connection, table.datasetId)).includes(table.tableId)) {
    throw new BigQueryError('notFound', `Not found: Table ${table.datasetId}.${table.tableId}`);
  }
  const result = await connection.run(`SELECT * FROM ${tableSql(table)} LIMIT 0`);
  return result.columnNames().map((name, index) => resultField(name, result.columnTypeId(index)));
}

export async function count(connection: DuckDBConnection, table: TableReference): Promise<number> {
  const reader = await connection.runAndReadAll(`SELECT COUNT(*) FROM ${tableSql(table)}`);
  return Number(reader.getRows()[0]?.[0] ?? 0);
}

const chunkRows = 2_048;

/** Appends JSON rows. A Failure names the row and field that do not fit; then nothing of the transaction stays. */
export async function appendJsonRows(
  connection: DuckDBConnection,
  table: TableReference,
  rows: readonly Readonly<Record<string, unknown>>[],
): Promise<void> {
  const fields = await fieldsOf(connection, table);
  const known = new Set(fields.map(({ name }) => name));
  const unknown = rows.flatMap(Object.keys).find((name) => !known.has(name));
  if (unknown !== undefined) throw new BigQueryError('invalid', `No such field: ${unknown}`);
  const appender = await connection.createAppender(table.tableId, table.datasetId);
  try {
    for (let from = 0; from < rows.length; from += chunkRows) {
      const some = rows.slice(from, from + chunkRows);
      const chunk = DuckDBDataChunk.create(
        fields.map(({ type }) => duckDbType(type)),
        some.length,
      );
      chunk.setColumns(
        fields.map(({ name, type }) =>
          some.map((row, index) => fromJson(row[name], type, `${name} in row ${from + index}`)),
        ),
      );
      appender.appendDataChunk(chunk);
    }
    appender.flushSync();
  } finally {
    appender.closeSync();
  }
}
