/** Values on their way into BigQuery and out of it: the port's numbers and dates on one side, its JSON on the other. */
import type { Parameters } from '#shared/ports/warehouse.ts';
import { type Column, type ColumnType, columnsOf } from '#shared/schemas/columns.ts';
import type { RowOf, TableName } from '#shared/schemas/tables.ts';

export type QueryParameter = {
  readonly name: string;
  readonly parameterType: { readonly type: ColumnType };
  readonly parameterValue: { readonly value: string };
};

/** Throws for a number that is not finite and for an int64 that is none. */
export function queryParameters(parameters: Parameters): QueryParameter[] {
  return Object.entries(parameters).map(([name, given]) => {
    const value = typeof given === 'object' && 'int64' in given ? given.int64 : given;
    const type = typeOf(given);
    return { name, parameterType: { type }, parameterValue: { value: String(jsonOf(value, type, name)) } };
  });
}

function typeOf(value: Parameters[string]): ColumnType {
  if (typeof value === 'string') return 'STRING';
  if (typeof value === 'boolean') return 'BOOL';
  if (typeof value === 'number') return 'FLOAT64';
  return value instanceof Date ? 'TIMESTAMP' : 'INT64';
}

/** Rows as newline-delimited JSON for a load job. Throws for a value that does not fit its column, naming both. */
export function* jsonLinesOf<T extends TableName>(table: T, rows: readonly RowOf<T>[]): Generator<string> {
  const columns = columnsOf(table);
  for (const row of rows as readonly Readonly<Record<string, unknown>>[]) {
    const fields = columns.map((column) => [column.name, fieldOf(row[column.name], column, table)]);
    yield `${JSON.stringify(Object.fromEntries(fields))}\n`;
  }
}

function fieldOf(value: unknown, { name, type, nullable }: Column, table: string): unknown {
  if (nullable && (value === null || value === undefined)) return null;
  return jsonOf(value, type, `${table}.${name}`);
}

/** `what` names the column or parameter in the error. */
function jsonOf(value: unknown, type: ColumnType, what: string): string | number | boolean {
  if (type === 'TIMESTAMP' && value instanceof Date && Number.isFinite(value.getTime())) return value.toISOString();
  if (type === 'INT64' && Number.isSafeInteger(value)) return value as number;
  if (type === 'FLOAT64' && Number.isFinite(value)) return value as number;
  if (type === 'STRING' && typeof value === 'string') return value;
  if (type === 'BOOL' && typeof value === 'boolean') return value;
  throw new Error(`Cannot store "${String(value)}" in "${what}": it is no ${type}`);
}

type ResultSchema = { readonly fields?: readonly { readonly name?: string; readonly type?: string }[] };
type ResultRow = { readonly f: readonly { readonly v: string | null }[] };

/** A page of a query's result, the same through the official client and over REST. */
export type QueryAnswer = {
  readonly jobComplete?: boolean;
  readonly pageToken?: string;
  readonly schema?: ResultSchema;
  readonly rows?: readonly ResultRow[];
  readonly numDmlAffectedRows?: string;
};

/** Rows as the port gives them, from an answer whose timestamps are whole microseconds. */
export function rowsFrom<R>(schema: ResultSchema, rows: readonly ResultRow[]): R[] {
  const columns = (schema.fields ?? []).map(({ name = '', type = '' }) => ({ name, read: readerOf(type, name) }));
  return rows.map(({ f }) => {
    const row: Record<string, unknown> = {};
    columns.forEach(({ name, read }, index) => {
      const value = f[index]?.v ?? null;
      row[name] = value === null ? null : read(value);
    });
    return row as R;
  });
}

function readerOf(type: string, name: string): (value: string) => unknown {
  switch (type) {
    case 'STRING':
      return (value) => value;
    case 'INTEGER':
    case 'INT64':
      return (value) => checked(Number(value), Number.isSafeInteger, `${value} is beyond 2^53`, name);
    case 'FLOAT':
    case 'FLOAT64':
      return (value) => checked(Number(value), Number.isFinite, `${value} is not finite`, name);
    case 'BOOLEAN':
    case 'BOOL':
      return (value) => value === 'true';
    case 'TIMESTAMP':
      return (value) => new Date(Math.floor(Number(value) / 1_000));
    default:
      throw new Error(`Cannot read column "${name}": type ${type} has no place in the portable subset`);
  }
}

function checked(value: number, holds: (value: number) => boolean, otherwise: string, name: string): number {
  if (!holds(value)) throw new Error(`Cannot read column "${name}": ${otherwise}`);
  return value;
}
