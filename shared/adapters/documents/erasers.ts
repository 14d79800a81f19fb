/** Erasers of every document collection that holds users. */
import { createItemEraser, type Withdraw } from '#shared/adapters/documents/item-eraser.ts';
import { userKey } from '#shared/adapters/documents/keys.ts';
import type { DocumentStore, Query } from '#shared/ports/document-store.ts';
import type { Eraser } from '#shared/ports/eraser.ts';
import type { Profiles } from '#shared/ports/profiles.ts';
import type { CollectionName } from '#shared/schemas/collections.ts';

const pageSize = 200;

/** Collections found by user id, with the field their declared query is ordered by. */
const byUser: readonly (readonly [CollectionName, string?])[] = [
  ['tokens'],
  ['schedules'],
  ['editions', 'dueAt'],
  ['candidates'],
  ['quarantine', 'receivedAt'],
  ['recentListens', 'newestAt'],
  ['collected'],
  ['delivered'],
];

export function createDocumentErasers(store: DocumentStore, profiles: Profiles, withdraw?: Withdraw): Eraser[] {
  return [
    { store: 'profiles', erase: async (userId, tombstone) => ((await profiles.forget(userId, tombstone)) ? 1 : 0) },
    ...byUser.map(([collection, orderBy]) => ({
      store: collection,
      erase: (userId: string) => eraseByUser(store, collection, userId, orderBy),
    })),
    createItemEraser(store, withdraw),
    { store: 'nowPlaying', erase: (userId) => eraseNowPlaying(store, userId) },
  ];
}

async function eraseByUser(
  store: DocumentStore,
  collection: CollectionName,
  userId: string,
  orderBy?: string,
): Promise<number> {
  const query: Query = {
    where: { userId },
    ...(orderBy === undefined ? {} : { orderBy: { field: orderBy, direction: 'descending' } }),
    limit: pageSize,
  };
  let removed = 0;
  for (;;) {
    const page = await store.query(collection, query);
    if (page.length === 0) return removed;
    await store.write(page.map(({ id }) => ({ op: 'delete', collection, id })));
    removed += page.length;
  }
}

async function eraseNowPlaying(store: DocumentStore, userId: string): Promise<number> {
  const [playing] = await store.read('nowPlaying', [userKey(userId)]);
  if (playing === undefined) return 0;
  await store.write([{ op: 'delete', collection: 'nowPlaying', id: userKey(userId) }]);
  return 1;
}
