/**
 * Keeps a database open: after a failure that DuckDB does not recover from, such as a full disk, it is closed and opened
 * again by the next who needs it; and it is changed for another file at a moment when nobody uses it.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { DuckDBInstance } from '@duckdb/node-api';
import type { Readers } from '#shared/adapters/duckdb/readers.ts';
import type { Writer } from '#shared/adapters/duckdb/writer.ts';
import { StoreUnavailable } from '#shared/ports/unavailable.ts';

export type OpenDatabase = {
  readonly database: DuckDBInstance;
  readonly writer: Writer;
  readonly readers: Readers;
};

export type Keeper = {
  /** Throws StoreUnavailable when the disk, and nothing in the work, is the reason that it failed. */
  use<R>(work: (open: OpenDatabase) => Promise<R>): Promise<R>;
  stream<R>(work: (open: OpenDatabase) => AsyncIterable<R>): AsyncGenerator<R>;
  /** `before` has the database to itself, `after` its closed file. Throws when it is used all the time. */
  exchange(before: (open: OpenDatabase) => Promise<void>, after: () => Promise<void>): Promise<void>;
  close(): Promise<void>;
};

const idleAttemptsMax = 6_000;
const idlePauseMs = 10;

export async function createKeeper(open: () => Promise<OpenDatabase>): Promise<Keeper> {
  let kept: OpenDatabase | undefined = await open();
  let opening: Promise<OpenDatabase> | undefined;
  let closed: Promise<void> = Promise.resolve();
  let exchanged: Promise<void> | undefined;
  let users = 0;

  const current = async (): Promise<OpenDatabase> => {
    while (exchanged !== undefined) await exchanged.catch(() => undefined);
    if (kept !== undefined) return kept;
    opening ??= closed.then(open).finally(() => {
      opening = undefined;
    });
    try {
      kept = await opening;
      return kept;
    } catch (cause) {
      throw new StoreUnavailable(`Cannot open the warehouse: ${textOf(cause)}`, { cause });
    }
  };
  const explain = (failed: OpenDatabase, error: unknown): unknown => {
    const text = textOf(error);
    if (!isFatal(text) && !isFull(text)) return error;
    if (isFatal(text) && kept === failed) {
      kept = undefined;
      closed = closeAll(failed).catch(() => undefined);
    }
    return new StoreUnavailable(`Cannot use the warehouse: ${text}`, { cause: error });
  };
  const idle = async (): Promise<void> => {
    for (let attempt = 0; users > 0 || exchanged !== undefined; attempt++) {
      if (attempt === idleAttemptsMax) throw new Error('Cannot rewrite the warehouse: it is used all the time');
      await sleep(idlePauseMs);
    }
  };

  return {
    async use(work) {
      const opened = await current();
      users += 1;
      try {
        return await work(opened);
      } catch (error) {
        throw explain(opened, error);
      } finally {
        users -= 1;
      }
    },
    async *stream(work) {
      const opened = await current();
      users += 1;
      try {
        yield* work(opened);
      } catch (error) {
        throw explain(opened, error);
      } finally {
        users -= 1;
      }
    },
    async exchange(before, after) {
      await current();
      await idle();
      const old = kept;
      if (old === undefined) throw new StoreUnavailable('Cannot rewrite the warehouse: it is not open');
      const run = async (): Promise<void> => {
        await before(old);
        kept = undefined;
        closed = closeAll(old);
        await closed;
        await after();
      };
      exchanged = run();
      try {
        await exchanged;
      } finally {
        exchanged = undefined;
      }
    },
    async close() {
      await exchanged?.catch(() => undefined);
      const last = kept;
      kept = undefined;
      if (last !== undefined) await closeAll(last);
      await closed;
    },
  };
}

async function closeAll({ database, writer, readers }: OpenDatabase): Promise<void> {
  await writer.close();
  readers.close();
  database.closeSync();
}

const textOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
const isFatal = (text: string): boolean => /FATAL Error|has been invalidated/i.test(text);
const isFull = (text: string): boolean => /No space left on device|disk (is )?full|Could not write/i.test(text);
