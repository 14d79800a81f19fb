/**
 * Syncs the write-ahead log beside the database, on a thread of its own: a commit need not stop everything else for the
 * milliseconds a disk takes. What SQLite has written to its log before `sync` is called is on disk when it resolves; what
 * a checkpoint moved to the database file meanwhile, SQLite has synced there itself before it wrote over the log.
 */
import { closeSync, fdatasync, fdatasyncSync, openSync } from 'node:fs';
import { promisify } from 'node:util';

const datasync = promisify(fdatasync);

export type LogSync = Disposable & {
  /** Calls that come while one is on its way wait for the next one, and share it. */
  sync(): Promise<void>;
};

/** `path`: of the database. A database in memory has no log and nothing to sync. */
export function openLogSync(path: string): LogSync {
  let file: number | undefined;
  let running: Promise<void> | undefined;
  let next: Promise<void> | undefined;
  const syncNow = async (): Promise<void> => {
    file ??= openSync(`${path}-wal`, 'r');
    await datasync(file);
  };
  const start = (): Promise<void> => {
    next = undefined;
    running = syncNow().finally(() => {
      running = undefined;
    });
    return running;
  };
  return {
    sync: () => {
      if (path === ':memory:') return Promise.resolve();
      if (running === undefined) return start();
      next ??= running.catch(() => undefined).then(start);
      return next;
    },
    [Symbol.dispose]: () => {
      if (file === undefined) return;
      const open = file;
      fdatasyncSync(open);
      const last = next ?? running;
      if (last === undefined) closeSync(open);
      else void last.finally(() => closeSync(open));
    },
  };
}
