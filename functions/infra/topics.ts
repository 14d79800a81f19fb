/** Pub/Sub topics and, where the shape of their messages allows it, the Avro schema every publisher is held to. */
import { z } from 'zod';

export type Avro =
  | 'string'
  | 'long'
  | 'double'
  | 'boolean'
  | { readonly type: 'array'; readonly items: Avro }
  | { readonly type: 'record'; readonly name: string; readonly fields: readonly { name: string; type: Avro }[] };

/**
 * Topic to Avro schema. It is null where Avro's JSON differs from plain JSON: a missing field, a union, a free-form
 * value. Such a message is held by zod alone, at both ends.
 */
export function topicsOf(topics: Readonly<Record<string, z.ZodType>>): Record<string, { schema: Avro | null }> {
  return Object.fromEntries(
    Object.entries(topics).map(([topic, schema]) => [topic, { schema: avroOf(schema, pascal(topic)) ?? null }]),
  );
}

function avroOf(schema: z.core.$ZodType, name: string): Avro | undefined {
  if (schema instanceof z.ZodString || schema instanceof z.ZodEnum || schema instanceof z.ZodStringFormat)
    return 'string';
  if (schema instanceof z.ZodBoolean) return 'boolean';
  if (schema instanceof z.ZodNumberFormat) return 'long';
  if (schema instanceof z.ZodNumber) return 'double';
  if (schema instanceof z.ZodArray) {
    const items = avroOf(schema.element, name);
    return items && { type: 'array', items };
  }
  return schema instanceof z.ZodObject ? recordOf(schema, name) : undefined;
}

function recordOf(schema: z.ZodObject, name: string): Avro | undefined {
  const fields = Object.entries(schema.shape).map(([field, value]) => {
    const type = avroOf(value, `${name}${pascal(field)}`);
    return type && { name: field, type };
  });
  const complete = fields.filter((field) => field !== undefined);
  return complete.length === fields.length ? { type: 'record', name, fields: complete } : undefined;
}

const pascal = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1);
