/** Documents in memory, with the same contract: the simulation's store. Bodies are copied in and out as JSON. */
import { checkQuery, valuesOf } from '#shared/ports/document-query.ts';
import type { DocumentStore, Evolution, Query, Write } from '#shared/ports/document-store.ts';
import { type BodyOf, type CollectionName, collections, type FieldValue } from '#shared/schemas/collections.ts';

type Held = { readonly json: string; readonly fields: Readonly<Record<string, FieldValue>> };

export function createMemoryDocumentStore(): DocumentStore {
  const held = new Map<string, Map<string, Held>>();
  const of = (collection: string): Map<string, Held> => {
    let documents = held.get(collection);
    if (documents === undefined) {
      documents = new Map();
      held.set(collection, documents);
    }
    return documents;
  };
  const bodyOf = <C extends CollectionName>(document: Held | undefined): BodyOf<C> | undefined =>
    document === undefined ? undefined : JSON.parse(document.json);
  const heldOf = (collection: CollectionName, body: unknown): Held => {
    const fields = (collections[collection].fields as (body: unknown) => Held['fields'])(body);
    return { json: JSON.stringify(body), fields };
  };
  /** What cannot be written throws here, before anything is. */
  const prepare = (write: Write): (() => void) => {
    const { collection, id } = write;
    if (write.op === 'delete') return () => void of(collection).delete(id);
    const document = heldOf(collection, write.body);
    return () => {
      if (write.op === 'set' || !of(collection).has(id)) of(collection).set(id, document);
    };
  };

  return {
    read: async <C extends CollectionName>(collection: C, ids: readonly string[]) =>
      ids.map((id) => bodyOf<C>(of(collection).get(id))),
    update: async <C extends CollectionName, R>(
      collection: C,
      id: string,
      evolve: (current: BodyOf<C> | undefined) => Evolution<BodyOf<C>, R>,
    ) => {
      const { next, result } = evolve(bodyOf<C>(of(collection).get(id)));
      if (next === null) of(collection).delete(id);
      else if (next !== undefined) of(collection).set(id, heldOf(collection, next));
      return result;
    },
    write: async (writes) => {
      for (const apply of writes.map(prepare)) apply();
    },
    query: async <C extends CollectionName>(collection: C, query: Query) => {
      checkQuery(collection, query);
      const descending = query.orderBy?.direction === 'descending';
      const matching = [...of(collection)]
        .filter(([id, { fields }]) => matches(id, fields, query))
        .sort(
          ([a, x], [b, y]) => compare(orderOf(x.fields, query), a, orderOf(y.fields, query), b) * (descending ? -1 : 1),
        )
        .slice(0, query.limit);
      return matching.map(([id, document]) => ({ id, body: bodyOf<C>(document) as BodyOf<C> }));
    },
  };
}

function orderOf(fields: Held['fields'], { orderBy }: Query): FieldValue {
  return orderBy === undefined ? '' : (fields[orderBy.field] ?? null);
}

function compare(x: FieldValue, a: string, y: FieldValue, b: string): number {
  if (x !== y) return (x as number) < (y as number) ? -1 : 1;
  return a < b ? -1 : a > b ? 1 : 0;
}

function matches(id: string, fields: Held['fields'], query: Query): boolean {
  for (const [field, value] of Object.entries(query.where))
    if (!valuesOf(value).includes(fields[field] ?? null)) return false;
  const { orderBy, atLeast, atMost, after } = query;
  const value = orderOf(fields, query);
  if (orderBy !== undefined && value === null) return false;
  if (atLeast !== undefined && (value as number) < atLeast) return false;
  if (atMost !== undefined && (value as number) > atMost) return false;
  if (after === undefined) return true;
  const order = compare(value, id, orderBy === undefined ? '' : after.value, after.id);
  return orderBy?.direction === 'descending' ? order < 0 : order > 0;
}
