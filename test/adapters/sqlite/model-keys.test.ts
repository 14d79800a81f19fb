import { describe, expect, it } from 'vitest';
import { modelKey, modelPrefixes } from '#shared/adapters/documents/keys.ts';
import { createModels, createModelWriter } from '#shared/adapters/documents/models.ts';
import { openDatabase } from '#shared/adapters/sqlite/database.ts';
import { createSqliteDocumentStore } from '#shared/adapters/sqlite/document-store.ts';
import { renameModelDocuments } from '#shared/adapters/sqlite/model-keys.ts';
import type { ModelVersion } from '#shared/schemas/ids.ts';

const version = '20261122T030000Z' as ModelVersion;
const other = '20261123T030000Z' as ModelVersion;
const names = Array.from({ length: 500 }, (_, nth) => `artist:band ${nth}`);
const list = (modelVersion: ModelVersion, name: string) => ({ modelVersion, name, items: [] });

function open() {
  const database = openDatabase(':memory:');
  const store = createSqliteDocumentStore(database);
  const models = createModels(store);
  return { database, store, models, [Symbol.dispose]: () => database[Symbol.dispose]() };
}

describe('modelKey', () => {
  it('spreads the documents of a model over 64 ranges, and says which', () => {
    const perRange = Map.groupBy(names, (name) => modelKey(version, name).slice(0, 1));
    expect(perRange.size).toBe(64);
    expect(Math.max(...[...perRange.values()].map(({ length }) => length))).toBeLessThan(25);
    const prefixes = modelPrefixes(version);
    for (const name of names) expect(prefixes.some((prefix) => modelKey(version, name).startsWith(prefix))).toBe(true);
  });

  it('createModelWriter.extend: finds every document of its version, and no other', async () => {
    using opened = open();
    const writer = createModelWriter(opened.store, () => 0);
    for (const each of [version, other]) await writer.write(each, { lists: names.map((name) => list(each, name)) }, 10);
    expect(await writer.extend(version, 99)).toBe(names.length);
    const expiring = opened.database.prepare('SELECT expires_at AS at, count(*) AS n FROM lists GROUP BY 1').all();
    expect(expiring.map(({ at, n }) => [at, n])).toEqual([
      [10, names.length],
      [99, names.length],
    ]);
  });
});

describe('renameModelDocuments', () => {
  it('renameModelDocuments: what an older version kept is found again, once', async () => {
    using opened = open();
    const { database, store, models } = opened;
    const kept = { op: 'set', collection: 'lists', expiresAt: 10 } as const;
    await store.write(names.map((name) => ({ ...kept, id: `${version}:${name}`, body: list(version, name) })));
    expect(await models.lists(version, ['artist:band 7'])).toEqual([undefined]);
    expect(await renameModelDocuments(database)).toBe(names.length);
    expect((await models.lists(version, names)).filter((each) => each !== undefined)).toHaveLength(names.length);
    expect(await renameModelDocuments(database)).toBe(0);
  });
});
