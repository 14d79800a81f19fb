/** The one connection that writes: every write is a transaction, one after the other, so that none can conflict. */
import type { DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { prelude } from '#shared/adapters/duckdb/prelude.ts';

export type Writer = {
  /** Runs `work` alone and commits it whole; when it throws, nothing of it is kept. */
  transaction<R>(work: (connection: DuckDBConnection) => Promise<R>): Promise<R>;
  /** Runs `work` between two transactions: for what DuckDB does in none. */
  alone<R>(work: (connection: DuckDBConnection) => Promise<R>): Promise<R>;
  /** Waits for what was begun, then closes. */
  close(): Promise<void>;
};

export async function openWriter(database: DuckDBInstance): Promise<Writer> {
  const connection = await database.connect();
  for (const line of prelude) await connection.run(line);
  let last: Promise<unknown> = Promise.resolve();

  const commit = async <R>(work: (connection: DuckDBConnection) => Promise<R>): Promise<R> => {
    await connection.run('BEGIN TRANSACTION');
    try {
      const result = await work(connection);
      await connection.run('COMMIT');
      return result;
    } catch (error) {
      // A failed COMMIT has already rolled back and the ROLLBACK fails too: the first error is the one to tell.
      await connection.run('ROLLBACK').catch(() => undefined);
      throw error;
    }
  };

  const next = <R>(work: () => Promise<R>): Promise<R> => {
    const run = last.then(work);
    last = run.catch(() => undefined);
    return run;
  };

  return {
    transaction: (work) => next(() => commit(work)),
    alone: (work) => next(() => work(connection)),
    async close() {
      await last;
      connection.closeSync();
    },
  };
}
