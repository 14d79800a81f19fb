/** Documents in Firestore through the official client: for workers, whose throughput matters more than their first call. */
import {
  type DocumentReference,
  type DocumentSnapshot,
  FieldPath,
  FieldValue,
  Firestore,
  type Query as FirestoreQuery,
  Timestamp,
} from '@google-cloud/firestore';
import { indexedFields } from '#shared/adapters/firestore/fields.ts';
import { decodeId, encodeId } from '#shared/adapters/firestore/ids.ts';
import { optimistic } from '#shared/adapters/firestore/optimistic.ts';
import { checkQuery, valuesOf } from '#shared/ports/document-query.ts';
import type { DocumentStore, Evolution, Query, Write } from '#shared/ports/document-store.ts';
import type { BodyOf, CollectionName } from '#shared/schemas/collections.ts';

export type FirestoreOptions = { readonly projectId: string; readonly databaseId: string };

/** The client opens its first connection with its first call, and looks at FIRESTORE_EMULATOR_HOST itself. */
export function createFirestoreDocumentStore(options: FirestoreOptions): DocumentStore & AsyncDisposable {
  const firestore = new Firestore(options);
  const reference = (collection: CollectionName, id: string): DocumentReference =>
    firestore.collection(collection).doc(encodeId(id));

  const createAll = async (creates: readonly Creation[]): Promise<void> => {
    if (creates.length === 0) return;
    const writer = firestore.bulkWriter({ throttling: false });
    writer.onWriteError(() => false);
    const created = creates.map(({ collection, id, body, expiresAt }) =>
      writer.create(reference(collection, id), stored(collection, body, expiresAt)).catch(ignoreExisting),
    );
    await Promise.all([writer.close(), ...created]);
  };

  const setAndDelete = async (writes: readonly Exclude<Write, Creation>[]): Promise<void> => {
    if (writes.length === 0) return;
    const batch = firestore.batch();
    for (const write of writes) {
      const target = reference(write.collection, write.id);
      if (write.op === 'delete') batch.delete(target);
      else batch.set(target, stored(write.collection, write.body, write.expiresAt));
    }
    await batch.commit();
  };

  return {
    read: async <C extends CollectionName>(collection: C, ids: readonly string[]) => {
      if (ids.length === 0) return [];
      const snapshots = await firestore.getAll(...ids.map((id) => reference(collection, id)));
      return snapshots.map((snapshot) => bodyOf<C>(snapshot));
    },

    update: <C extends CollectionName, R>(
      collection: C,
      id: string,
      evolve: (current: BodyOf<C> | undefined) => Evolution<BodyOf<C>, R>,
    ) => {
      const target = reference(collection, id);
      return optimistic<R>(`${collection}/${id}`, async () => {
        const snapshot = await target.get();
        const { next, expiresAt, result } = evolve(bodyOf<C>(snapshot));
        const document = next === undefined || next === null ? next : stored(collection, next, expiresAt);
        return { lost: !(await putBack(snapshot, document)), result };
      });
    },

    write: async (writes) => {
      const creates = writes.filter(isCreation);
      await Promise.all([setAndDelete(writes.filter((write) => !isCreation(write))), createAll(creates)]);
    },

    query: async <C extends CollectionName>(collection: C, query: Query) => {
      checkQuery(collection, query);
      const { docs } = await selected(firestore.collection(collection), query).get();
      return docs.map((snapshot) => ({ id: decodeId(snapshot.id), body: bodyOf<C>(snapshot) as BodyOf<C> }));
    },

    [Symbol.asyncDispose]: () => firestore.terminate(),
  };
}

type Creation = Extract<Write, { op: 'set' | 'create' }> & { op: 'create' };

function isCreation(write: Write): write is Creation {
  return write.op === 'create';
}

function stored(collection: CollectionName, body: unknown, expiresAt: number | undefined) {
  const fields = { ...indexedFields(collection, body), body: JSON.stringify(body) };
  return expiresAt === undefined ? fields : { ...fields, expiresAt: Timestamp.fromMillis(expiresAt * 1_000) };
}

function bodyOf<C extends CollectionName>(snapshot: DocumentSnapshot): BodyOf<C> | undefined {
  return snapshot.exists ? (JSON.parse(snapshot.get('body') as string) as BodyOf<C>) : undefined;
}

/** Writes in place of what was read: undefined leaves it, null deletes it. False when somebody else wrote since. */
async function putBack(read: DocumentSnapshot, next: ReturnType<typeof stored> | null | undefined): Promise<boolean> {
  if (next === undefined) return true;
  const unchanged = read.updateTime === undefined ? {} : { lastUpdateTime: read.updateTime };
  try {
    if (next === null) await (read.exists ? read.ref.delete(unchanged) : undefined);
    else if (read.exists) await read.ref.update({ expiresAt: FieldValue.delete(), ...next }, unchanged);
    else await read.ref.create(next);
    return true;
  } catch (error) {
    if (lostCodes.has(codeOf(error))) return false;
    throw error;
  }
}

/** gRPC status codes. */
const notFound = 5;
const alreadyExists = 6;
const failedPrecondition = 9;
const aborted = 10;
const lostCodes: ReadonlySet<number | undefined> = new Set([notFound, alreadyExists, failedPrecondition, aborted]);

function codeOf(error: unknown): number | undefined {
  return (error as { code?: number } | null)?.code;
}

function ignoreExisting(error: unknown): void {
  if (codeOf(error) !== alreadyExists) throw error;
}

/** A field that is null is no part of an order: bounds leave it out by themselves, an order alone must say so. */
function selected(
  collection: FirestoreQuery,
  { where, orderBy, atLeast, atMost, after, limit }: Query,
): FirestoreQuery {
  let query = collection;
  for (const [field, wanted] of Object.entries(where)) {
    const any = valuesOf(wanted);
    query = any.length === 1 ? query.where(field, '==', any[0]) : query.where(field, 'in', any);
  }
  if (orderBy === undefined) {
    query = query.orderBy(FieldPath.documentId());
    return (after === undefined ? query : query.startAfter(encodeId(after.id))).limit(limit);
  }
  const { field, direction } = orderBy;
  if (atLeast !== undefined) query = query.where(field, '>=', atLeast);
  if (atMost !== undefined) query = query.where(field, '<=', atMost);
  if (atLeast === undefined && atMost === undefined) query = query.where(field, '!=', null);
  const way = direction === 'ascending' ? 'asc' : 'desc';
  query = query.orderBy(field, way).orderBy(FieldPath.documentId(), way);
  return (after === undefined ? query : query.startAfter(after.value, encodeId(after.id))).limit(limit);
}
