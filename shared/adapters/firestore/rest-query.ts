/** A query of the port as the structured query of Firestore's REST interface. */
import { encodeId } from '#shared/adapters/firestore/ids.ts';
import { restValue } from '#shared/adapters/firestore/rest-values.ts';
import { valuesOf } from '#shared/ports/document-query.ts';
import type { Query } from '#shared/ports/document-store.ts';
import type { FieldValue } from '#shared/schemas/collections.ts';

/** `nameOf` gives a document's full name. Fields that are null are no part of an order. */
export function structuredQuery(collection: string, query: Query, nameOf: (encodedId: string) => string): object {
  const { where, orderBy, atLeast, atMost, after, limit } = query;
  const filters = Object.entries(where).map(([field, wanted]) => anyOf(field, valuesOf(wanted)));
  if (orderBy !== undefined) {
    const { field } = orderBy;
    if (atLeast !== undefined) filters.push(comparison(field, 'GREATER_THAN_OR_EQUAL', atLeast));
    if (atMost !== undefined) filters.push(comparison(field, 'LESS_THAN_OR_EQUAL', atMost));
    if (atLeast === undefined && atMost === undefined) filters.push(present(field));
  }
  const direction = orderBy?.direction === 'descending' ? 'DESCENDING' : 'ASCENDING';
  const fields = [...(orderBy === undefined ? [] : [orderBy.field]), '__name__'];
  return {
    from: [{ collectionId: collection }],
    ...(filters.length === 0 ? {} : { where: { compositeFilter: { op: 'AND', filters } } }),
    orderBy: fields.map((fieldPath) => ({ field: { fieldPath }, direction })),
    ...(after === undefined
      ? {}
      : { startAt: { values: cursor(after, orderBy !== undefined, nameOf), before: false } }),
    limit,
  };
}

function anyOf(fieldPath: string, values: readonly FieldValue[]): object {
  if (values.length === 1) return comparison(fieldPath, 'EQUAL', values[0] as FieldValue);
  const value = { arrayValue: { values: values.map(restValue) } };
  return { fieldFilter: { field: { fieldPath }, op: 'IN', value } };
}

function comparison(fieldPath: string, op: string, value: FieldValue): object {
  if (value === null) return { unaryFilter: { field: { fieldPath }, op: 'IS_NULL' } };
  return { fieldFilter: { field: { fieldPath }, op, value: restValue(value) } };
}

function present(fieldPath: string): object {
  return { unaryFilter: { field: { fieldPath }, op: 'IS_NOT_NULL' } };
}

function cursor(
  { value, id }: NonNullable<Query['after']>,
  ordered: boolean,
  nameOf: (encodedId: string) => string,
): object[] {
  return [...(ordered ? [restValue(value)] : []), { referenceValue: nameOf(encodeId(id)) }];
}
