/** No id reaches beyond its own document: not by a slash, a dot, a reserved name, a quote or its length, in any store. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { modelKey } from '#shared/adapters/documents/keys.ts';
import { createFirestoreRestStore } from '#shared/adapters/firestore/rest-document-store.ts';
import { emulatorToken } from '#shared/adapters/google/access-token.ts';
import { createRest } from '#shared/adapters/google/rest.ts';
import { createMemoryDocumentStore } from '#shared/adapters/memory/document-store.ts';
import { openDatabase } from '#shared/adapters/sqlite/database.ts';
import { createSqliteDocumentStore } from '#shared/adapters/sqlite/document-store.ts';
import type { DocumentStore } from '#shared/ports/document-store.ts';
import { ItemId, type ModelVersion } from '#shared/schemas/ids.ts';
import type { Item } from '#shared/schemas/item.ts';
import { hostileIds, hostileText } from '#test/security/hostile.ts';
import { describeWithEmulators } from '#test/support/emulators.ts';

const version = '20261123T030000Z' as ModelVersion;
const acceptable = (id: string): boolean => ItemId.safeParse(id).success;
const item = (itemId: string, title: string) =>
  ({ itemId, kind: 'track', tags: [], title, source: 'listen' }) as unknown as Item;

/** Ids that a schema lets in, as they are and as part of a model's key, in the spelling that is closest to another's. */
const ids = [...new Set([...hostileIds, ...fc.sample(hostileText, { numRuns: 200, seed: 8 })])].filter(acceptable);
const keys = [...ids, ...ids.map((id) => modelKey(version, id))];

async function expectApart(store: DocumentStore): Promise<void> {
  for (let at = 0; at < keys.length; at += 50) {
    const some = keys.slice(at, at + 50);
    await store.write(some.map((id) => ({ op: 'set', collection: 'items', id, body: item(id, `title of ${id}`) })));
  }
  const read = await store.read('items', keys);
  expect(read.map((found) => found?.title)).toEqual(keys.map((id) => `title of ${id}`));
  const listed = await store.query('items', { where: {}, limit: keys.length + 1 });
  expect(listed.map(({ id }) => id).sort()).toEqual([...keys].sort());
  const [first, second] = keys as [string, string];
  await store.write([{ op: 'delete', collection: 'items', id: first }]);
  expect((await store.read('items', [first, second])).map((found) => found?.itemId)).toEqual([undefined, second]);
  expect(await store.query('users', { where: {}, limit: 10 })).toEqual([]);
  process.stdout.write(`document ids: ${keys.length} kept apart\n`);
}

describe('document ids', () => {
  it('ItemId lets in what stores can keep, and nothing else', () => {
    for (const id of ['.', '..', '', '\u0000', 'a\u0000b', '\ud800', '\r\n', 'x'.repeat(257), '🎧'.repeat(65)]) {
      expect([id, acceptable(id)]).toEqual([id, false]);
    }
    expect(ids.length).toBeGreaterThan(60);
  });

  it('I9 Mine only: SQLite keeps every id apart', async () => {
    using database = openDatabase(':memory:');
    await expectApart(createSqliteDocumentStore(database));
  });

  it('I9 Mine only: memory keeps every id apart', async () => {
    await expectApart(createMemoryDocumentStore());
  });
});

await describeWithEmulators('document ids in Firestore', ({ firestore, newProject }) => {
  it('I9 Mine only: Firestore keeps every id apart', async () => {
    const rest = createRest({ origin: `http://${firestore}`, token: emulatorToken });
    await expectApart(createFirestoreRestStore({ rest, projectId: newProject(), databaseId: '(default)' }));
  });
});
