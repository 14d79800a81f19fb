/** Leaves nothing of removed rows in the file: DuckDB only marks them, and gives blocks free without emptying them. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { DuckDBConnection } from '@duckdb/node-api';
import { createTable, replaceTable } from '#shared/adapters/duckdb/schema.ts';
import type { Writer } from '#shared/adapters/duckdb/writer.ts';
import { tableNames } from '#shared/schemas/tables.ts';

/**
 *   rows without the removed ones ──▶ new blocks ── the old are free ── overwritten with noise ── free again
 *
 * All tables, because small ones share blocks. Takes as long as writing as much as the file holds. Throws when somebody
 * reads all the time.
 */
export async function scrub(writer: Writer): Promise<void> {
  for (const table of tableNames) {
    await writer.transaction(async (connection) => {
      const next = await createTable(connection, table, `${table}__next`);
      await connection.run(`INSERT INTO ${next} BY NAME SELECT * FROM ${table}`);
      await replaceTable(connection, table, next);
    });
  }
  await checkpoint(writer);
  await writer.transaction(async (connection) => {
    const numbers = await freeNumbers(connection);
    await connection.run(`CREATE OR REPLACE TABLE noise AS SELECT hash(n) AS number FROM range(${numbers}) _(n)`);
  });
  await checkpoint(writer);
  await writer.transaction((connection) => connection.run('DROP TABLE noise'));
  await checkpoint(writer);
}

const attemptsMax = 240;
const pauseMs = 250;

/**
 * Writes the log to the file, which DuckDB refuses while a dropped table is still read. It would wait for the readers, too,
 * but then every write would wait with it, for as long as somebody takes to read.
 */
async function checkpoint(writer: Writer): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      await writer.alone((connection) => connection.run('CHECKPOINT'));
      return;
    } catch (error) {
      if (attempt === attemptsMax) throw error;
    }
    await sleep(pauseMs);
  }
}

/** As many numbers of eight bytes, which do not compress, as fill the free blocks. */
async function freeNumbers(connection: DuckDBConnection): Promise<number> {
  const asked = 'SELECT free_blocks * block_size // 8 FROM pragma_database_size()';
  return Number((await connection.runAndReadAll(asked)).getRows()[0]?.[0] ?? 0);
}
