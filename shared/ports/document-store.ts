/** The primitive under every document port: one small promise that SQLite, Firestore and memory keep alike. */
import type { BodyOf, CollectionName, FieldValue } from '#shared/schemas/collections.ts';

/** What an update decides: `next` undefined writes nothing, null deletes. */
export type Evolution<B, R> = { readonly next?: B | null; readonly expiresAt?: number; readonly result: R };

export type Write = {
  [C in CollectionName]: { readonly collection: C; readonly id: string } & (
    | { readonly op: 'set' | 'create'; readonly body: BodyOf<C>; readonly expiresAt?: number }
    | { readonly op: 'delete' }
  );
}[CollectionName];

export type Query = {
  /**
   * Equality on these fields, with any of up to 30 values where there are several; all of them, plus `orderBy`, must be one of
   * the collection's declared queries.
   */
  readonly where: Readonly<Record<string, FieldValue | readonly FieldValue[]>>;
  readonly orderBy?: { readonly field: string; readonly direction: 'ascending' | 'descending' };
  /** Bounds on the `orderBy` field. Fields that are null are outside every bound. */
  readonly atLeast?: number;
  readonly atMost?: number;
  /** Exclusive: continue behind the document with this order value and id. */
  readonly after?: { readonly value: FieldValue; readonly id: string };
  /** At most 1,000. */
  readonly limit: number;
};

/**
 * Documents by collection and id.
 *
 * - Ids are any string of 1 to 600 bytes; adapters encode what their store does not take.
 * - `expiresAt` is Unix seconds. An expired document may be returned until it is swept: readers who care check.
 * - Bodies are plain JSON; what `read` returns is the caller's own copy.
 */
export interface DocumentStore {
  /** Reads up to 500 documents, in the order asked; a missing one is undefined. */
  read<C extends CollectionName>(collection: C, ids: readonly string[]): Promise<(BodyOf<C> | undefined)[]>;
  /**
   * Atomic read-modify-write of one document. `evolve` is pure and may be called again with a newer body when another
   * writer was faster; after `limits.updateAttemptsMax` losses it throws, so that the message is delivered again.
   * Reads that follow see the write.
   */
  update<C extends CollectionName, R>(
    collection: C,
    id: string,
    evolve: (current: BodyOf<C> | undefined) => Evolution<BodyOf<C>, R>,
  ): Promise<R>;
  /**
   * Applies up to 500 writes. Sets and deletes happen all or none; each `create` stands alone and leaves an existing
   * document as it is, without an error.
   */
  write(writes: readonly Write[]): Promise<void>;
  /** One page, ordered by `orderBy` then id. */
  query<C extends CollectionName>(
    collection: C,
    query: Query,
  ): Promise<{ readonly id: string; readonly body: BodyOf<C> }[]>;
}
