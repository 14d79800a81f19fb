/** Holds every query against the declared ones, so that none works embedded and fails for want of an index in the cloud. */
import type { Query } from '#shared/ports/document-store.ts';
import { type CollectionName, collections } from '#shared/schemas/collections.ts';

/** Throws when the collection does not declare the query; called by every adapter. */
export function checkQuery(collection: CollectionName, { where, orderBy, limit }: Query): void {
  const asked = [...Object.keys(where).sort(), ...(orderBy === undefined ? [] : [orderBy.field])].join(', ');
  const declared = collections[collection].queries.some((fields) => {
    const equal = orderBy === undefined ? [...fields].sort() : [...fields.slice(0, -1).toSorted(), fields.at(-1)];
    return equal.join(', ') === asked;
  });
  if (!declared && asked !== '') throw new Error(`Cannot query "${collection}" by "${asked}": not a declared query`);
  if (limit < 1 || limit > 1_000) throw new Error(`Cannot query "${collection}": limit ${limit} is outside 1 to 1000`);
}
