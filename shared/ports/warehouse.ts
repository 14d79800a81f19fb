/** The warehouse: GoogleSQL over every listen ever accepted. */
import type { RowOf, TableName } from '#shared/schemas/tables.ts';

/** A statement file of shared/sql: its name is its file name without ".sql". */
export type Statement = { readonly name: string; readonly text: string };

/** Values of the statement's named parameters. Numbers are FLOAT64 unless wrapped in `int64`; dates are TIMESTAMP. */
export type Parameters = Readonly<Record<string, string | number | boolean | Date | Int64>>;
export type Int64 = { readonly int64: number };
export const int64 = (value: number): Int64 => ({ int64: value });

/**
 * - Rows come as plain objects: INT64 and FLOAT64 as number, TIMESTAMP as Date, STRING as string, missing as null.
 * - A statement is a pure SELECT or one DELETE; where its rows go is said here, not in the text.
 * - A missing or superfluous parameter is an error before anything runs.
 */
export interface Warehouse {
  /** Rows of a SELECT in pages of at most `pageRows` (default 10,000), in the order of the statement. */
  pages<R>(statement: Statement, parameters: Parameters, pageRows?: number): AsyncIterable<readonly R[]>;
  /** Puts the rows of a SELECT into a table, atomically: replacing its rows or adding to them. */
  materialise(
    statement: Statement,
    parameters: Parameters,
    destination: { readonly table: TableName; readonly disposition: 'replace' | 'append' },
  ): Promise<void>;
  /** Runs a DELETE; resolves with the number of rows removed. */
  remove(statement: Statement, parameters: Parameters): Promise<number>;
  /** Appends rows of the table's schema. */
  load<T extends TableName>(table: T, rows: readonly RowOf<T>[], disposition?: 'replace' | 'append'): Promise<void>;
  /**
   * The same warehouse for one run, `id`, of several writes. Left out, like `settle`, where a statement ends with the process
   * that asked for it.
   */
  within?(id: string): Warehouse;
  /**
   * Resolves when nothing that run `id` began is under way, and from then on nothing that it asks for is done: a statement
   * goes on when its worker has given it up or died, and a worker that was thought dead can come back.
   */
  settle?(id: string): Promise<void>;
}

/** What to do under a lease, so that it never goes on beside the next holder's. */
export function leased<T>(warehouse: Warehouse, work: (warehouse: Warehouse) => Promise<T>) {
  return {
    work: ({ id }: { readonly id: string }): Promise<T> => work(warehouse.within?.(id) ?? warehouse),
    settle: async (former: string): Promise<void> => warehouse.settle?.(former),
  };
}

/** All rows of a statement whose result is known to be small. */
export async function rowsOf<R>(warehouse: Warehouse, statement: Statement, parameters: Parameters): Promise<R[]> {
  const rows: R[] = [];
  for await (const page of warehouse.pages<R>(statement, parameters)) rows.push(...page);
  return rows;
}
