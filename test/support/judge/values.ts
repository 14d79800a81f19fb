/** Rows and parameters as the judge's protocol buffers, and back. */
import type { Parameters } from '#shared/ports/warehouse.ts';
import type { ColumnType } from '#shared/schemas/columns.ts';

export type Value = string | number | boolean | Date | null;
/** A ValueProto: an object with one field, none for NULL. */
export type ValueProto = Readonly<Record<string, unknown>>;
export type TypeProto = { readonly type_kind: string };

const kinds = {
  STRING: 'TYPE_STRING',
  INT64: 'TYPE_INT64',
  FLOAT64: 'TYPE_DOUBLE',
  BOOL: 'TYPE_BOOL',
  TIMESTAMP: 'TYPE_TIMESTAMP',
} as const satisfies Record<ColumnType, string>;

export const typeProto = (type: ColumnType): TypeProto => ({ type_kind: kinds[type] });

export function toProto(value: Value, type: ColumnType): ValueProto {
  if (value === null) return {};
  switch (type) {
    case 'STRING':
      return { string_value: value };
    case 'INT64':
      return { int64_value: String(value) };
    case 'FLOAT64':
      return { double_value: value };
    case 'BOOL':
      return { bool_value: value };
    case 'TIMESTAMP':
      return { timestamp_value: timestampProto(value as Date) };
    default:
      return type satisfies never;
  }
}

function timestampProto(instant: Date): object {
  const milliseconds = instant.getTime();
  const seconds = Math.floor(milliseconds / 1_000);
  return { seconds: String(seconds), nanos: (milliseconds - seconds * 1_000) * 1_000_000 };
}

export function fromProto(value: ValueProto): Value {
  const [field, content] = Object.entries(value).find(([name]) => name.endsWith('_value') && name !== 'value') ?? [];
  if (field === undefined || content === undefined || content === null) return null;
  if (field === 'int64_value') return Number(content);
  if (field === 'timestamp_value') {
    const { seconds, nanos } = content as { seconds?: string; nanos?: number };
    return new Date(Number(seconds ?? 0) * 1_000 + Math.floor((nanos ?? 0) / 1_000_000));
  }
  return content as Value;
}

/** What a parameter is, and its value. */
export function parameterProto(name: string, given: Parameters[string]) {
  const [value, type] = typed(given);
  return { name, type: typeProto(type), value: toProto(value, type) };
}

function typed(given: Parameters[string]): [Value, ColumnType] {
  if (typeof given === 'string') return [given, 'STRING'];
  if (typeof given === 'boolean') return [given, 'BOOL'];
  if (typeof given === 'number') return [given, 'FLOAT64'];
  return given instanceof Date ? [given, 'TIMESTAMP'] : [given.int64, 'INT64'];
}
