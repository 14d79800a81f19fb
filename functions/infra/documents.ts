/** Firestore indexes, exemptions and time-to-live policies from the declared collections and their queries. */

export type Declared = Readonly<
  Record<string, { readonly queries: readonly (readonly string[])[]; readonly expires: boolean }>
>;

export type InfraCollection = {
  readonly expires: boolean;
  /** Composite indexes: equality fields, then the field that is ordered by, once in each direction. */
  readonly indexes: readonly { readonly fields: readonly string[]; readonly order: 'ASCENDING' | 'DESCENDING' }[];
  /** Fields without the single-field index Firestore would keep by itself. */
  readonly exempt: readonly string[];
};

/** The document's body: one text, never queried. */
const bodyField = 'body';
/** The field whose time-to-live policy removes expired documents. */
export const expiryField = 'expiresAt';

/**
 * A query of one field uses the index Firestore keeps by itself. Fields that only composite queries name lose theirs:
 * it would cost a write each, and one on a rising instant holds a whole collection at 500 writes a second.
 */
export function documentsOf(declared: Declared): Record<string, InfraCollection> {
  return Object.fromEntries(
    Object.entries(declared).map(([name, { queries, expires }]) => {
      const composite = queries.filter((fields) => fields.length > 1);
      const alone = new Set(queries.filter((fields) => fields.length === 1).flat());
      const exempt = [...new Set(composite.flat())].filter((field) => !alone.has(field)).sort();
      const indexes = composite.flatMap((fields) => [
        { fields, order: 'ASCENDING' as const },
        { fields, order: 'DESCENDING' as const },
      ]);
      return [name, { expires, indexes, exempt: [bodyField, ...exempt] }];
    }),
  );
}
