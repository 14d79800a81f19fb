/** I8: what the pointer names is there, whole. */
import { modelKey, userKey } from '#shared/adapters/documents/keys.ts';
import type { DocumentStore } from '#shared/ports/document-store.ts';
import type { CollectionName } from '#shared/schemas/collections.ts';
import type { ModelVersion } from '#shared/schemas/ids.ts';
import type { Quiet } from '#test/simulation/checks/quiet.ts';
import type { ModelContents } from '#test/simulation/ledger.ts';

/** What a reader who follows the version would miss: "neighbours song-3". Candidates of the forgotten are not missed. */
export async function missingOf(store: DocumentStore, version: string, contents: ModelContents): Promise<string[]> {
  const modelVersion = version as ModelVersion;
  const lacking = async (collection: CollectionName, names: readonly string[], idOf: (name: string) => string) => {
    const found = await store.read(collection, names.map(idOf));
    return names.filter((_, at) => found[at] === undefined).map((name) => `${collection} ${name}`);
  };
  const records = await store.read('users', [...contents.candidates].map(userKey));
  const users = [...contents.candidates].filter((_, at) => 'userId' in (records[at] ?? {}));
  return [
    ...(await lacking('neighbours', [...contents.neighbours], (id) => modelKey(modelVersion, id))),
    ...(await lacking('lists', [...contents.lists], (name) => modelKey(modelVersion, name))),
    ...(await lacking('candidates', users, (userId) => modelKey(modelVersion, userKey(userId)))),
  ];
}

export async function checkModel({ world, store, ports }: Quiet): Promise<void> {
  const pointer = await ports.models.pointer();
  const contents = pointer === undefined ? undefined : world.ledger.models.get(pointer.modelVersion);
  if (pointer === undefined || contents === undefined) return;
  const missing = await missingOf(store, pointer.modelVersion, contents);
  if (missing.length > 0) world.violated('I8', `Model "${pointer.modelVersion}" lost ${missing.join(', ')}`);
}
