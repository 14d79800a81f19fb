/** A document store that counts what it is asked: reads and writes as Firestore would bill them. */
import type { DocumentStore } from '#shared/ports/document-store.ts';

export type Operations = { reads: number; writes: number; queries: number };

export function countingStore(store: DocumentStore): {
  readonly store: DocumentStore;
  readonly take: () => Operations;
} {
  let counted: Operations = { reads: 0, writes: 0, queries: 0 };
  return {
    store: {
      read: (collection, ids) => {
        counted.reads += ids.length;
        return store.read(collection, ids);
      },
      update: (collection, id, evolve) =>
        store.update(collection, id, (current) => {
          counted.reads += 1;
          const evolution = evolve(current);
          if (evolution.next !== undefined) counted.writes += 1;
          return evolution;
        }),
      write: (writes) => {
        counted.writes += writes.length;
        return store.write(writes);
      },
      query: async (collection, query) => {
        const found = await store.query(collection, query);
        counted.queries += 1;
        counted.reads += Math.max(1, found.length);
        return found;
      },
    },
    /** What was counted since the last time. */
    take: () => {
      const taken = counted;
      counted = { reads: 0, writes: 0, queries: 0 };
      return taken;
    },
  };
}
