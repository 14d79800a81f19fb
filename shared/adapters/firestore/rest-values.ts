/** Documents in the JSON of Firestore's REST interface. */
import { indexedFields } from '#shared/adapters/firestore/fields.ts';
import type { BodyOf, CollectionName, FieldValue } from '#shared/schemas/collections.ts';

export type RestValue =
  | { readonly stringValue: string }
  | { readonly integerValue: string }
  | { readonly doubleValue: number }
  | { readonly nullValue: null }
  | { readonly timestampValue: string };

export type RestDocument = {
  readonly name: string;
  readonly fields: Readonly<Record<string, RestValue>>;
  readonly updateTime: string;
};

export function restValue(value: FieldValue): RestValue {
  if (value === null) return { nullValue: null };
  if (typeof value === 'string') return { stringValue: value };
  return Number.isSafeInteger(value) ? { integerValue: String(value) } : { doubleValue: value };
}

/** `expiresAt`: Unix seconds. */
export function restFields(
  collection: CollectionName,
  body: unknown,
  expiresAt: number | undefined,
): Record<string, RestValue> {
  const indexed = Object.entries(indexedFields(collection, body)).map(([name, value]) => [name, restValue(value)]);
  return {
    ...Object.fromEntries(indexed),
    body: { stringValue: JSON.stringify(body) },
    ...(expiresAt === undefined ? {} : { expiresAt: { timestampValue: new Date(expiresAt * 1_000).toISOString() } }),
  };
}

export function restBody<C extends CollectionName>(document: RestDocument): BodyOf<C> {
  return JSON.parse((document.fields.body as { stringValue: string }).stringValue) as BodyOf<C>;
}
