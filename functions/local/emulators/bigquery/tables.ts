/** Datasets, tables and rows without jobs: what the REST interface says of them. */
import {
  appendJsonRows,
  count,
  createDataset,
  createEmulatedTable,
  dropDataset,
  type EmulatedDatabase,
  fieldsOf,
  hasDataset,
  type TableReference,
  tableIdsOf,
  tableSql,
} from '#functions/local/emulators/bigquery/database.ts';
import { asBigQueryError, BigQueryError } from '#functions/local/emulators/bigquery/failure.ts';
import { runQuery } from '#functions/local/emulators/bigquery/jobs.ts';
import type { Field } from '#functions/local/emulators/bigquery/types.ts';

export type InsertRequest = {
  readonly rows?: readonly { readonly insertId?: string; readonly json: Readonly<Record<string, unknown>> }[];
};

export type Tables = {
  createDataset(datasetId: string): Promise<object>;
  dataset(datasetId: string): Promise<object>;
  dropDataset(datasetId: string): Promise<object>;
  create(table: TableReference, fields: readonly Field[]): Promise<object>;
  get(table: TableReference): Promise<object>;
  list(datasetId: string): Promise<object>;
  drop(table: TableReference): Promise<object>;
  /** All rows or none; a row that does not fit is named. A repeated insertId is inserted once. */
  insertAll(table: TableReference, request: InsertRequest): Promise<object>;
  data(table: TableReference): Promise<object>;
};

/** Insert ids are remembered for a while only, as in BigQuery. */
const insertIdsMax = 100_000;

export function createTables(database: EmulatedDatabase): Tables {
  const inserted = new Set<string>();
  const reference = (datasetId: string) => ({ datasetReference: { datasetId }, id: datasetId });
  const resource = (table: TableReference) => ({ tableReference: table, id: table.tableId, type: 'TABLE' });

  return {
    createDataset: async (datasetId) => {
      await database.writing(undefined, (connection) => createDataset(connection, datasetId));
      return reference(datasetId);
    },
    dataset: async (datasetId) => {
      const found = await database.reading(undefined, (connection) => hasDataset(connection, datasetId));
      if (!found) throw new BigQueryError('notFound', `Not found: Dataset ${datasetId}`);
      return reference(datasetId);
    },
    dropDataset: async (datasetId) => {
      await database.writing(undefined, (connection) => dropDataset(connection, datasetId));
      return {};
    },
    create: async (table, fields) => {
      await database.writing(undefined, (connection) => createEmulatedTable(connection, table, fields));
      return { ...resource(table), schema: { fields } };
    },
    get: (table) =>
      database.reading(undefined, async (connection) => {
        const fields = await fieldsOf(connection, table);
        return { ...resource(table), schema: { fields }, numRows: String(await count(connection, table)) };
      }),
    list: (datasetId) =>
      database.reading(undefined, async (connection) => {
        const names = await tableIdsOf(connection, datasetId);
        return { tables: names.map((tableId) => resource({ datasetId, tableId })), totalItems: names.length };
      }),
    drop: async (table) => {
      await database.writing(undefined, async (connection) => {
        await fieldsOf(connection, table);
        await connection.run(`DROP TABLE ${tableSql(table)}`);
      });
      return {};
    },
    insertAll: async (table, { rows = [] }) => {
      const fresh = rows.filter(({ insertId }) => insertId === undefined || !inserted.has(insertId));
      const append = (json: readonly Readonly<Record<string, unknown>>[]) =>
        database.writing(undefined, (connection) => appendJsonRows(connection, table, json));
      try {
        await append(fresh.map(({ json }) => json));
      } catch (error) {
        const failure = asBigQueryError(error);
        if (failure.reason === 'notFound') throw failure;
        const index = Number(/in row (\d+)/.exec(failure.message)?.[1] ?? 0);
        return { insertErrors: [{ index, errors: [failure.proto] }] };
      }
      if (inserted.size > insertIdsMax) inserted.clear();
      for (const { insertId } of fresh) if (insertId !== undefined) inserted.add(insertId);
      return {};
    },
    data: async (table) => {
      const { rows } = await runQuery(database, { query: `SELECT * FROM ${table.tableId}`, defaultDataset: table });
      return { rows, totalRows: String(rows.length) };
    },
  };
}
