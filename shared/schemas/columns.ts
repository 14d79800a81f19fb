/** From zod to columns: the one reading of shared/schemas/tables.ts that BigQuery, DuckDB and the SQL judge share. */
import { z } from 'zod';
import { type TableName, tables } from '#shared/schemas/tables.ts';

export type ColumnType = 'STRING' | 'INT64' | 'FLOAT64' | 'BOOL' | 'TIMESTAMP';
export type Column = { readonly name: string; readonly type: ColumnType; readonly nullable: boolean };

/** The columns of a table in the order of its schema. Throws for a shape no column can have. */
export function columnsOf(table: TableName): Column[] {
  return Object.entries(tables[table].row.shape).map(([name, schema]) => {
    const nullable = schema instanceof z.ZodNullable;
    return { name, type: typeOf(`${table}.${name}`, nullable ? schema.unwrap() : schema), nullable };
  });
}

function typeOf(column: string, schema: z.core.$ZodType): ColumnType {
  if (schema instanceof z.ZodString) return 'STRING';
  if (schema instanceof z.ZodDate) return 'TIMESTAMP';
  if (schema instanceof z.ZodBoolean) return 'BOOL';
  if (schema instanceof z.ZodNumberFormat) return 'INT64';
  if (schema instanceof z.ZodNumber) return 'FLOAT64';
  throw new Error(`Cannot make a column of "${column}": it is neither text, number, boolean nor date`);
}
