/** BigQuery's types in DuckDB, and values in the JSON of its REST interface, both ways. */
import {
  BIGINT,
  BOOLEAN,
  DOUBLE,
  DuckDBTimestampTZValue,
  type DuckDBType,
  DuckDBTypeId,
  type DuckDBValue,
  TIMESTAMPTZ,
  VARCHAR,
} from '@duckdb/node-api';
import { BigQueryError } from '#functions/local/emulators/bigquery/failure.ts';

export type Field = { readonly name: string; readonly type: string; readonly mode?: string };

const types: Readonly<Record<string, DuckDBType>> = {
  STRING: VARCHAR,
  INTEGER: BIGINT,
  INT64: BIGINT,
  FLOAT: DOUBLE,
  FLOAT64: DOUBLE,
  BOOLEAN: BOOLEAN,
  BOOL: BOOLEAN,
  TIMESTAMP: TIMESTAMPTZ,
};

export function duckDbType(type: string): DuckDBType {
  const found = types[type];
  if (found === undefined) throw new BigQueryError('invalid', `Type ${type} is not supported here`);
  return found;
}

/** A value of a load, an insert or a parameter: JSON, numbers also as text. `what` names it in a refusal. */
export function fromJson(value: unknown, type: string, what: string): DuckDBValue {
  if (value === null || value === undefined) return null;
  const refusal = new BigQueryError('invalid', `Cannot read "${String(value)}" of ${what} as ${type}`);
  switch (duckDbType(type)) {
    case VARCHAR:
      if (typeof value !== 'string') throw refusal;
      return value;
    case BIGINT:
      if (!/^-?\d+$/.test(String(value))) throw refusal;
      return BigInt(value as string | number);
    case DOUBLE: {
      const number = Number(value);
      if (typeof value === 'boolean' || value === '' || Number.isNaN(number)) throw refusal;
      return number;
    }
    case BOOLEAN:
      if (!/^(true|false)$/i.test(String(value))) throw refusal;
      return /^true$/i.test(String(value));
    default: {
      const milliseconds = typeof value === 'number' ? value * 1_000 : Date.parse(String(value));
      if (!Number.isFinite(milliseconds)) throw refusal;
      return new DuckDBTimestampTZValue(BigInt(Math.round(milliseconds * 1_000)));
    }
  }
}

const resultTypes: Readonly<Partial<Record<DuckDBTypeId, string>>> = {
  [DuckDBTypeId.VARCHAR]: 'STRING',
  [DuckDBTypeId.INTEGER]: 'INTEGER',
  [DuckDBTypeId.BIGINT]: 'INTEGER',
  [DuckDBTypeId.HUGEINT]: 'INTEGER',
  [DuckDBTypeId.SQLNULL]: 'INTEGER',
  [DuckDBTypeId.DOUBLE]: 'FLOAT',
  [DuckDBTypeId.BOOLEAN]: 'BOOLEAN',
  [DuckDBTypeId.TIMESTAMP_TZ]: 'TIMESTAMP',
};

export function resultField(name: string, type: DuckDBTypeId): Field {
  const found = resultTypes[type];
  if (found === undefined) throw new BigQueryError('invalidQuery', `Column ${name} has type ${DuckDBTypeId[type]}`);
  return { name, type: found, mode: 'NULLABLE' };
}

/** Every value is text; a timestamp is whole microseconds, as clients ask for it. */
export function toJson(value: DuckDBValue): string | null {
  if (value === null) return null;
  return value instanceof DuckDBTimestampTZValue ? String(value.micros) : String(value);
}
