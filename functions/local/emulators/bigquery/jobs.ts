/** Query and load jobs: each reads the tables as they are when it begins, and commits what it makes of them at its end. */
import type { DuckDBConnection, DuckDBType, DuckDBValue } from '@duckdb/node-api';
import {
  appendJsonRows,
  count,
  type EmulatedDatabase,
  fieldsOf,
  type TableReference,
  tableIdsOf,
  tableSql,
} from '#functions/local/emulators/bigquery/database.ts';
import { BigQueryError } from '#functions/local/emulators/bigquery/failure.ts';
import { duckDbType, type Field, fromJson, resultField, toJson } from '#functions/local/emulators/bigquery/types.ts';
import { translateToDuckDb } from '#shared/adapters/duckdb/dialect.ts';
import { parameterNames } from '#shared/sql/engine/tokens.ts';

export type ResultRow = { readonly f: readonly { readonly v: string | null }[] };

export type JobOutcome = {
  readonly fields: readonly Field[];
  readonly rows: readonly ResultRow[];
  readonly affectedRows?: number;
  readonly bytes: number;
};

export type QueryConfiguration = {
  readonly query: string;
  readonly queryParameters?: readonly {
    readonly name?: string;
    readonly parameterType: { readonly type: string };
    readonly parameterValue: { readonly value?: string };
  }[];
  readonly defaultDataset?: { readonly datasetId: string };
  readonly destinationTable?: TableReference;
  readonly createDisposition?: string;
  readonly writeDisposition?: string;
};

export type LoadConfiguration = {
  readonly destinationTable: TableReference;
  readonly sourceFormat?: string;
  readonly writeDisposition?: string;
};

type Bound = { readonly values: Record<string, DuckDBValue>; readonly types: Record<string, DuckDBType> };

/** What is waited for before a job commits. */
type BeforeCommit = () => Promise<void>;
const atOnce: BeforeCommit = async () => undefined;

export async function runQuery(
  database: EmulatedDatabase,
  query: QueryConfiguration,
  beforeCommit: BeforeCommit = atOnce,
): Promise<JobOutcome> {
  const bound = bind(query);
  const text = translateToDuckDb(query.query);
  const { destinationTable: destination, defaultDataset } = query;
  const datasetId = defaultDataset?.datasetId;
  if (destination !== undefined) {
    return database.reading(datasetId, async (connection) => {
      await connection.run(`CREATE OR REPLACE TEMP TABLE query_result AS ${text}`, bound.values, bound.types);
      await beforeCommit();
      return database.committing(connection, () => store(connection, { ...query, destination }));
    });
  }
  const isRead = /^(?:\s+|--[^\n]*\n)*(SELECT|WITH)\b/i.test(query.query);
  if (isRead) {
    const outcome = await database.reading(datasetId, (connection) => select(connection, text, bound));
    await beforeCommit();
    return outcome;
  }
  await beforeCommit();
  return database.writing(datasetId, (connection) => change(connection, text, bound));
}

/** Judges the statement without running it. Bytes: eight for every value of the tables that it names. */
export async function dryRun(database: EmulatedDatabase, query: QueryConfiguration): Promise<JobOutcome> {
  const bound = bind(query);
  return database.reading(query.defaultDataset?.datasetId, async (connection) => {
    const prepared = await connection.prepare(translateToDuckDb(query.query));
    prepared.bind(bound.values, bound.types);
    const datasetId = query.defaultDataset?.datasetId ?? '';
    const tables = datasetId === '' ? [] : await tableIdsOf(connection, datasetId);
    let bytes = 0;
    for (const tableId of tables.filter((name) => new RegExp(`\\b${name}\\b`).test(query.query))) {
      const columns = (await fieldsOf(connection, { datasetId, tableId })).length;
      bytes += 8 * columns * (await count(connection, { datasetId, tableId }));
    }
    return { fields: [], rows: [], bytes };
  });
}

type Loaded = { readonly data: string; readonly beforeCommit: BeforeCommit };

