/** Holds every query against the declared ones, so that none works embedded and fails for want of an index in the cloud. */
import type { Query } from '#shared/ports/document-store.ts';
import { type CollectionName, collections, type FieldValue } from '#shared/schemas/collections.ts';

/** Throws when the collection does not declare the query; called by every adapter. */
export function checkQuery(collection: CollectionName, { where, orderBy, limit }: Query): void {
  const asked = [...Object.keys(where).sort(), ...(orderBy === undefined ? [] : [orderBy.field])].join(', ');
  const declared = collections[collection].queries.some((fields) => {
    const equal = orderBy === undefined ? [...fields].sort() : [...fields.slice(0, -1).toSorted(), fields.at(-1)];
    return equal.join(', ') === asked;
  });
  if (!declared && asked !== '') throw new Error(`Cannot query "${collection}" by "${asked}": not a declared query`);
  for (const [field, value] of Object.entries(where)) {
    const values = valuesOf(value).length;
    if (values < 1 || values > valuesMax)
      throw new Error(`Cannot query "${collection}" by ${values} values of "${field}": 1 to ${valuesMax}`);
  }
  if (limit < 1 || limit > 1_000) throw new Error(`Cannot query "${collection}": limit ${limit} is outside 1 to 1000`);
}

/** As many as Firestore takes in one query. */
const valuesMax = 30;

/** The values of which a field may have any. */
export function valuesOf(wanted: Query['where'][string]): readonly FieldValue[] {
  return wanted === null || typeof wanted !== 'object' ? [wanted] : wanted;
}
