import { afterAll } from 'vitest';
import { createFirestoreDocumentStore } from '#shared/adapters/firestore/document-store.ts';
import { createFirestoreRestStore } from '#shared/adapters/firestore/rest-document-store.ts';
import { emulatorToken } from '#shared/adapters/google/access-token.ts';
import { createRest } from '#shared/adapters/google/rest.ts';
import { documentStoreContract } from '#test/contracts/document-store.ts';
import { describeWithEmulators } from '#test/support/emulators.ts';

const databaseId = '(default)';

await describeWithEmulators('Firestore, official client', ({ firestore, newProject }) => {
  process.env.FIRESTORE_EMULATOR_HOST = firestore;
  const projectId = newProject();
  const store = createFirestoreDocumentStore({ projectId, databaseId });
  afterAll(() => store[Symbol.asyncDispose]());
  documentStoreContract(async () => ({ store, [Symbol.asyncDispose]: () => clear(firestore, projectId) }));
});

await describeWithEmulators('Firestore, REST', ({ firestore, newProject }) => {
  const projectId = newProject();
  const rest = createRest({ origin: `http://${firestore}`, token: emulatorToken });
  const store = createFirestoreRestStore({ rest, projectId, databaseId });
  documentStoreContract(async () => ({ store, [Symbol.asyncDispose]: () => clear(firestore, projectId) }));
});

/** The emulator's own way to empty a project. */
async function clear(host: string, projectId: string): Promise<void> {
  const url = `http://${host}/emulator/v1/projects/${projectId}/databases/${databaseId}/documents`;
  const answer = await fetch(url, { method: 'DELETE' });
  if (!answer.ok) throw new Error(`Cannot empty project "${projectId}": ${answer.status}`);
}
