/**
 * A document in Firestore: its body as one JSON text that is never indexed, and beside it the fields that queries use.
 *
 *   { body: "{…}", userId: "ada", dueAt: 1795996800, expiresAt: 2027-01-31T00:00:00Z }
 */
import { type CollectionName, collections, type FieldValue } from '#shared/schemas/collections.ts';

/** The indexed fields of a body, as schemas/collections.ts declares them. */
export function indexedFields(collection: CollectionName, body: unknown): Readonly<Record<string, FieldValue>> {
  return (collections[collection].fields as (body: unknown) => Readonly<Record<string, FieldValue>>)(body);
}
