/**
 * One SQLite file with group commit: the writes of one turn of the event loop share one commit, and commits that come
 * while the disk syncs share the next sync.
 *
 * What a client was told is synced to disk before it is told. What a queue would have done again is not: the log keeps
 * its order, so a loss of power loses a tail of such work together with its acknowledgements, and it is done again.
 *
 * What is deleted is overwritten with zeros in the same commit, for half a microsecond a listen; the log may hold it
 * until it is emptied.
 */
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { openLogSync } from '#shared/adapters/sqlite/log-sync.ts';
import { StoreUnavailable } from '#shared/ports/unavailable.ts';

/** `redoable`: a message that is delivered again would do it again, so its loss to a power failure is harmless. */
export type Durability = 'synced' | 'redoable';

export type Database = Disposable & {
  /** A prepared statement, prepared once per text. */
  prepare(sql: string): StatementSync;
  exec(sql: string): void;
  /**
   * Runs `work` inside the next commit, alone: no other work or read happens between its first and last statement.
   * Resolves with its result when the commit is done, and synced unless it is `redoable`; either way it survives the
   * death of the process. A throw rolls back this work only and rejects.
   */
  write<T>(work: () => T, durability?: Durability): Promise<T>;
  /** All that is committed, as of one instant, in a new file. Holds the process for as long as writing it takes. */
  copyTo(path: string): void;
  /** Empties the log into the file, so that nothing is left of what was deleted or replaced. */
  emptyLog(): void;
};

type Pending = {
  durability: Durability;
  run: () => unknown;
  resolve: (value: never) => void;
  reject: (error: unknown) => void;
};
type Settled = Pick<Pending, 'durability' | 'reject'> & { settle: () => void };

/** Opens the file, or ":memory:". The journal is a write-ahead log: kill -9 loses nothing that was committed. */
export function openDatabase(path: string): Database {
  const connection = new DatabaseSync(path);
  connection.exec(`
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = NORMAL;
    PRAGMA wal_autocheckpoint = 4000;
    PRAGMA secure_delete = ON;
    PRAGMA busy_timeout = 5000;
    PRAGMA cache_size = -65536;
  `);
  const statements = new Map<string, StatementSync>();
  let pending: Pending[] = [];
  let closed = false;

  const prepare = (sql: string): StatementSync => {
    let statement = statements.get(sql);
    if (statement === undefined) {
      statement = connection.prepare(sql);
      statements.set(sql, statement);
    }
    return statement;
  };

  const begin = connection.prepare('BEGIN IMMEDIATE');
  const commit = connection.prepare('COMMIT');
  const savepoint = connection.prepare('SAVEPOINT work');
  const release = connection.prepare('RELEASE work');

  const log = openLogSync(path);
  const flush = (): void => {
    const works = pending;
    pending = [];
    if (works.length === 0) return;
    const settled: Settled[] = [];
    try {
      begin.run();
      for (const work of works) settled.push(runAlone(work));
      commit.run();
    } catch (error) {
      if (connection.isOpen && connection.isTransaction) connection.exec('ROLLBACK');
      for (const { reject } of works) reject(availabilityOf(error));
      return;
    }
    const { synced = [], redoable = [] } = Object.groupBy(settled, ({ durability }) => durability);
    for (const { settle } of redoable) settle();
    if (synced.length === 0) return;
    void log.sync().then(
      () => {
        for (const { settle } of synced) settle();
      },
      (error: unknown) => {
        for (const { reject } of synced) reject(error);
      },
    );
  };

  const runAlone = ({ run, resolve, reject, durability }: Pending): Settled => {
    savepoint.run();
    try {
      const result = run() as never;
      release.run();
      return { settle: () => resolve(result), reject, durability };
    } catch (error) {
      connection.exec('ROLLBACK TO work; RELEASE work');
      return { settle: () => reject(availabilityOf(error)), reject, durability };
    }
  };

  return {
    prepare,
    exec: (sql) => connection.exec(sql),
    write: (work, durability = 'synced') => {
      if (closed) return Promise.reject(new Error('Cannot write: the database is closed'));
      return new Promise((resolve, reject) => {
        if (pending.length === 0) setImmediate(flush);
        pending.push({ durability, run: work, resolve: resolve as Pending['resolve'], reject });
      });
    },
    copyTo: (file) => {
      connection.prepare('VACUUM INTO ?').run(file);
    },
    emptyLog: () => connection.exec('PRAGMA wal_checkpoint(TRUNCATE)'),
    [Symbol.dispose]: () => {
      flush();
      closed = true;
      log[Symbol.dispose]();
      if (connection.isOpen) connection.close();
    },
  };
}

/** SQLITE_IOERR and SQLITE_FULL, without what they extend: the disk's fault, and gone when the disk has room again. */
const ofTheDisk: ReadonlySet<number> = new Set([10, 13]);

function availabilityOf(error: unknown): unknown {
  const code = (error as { readonly errcode?: unknown }).errcode;
  if (typeof code !== 'number' || !ofTheDisk.has(code & 0xff)) return error;
  return new StoreUnavailable(`Cannot write: ${(error as Error).message}`, { cause: error });
}
