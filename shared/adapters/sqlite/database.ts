/** One SQLite file with group commit: the writes of one turn of the event loop share one fsync. */
import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';

export type Row = Record<string, SQLInputValue>;

export type Database = Disposable & {
  /** A prepared statement, prepared once per text. */
  prepare(sql: string): StatementSync;
  exec(sql: string): void;
  /**
   * Runs `work` inside the next commit, alone: no other work or read happens between its first and last statement.
   * Resolves with its result when the commit is durable; a throw rolls back this work only and rejects.
   */
  write<T>(work: () => T): Promise<T>;
};

type Pending = { run: () => unknown; resolve: (value: never) => void; reject: (error: unknown) => void };
type Settled = { settle: () => void };

/** Opens the file, or ":memory:". The journal is a write-ahead log that is synced at every commit: kill -9 loses nothing. */
export function openDatabase(path: string): Database {
  const connection = new DatabaseSync(path);
  connection.exec(`
    PRAGMA journal_mode = WAL;
    PRAGMA synchronous = FULL;
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
      for (const { reject } of works) reject(error);
      return;
    }
    for (const { settle } of settled) settle();
  };

  const runAlone = ({ run, resolve, reject }: Pending): Settled => {
    savepoint.run();
    try {
      const result = run() as never;
      release.run();
      return { settle: () => resolve(result) };
    } catch (error) {
      connection.exec('ROLLBACK TO work; RELEASE work');
      return { settle: () => reject(error) };
    }
  };

  return {
    prepare,
    exec: (sql) => connection.exec(sql),
    write: (work) => {
      if (closed) return Promise.reject(new Error('Cannot write: the database is closed'));
      return new Promise((resolve, reject) => {
        if (pending.length === 0) setImmediate(flush);
        pending.push({ run: work, resolve: resolve as Pending['resolve'], reject });
      });
    },
    [Symbol.dispose]: () => {
      flush();
      closed = true;
      if (connection.isOpen) connection.close();
    },
  };
}
