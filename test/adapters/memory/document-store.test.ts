import { describe } from 'vitest';
import { createMemoryDocumentStore } from '#shared/adapters/memory/document-store.ts';
import { documentStoreContract } from '#test/contracts/document-store.ts';

describe('memory', () => {
  documentStoreContract(async () => ({ store: createMemoryDocumentStore(), [Symbol.asyncDispose]: async () => {} }));
});
