/** Values on their way into DuckDB and out of it: the port's numbers and dates on one side, its own types on the other. */
import {
  BIGINT,
  BOOLEAN,
  DOUBLE,
  type DuckDBResult,
  DuckDBTimestampTZValue,
  type DuckDBType,
  DuckDBTypeId,
  type DuckDBValue,
  TIMESTAMPTZ,
  VARCHAR,
} from '@duckdb/node-api';
import type { Parameters } from '#shared/ports/warehouse.ts';
import type { ColumnType } from '#shared/schemas/columns.ts';

export const duckDbTypes = {
  STRING: VARCHAR,
  INT64: BIGINT,
  FLOAT64: DOUBLE,
  BOOL: BOOLEAN,
  TIMESTAMP: TIMESTAMPTZ,
} as const satisfies Record<ColumnType, DuckDBType>;

type Bound = { readonly values: Record<string, DuckDBValue>; readonly types: Record<string, DuckDBType> };

/** Parameters as DuckDB binds them. Throws when one is not finite. */
export function bind(parameters: Parameters): Bound {
  const values: Bound['values'] = {};
  const types: Bound['types'] = {};
  for (const [parameter, value] of Object.entries(parameters)) {
    const type = typeOfParameter(value);
    types[parameter] = duckDbTypes[type];
    values[parameter] = duckDbValueOf(
      typeof value === 'object' && 'int64' in value ? value.int64 : value,
      type,
      parameter,
    );
  }
  return { values, types };
}

function typeOfParameter(value: Parameters[string]): ColumnType {
  if (typeof value === 'string') return 'STRING';
  if (typeof value === 'boolean') return 'BOOL';
  if (typeof value === 'number') return 'FLOAT64';
  return value instanceof Date ? 'TIMESTAMP' : 'INT64';
}

/** One value of a column or parameter. `what` names it in the error. */
export function duckDbValueOf(value: unknown, type: ColumnType, what: string): DuckDBValue {
  if (value === null || value === undefined) return null;
  if (type === 'TIMESTAMP' && value instanceof Date && Number.isFinite(value.getTime())) {
    return new DuckDBTimestampTZValue(BigInt(value.getTime()) * 1000n);
  }
  if (type === 'INT64' && Number.isSafeInteger(value)) return BigInt(value as number);
  if (type === 'FLOAT64' && Number.isFinite(value)) return value as number;
  if (type === 'STRING' && typeof value === 'string') return value;
  if (type === 'BOOL' && typeof value === 'boolean') return value;
  throw new Error(`Cannot store "${String(value)}" in "${what}": it is no ${type}`);
}

type Read = (value: DuckDBValue) => unknown;

/** How each column of a result is read, by the names the statement gave them. */
export function readers(result: DuckDBResult): { readonly name: string; readonly read: Read }[] {
  return result.columnNames().map((name, index) => ({ name, read: readerOf(result.columnTypeId(index), name) }));
}

function readerOf(type: DuckDBTypeId, name: string): Read {
  switch (type) {
    case DuckDBTypeId.DOUBLE:
      return (value) => finite(value as number | null, name);
    case DuckDBTypeId.BIGINT:
    case DuckDBTypeId.HUGEINT:
      return (value) => safeInteger(value as bigint | null, name);
    case DuckDBTypeId.TIMESTAMP_TZ:
      return (value) => (value === null ? null : new Date(Number((value as DuckDBTimestampTZValue).micros / 1000n)));
    case DuckDBTypeId.INTEGER:
    case DuckDBTypeId.VARCHAR:
    case DuckDBTypeId.BOOLEAN:
    case DuckDBTypeId.SQLNULL:
      return (value) => value;
    default:
      throw new Error(`Cannot read column "${name}": type ${DuckDBTypeId[type]} has no place in the portable subset`);
  }
}

function finite(value: number | null, name: string): number | null {
  if (value !== null && !Number.isFinite(value))
    throw new Error(`Cannot read column "${name}": ${value} is not finite`);
  return value;
}

function safeInteger(value: bigint | null, name: string): number | null {
  if (value === null) return null;
  const number = Number(value);
  if (!Number.isSafeInteger(number)) throw new Error(`Cannot read column "${name}": ${value} is beyond 2^53`);
  return number;
}
