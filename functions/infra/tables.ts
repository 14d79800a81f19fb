/** BigQuery tables from the warehouse's schemas. */
import { type ColumnType, columnsOf } from '#shared/schemas/columns.ts';
import { type Table, type TableName, tableNames, tables } from '#shared/schemas/tables.ts';

/** The names by which BigQuery's API gives a schema back: others would show as a change in every plan. */
const apiTypes = {
  STRING: 'STRING',
  INT64: 'INTEGER',
  FLOAT64: 'FLOAT',
  BOOL: 'BOOLEAN',
  TIMESTAMP: 'TIMESTAMP',
} as const satisfies Record<ColumnType, string>;

export type InfraTable = {
  readonly partition: {
    readonly column: string;
    readonly by: 'DAY' | 'MONTH';
    readonly boundsRequired: boolean;
  } | null;
  readonly cluster: readonly string[];
  readonly columns: readonly { readonly name: string; readonly type: string; readonly mode: 'NULLABLE' }[];
};

/**
 * Every column is nullable, whatever its zod says: the result of a query has no required columns, and BigQuery refuses
 * to append it to a table that has. What must not be null is held by zod on the way in and by the gates.
 */
export function tablesOf(): Record<string, InfraTable> {
  return Object.fromEntries(
    tableNames.map((table) => {
      const columns = columnsOf(table).map(({ name, type }) => ({
        name,
        type: apiTypes[type],
        mode: 'NULLABLE' as const,
      }));
      return [table, { ...layoutOf(table), columns }];
    }),
  );
}

function layoutOf(name: TableName): Pick<InfraTable, 'partition' | 'cluster'> {
  const { partition, partitionBy, boundsRequired, cluster }: Table = tables[name];
  if (partition === undefined) return { partition: null, cluster: cluster ?? [] };
  return {
    partition: { column: partition, by: partitionBy ?? 'DAY', boundsRequired: boundsRequired ?? false },
    cluster: cluster ?? [],
  };
}
