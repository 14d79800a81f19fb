import { describe } from 'vitest';
import { openDatabase } from '#shared/adapters/sqlite/database.ts';
import { createSqliteDocumentStore } from '#shared/adapters/sqlite/document-store.ts';
import { documentStoreContract } from '#test/contracts/document-store.ts';

describe('SQLite', () => {
  documentStoreContract(async () => {
    const database = openDatabase(':memory:');
    return {
      store: createSqliteDocumentStore(database),
      [Symbol.asyncDispose]: async () => database[Symbol.dispose](),
    };
  });
});