export async function runLoad(
  database: EmulatedDatabase,
  load: LoadConfiguration,
  { data, beforeCommit }: Loaded,
): Promise<JobOutcome> {
  const { destinationTable: table, sourceFormat, writeDisposition = 'WRITE_APPEND' } = load;
  if (sourceFormat !== 'NEWLINE_DELIMITED_JSON')
    throw new BigQueryError('invalid', `Format ${sourceFormat} is not supported here`);
  const rows = data.split('\n').flatMap((line, index) => (line === '' ? [] : [parseRow(line, index)]));
  await beforeCommit();
  await database.writing(undefined, async (connection) => {
    await fieldsOf(connection, table);
    await makeRoom(connection, table, writeDisposition);
    await appendJsonRows(connection, table, rows);
  });
  return { fields: [], rows: [], bytes: data.length, affectedRows: rows.length };
}

function parseRow(line: string, index: number): Record<string, unknown> {
  try {
    return JSON.parse(line);
  } catch {
    throw new BigQueryError('invalid', `Error while reading data: row ${index} is not JSON`);
  }
}

function bind({ query, queryParameters = [] }: QueryConfiguration): Bound {
  const given = new Map(queryParameters.map((parameter) => [parameter.name ?? '', parameter]));
  const values: Bound['values'] = {};
  const types: Bound['types'] = {};
  for (const name of parameterNames(query)) {
    const parameter = given.get(name);
    if (parameter === undefined) throw new BigQueryError('invalidQuery', `Query parameter '${name}' not found`);
    const { type } = parameter.parameterType;
    types[name] = duckDbType(type);
    values[name] = fromJson(parameter.parameterValue.value, type, `parameter ${name}`);
  }
  return { values, types };
}

async function select(connection: DuckDBConnection, text: string, { values, types }: Bound): Promise<JobOutcome> {
  const reader = await connection.runAndReadAll(text, values, types);
  const fields = reader.columnNames().map((name, index) => resultField(name, reader.columnTypeId(index)));
  const rows = reader.getRows().map((row) => ({ f: row.map((value) => ({ v: toJson(value) })) }));
  return { fields, rows, bytes: 0 };
}

async function change(connection: DuckDBConnection, text: string, { values, types }: Bound): Promise<JobOutcome> {
  const { rowsChanged } = await connection.run(text, values, types);
  return { fields: [], rows: [], affectedRows: rowsChanged, bytes: 0 };
}

type Store = QueryConfiguration & { readonly destination: TableReference };

/** Puts a query's rows into its destination, matching columns by name as BigQuery does. */
async function store(connection: DuckDBConnection, query: Store): Promise<JobOutcome> {
  const { destination, createDisposition = 'CREATE_IF_NEEDED', writeDisposition = 'WRITE_EMPTY' } = query;
  const exists = (await tableIdsOf(connection, destination.datasetId)).includes(destination.tableId);
  if (!exists && createDisposition === 'CREATE_NEVER') await fieldsOf(connection, destination);
  if (!exists || writeDisposition === 'WRITE_TRUNCATE') {
    await connection.run(`CREATE OR REPLACE TABLE ${tableSql(destination)} AS FROM query_result`);
  } else {
    await checkColumns(connection, destination);
    await makeRoom(connection, destination, writeDisposition);
    await connection.run(`INSERT INTO ${tableSql(destination)} BY NAME FROM query_result`);
  }
  await connection.run('DROP TABLE query_result');
  return { fields: [], rows: [], bytes: 0 };
}

async function checkColumns(connection: DuckDBConnection, destination: TableReference): Promise<void> {
  const known = new Map((await fieldsOf(connection, destination)).map(({ name, type }) => [name, type]));
  const result = await connection.run('FROM query_result LIMIT 0');
  for (const { name, type } of result
    .columnNames()
    .map((name, index) => resultField(name, result.columnTypeId(index)))) {
    const expected = known.get(name);
    if (expected === type) continue;
    const detail = expected === undefined ? `has no field ${name}` : `has ${expected} in ${name}, not ${type}`;
    throw new BigQueryError('invalid', `Provided schema does not match table ${destination.tableId}: it ${detail}`);
  }
}

async function makeRoom(connection: DuckDBConnection, table: TableReference, writeDisposition: string): Promise<void> {
  if (writeDisposition.startsWith('WRITE_TRUNCATE')) await connection.run(`DELETE FROM ${tableSql(table)}`);
  if (writeDisposition === 'WRITE_EMPTY' && (await count(connection, table)) > 0) {
    throw new BigQueryError('duplicate', `Already Exists: Table ${table.tableId} is not empty`);
  }
}
