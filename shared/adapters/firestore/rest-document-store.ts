/** Documents in Firestore over plain REST: for the hot paths, at a third of the official client's CPU and cold start. */
import { decodeId, encodeId } from '#shared/adapters/firestore/ids.ts';
import { type Attempt, optimistic } from '#shared/adapters/firestore/optimistic.ts';
import { structuredQuery } from '#shared/adapters/firestore/rest-query.ts';
import { type RestDocument, restBody, restFields } from '#shared/adapters/firestore/rest-values.ts';
import { type Rest, RestError } from '#shared/adapters/google/rest.ts';
import { checkQuery } from '#shared/ports/document-query.ts';
import type { DocumentStore, Evolution, Query, Write } from '#shared/ports/document-store.ts';
import type { BodyOf, CollectionName } from '#shared/schemas/collections.ts';

export type FirestoreRestOptions = { readonly rest: Rest; readonly projectId: string; readonly databaseId: string };

type Precondition = { readonly exists: false } | { readonly updateTime: string };
type RestWrite = ({ readonly update: object } | { readonly delete: string }) & { currentDocument?: Precondition };

export function createFirestoreRestStore({ rest, projectId, databaseId }: FirestoreRestOptions): DocumentStore {
  const root = `projects/${projectId}/databases/${databaseId}/documents`;
  const post = (method: string, body: object): Promise<unknown> => rest.post(`/v1/${root}:${method}`, body);
  const nameOf = (collection: CollectionName, id: string): string => `${root}/${collection}/${encodeId(id)}`;

  const readAll = async (names: readonly string[]): Promise<ReadonlyMap<string, RestDocument>> => {
    const answers = (await post('batchGet', { documents: names })) as { found?: RestDocument }[];
    return new Map(answers.flatMap(({ found }) => (found === undefined ? [] : [[found.name, found]])));
  };
  const commit = (writes: readonly RestWrite[]): Promise<unknown> => post('commit', { writes });
  const set = ({ collection, id, body, expiresAt }: Setting): RestWrite => ({
    update: { name: nameOf(collection, id), fields: restFields(collection, body, expiresAt) },
  });

  const setAndDelete = async (writes: readonly Write[]): Promise<void> => {
    const others = writes.filter(({ op }) => op !== 'create');
    if (others.length === 0) return;
    await commit(others.map((w) => (w.op === 'delete' ? { delete: nameOf(w.collection, w.id) } : set(w))));
  };

  /** A batch write judges each write alone; two of one document in a batch are refused, and the first creation stands. */
  const createAll = async (writes: readonly Write[]): Promise<void> => {
    const firsts = new Map<string, RestWrite>();
    for (const write of writes) {
      const name = nameOf(write.collection, write.id);
      if (write.op === 'create' && !firsts.has(name)) firsts.set(name, { ...set(write), currentDocument: missing });
    }
    if (firsts.size === 0) return;
    const { status } = (await post('batchWrite', { writes: [...firsts.values()] })) as { status: BatchStatus[] };
    const failed = status.find(({ code = 0 }) => code !== 0 && code !== alreadyExists);
    if (failed !== undefined) throw new Error(`Cannot create a document: ${failed.code} ${failed.message ?? ''}`);
  };

  return {
    read: async <C extends CollectionName>(collection: C, ids: readonly string[]) => {
      if (ids.length === 0) return [];
      const names = ids.map((id) => nameOf(collection, id));
      const found = await readAll([...new Set(names)]);
      return names.map((name) => {
        const document = found.get(name);
        return document === undefined ? undefined : restBody<C>(document);
      });
    },

    update: <C extends CollectionName, R>(
      collection: C,
      id: string,
      evolve: (current: BodyOf<C> | undefined) => Evolution<BodyOf<C>, R>,
    ) => {
      const name = nameOf(collection, id);
      return optimistic<R>(`${collection}/${id}`, async (): Promise<Attempt<R>> => {
        const current = (await readAll([name])).get(name);
        const { next, expiresAt, result } = evolve(current === undefined ? undefined : restBody<C>(current));
        if (next === undefined || (next === null && current === undefined)) return { lost: false, result };
        const currentDocument = current === undefined ? missing : { updateTime: current.updateTime };
        const write =
          next === null ? { delete: name } : { update: { name, fields: restFields(collection, next, expiresAt) } };
        try {
          await commit([{ ...write, currentDocument }]);
          return { lost: false, result };
        } catch (error) {
          if (error instanceof RestError && lostReasons.has(error.reason)) return { lost: true };
          throw error;
        }
      });
    },

    write: async (writes) => {
      await Promise.all([setAndDelete(writes), createAll(writes)]);
    },

    query: async <C extends CollectionName>(collection: C, query: Query) => {
      checkQuery(collection, query);
      const structured = structuredQuery(collection, query, (encoded) => `${root}/${collection}/${encoded}`);
      const answers = (await post('runQuery', { structuredQuery: structured })) as { document?: RestDocument }[];
      return answers.flatMap(({ document }) =>
        document === undefined ? [] : [{ id: idOf(document.name), body: restBody<C>(document) }],
      );
    },
  };
}

type Setting = Extract<Write, { op: 'set' | 'create' }>;
type BatchStatus = { readonly code?: number; readonly message?: string };

const missing = { exists: false } as const;
/** gRPC's code of ALREADY_EXISTS. */
const alreadyExists = 6;
const lostReasons: ReadonlySet<string> = new Set(['ALREADY_EXISTS', 'FAILED_PRECONDITION', 'NOT_FOUND', 'ABORTED']);

function idOf(name: string): string {
  return decodeId(name.slice(name.lastIndexOf('/') + 1));
}
