/** Firestore through the official client, for verbs that write in bulk. */
import { createFirestoreDocumentStore } from '#shared/adapters/firestore/document-store.ts';
import type { CloudConfig } from '#shared/edge/cloud/config.ts';
import type { DocumentStore } from '#shared/ports/document-store.ts';

export function bulkDocuments({ projectId, databaseId }: CloudConfig): DocumentStore {
  return createFirestoreDocumentStore({ projectId, databaseId });
}
