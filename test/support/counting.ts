/** Counts what a handler does to its store and topics, in the units the cloud bills: documents, not calls. */
import type { DocumentStore } from '#shared/ports/document-store.ts';
import type { Outgoing, Topics } from '#shared/ports/topics.ts';
import { type CollectionName, collections } from '#shared/schemas/collections.ts';
import type { MessageOf, Topic } from '#shared/schemas/message.ts';

export type Operations = {
  /** The user's own documents asked for or found by a query; a query that finds nothing is one. */
  reads: number;
  /** Documents of the catalogue and of models, which serve many users and which an instance may remember. */
  sharedReads: number;
  writes: number;
  deletes: number;
  /** Written documents that time to live deletes one day. */
  expiring: number;
  bytesRead: number;
  bytesWritten: number;
  messages: number;
  messageBytes: number;
};

export const noOperations: Operations = {
  reads: 0,
  sharedReads: 0,
  writes: 0,
  deletes: 0,
  expiring: 0,
  bytesRead: 0,
  bytesWritten: 0,
  messages: 0,
  messageBytes: 0,
};

const shared: ReadonlySet<CollectionName> = new Set(['items', 'neighbours', 'lists', 'pointers', 'models']);

export type Counter = {
  readonly store: DocumentStore;
  readonly topics: Topics;
  /** What was done since the last call. */
  readonly taken: () => Operations;
  /** Messages published since the last call, by topic. */
  readonly published: <T extends Topic>(topic: T) => readonly MessageOf<T>[];
};

export function createCounter(store: DocumentStore): Counter {
  let count = { ...noOperations };
  let outgoing: { readonly topic: Topic; readonly message: unknown }[] = [];
  const read = (collection: CollectionName, found: readonly unknown[], least: number): void => {
    count[shared.has(collection) ? 'sharedReads' : 'reads'] += Math.max(least, found.length);
    for (const body of found) count.bytesRead += bytesOf(body);
  };
  const wrote = (collection: CollectionName, body: unknown): void => {
    count.writes += 1;
    count.bytesWritten += bytesOf(body);
    if (collections[collection].expires) count.expiring += 1;
  };

  return {
    store: {
      read: async (collection, ids) => {
        const bodies = await store.read(collection, ids);
        read(collection, bodies, 0);
        return bodies;
      },
      update: (collection, id, evolve) =>
        store.update(collection, id, (current) => {
          const evolution = evolve(current);
          read(collection, [current], 1);
          if (evolution.next === null) count.deletes += 1;
          else if (evolution.next !== undefined) wrote(collection, evolution.next);
          return evolution;
        }),
      write: async (writes) => {
        for (const write of writes) {
          if (write.op === 'delete') count.deletes += 1;
          else wrote(write.collection, write.body);
        }
        await store.write(writes);
      },
      query: async (collection, query) => {
        const rows = await store.query(collection, query);
        read(
          collection,
          rows.map(({ body }) => body),
          1,
        );
        return rows;
      },
    },
    topics: {
      publish: async <T extends Topic>(topic: T, messages: readonly Outgoing<T>[]) => {
        for (const { message } of messages) {
          count.messages += 1;
          count.messageBytes += bytesOf(message);
          outgoing.push({ topic, message });
        }
      },
    },
    taken: () => {
      const taken = count;
      count = { ...noOperations };
      return taken;
    },
    published: <T extends Topic>(topic: T) => {
      const wanted = outgoing.filter((each) => each.topic === topic).map(({ message }) => message as MessageOf<T>);
      outgoing = outgoing.filter((each) => each.topic !== topic);
      return wanted;
    },
  };
}

/** Bytes of the JSON, UTF-8: what a document's body or a message's data takes. */
export function bytesOf(value: unknown): number {
  return value === undefined ? 0 : Buffer.byteLength(JSON.stringify(value));
}
