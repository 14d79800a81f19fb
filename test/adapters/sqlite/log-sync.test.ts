import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openDatabase } from '#shared/adapters/sqlite/database.ts';
import { openLogSync } from '#shared/adapters/sqlite/log-sync.ts';

describe('openLogSync', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'segue-log-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('openLogSync: whoever calls while a sync is on its way shares the next one', async () => {
    const path = join(folder, 'a.db');
    using database = openDatabase(path);
    database.exec('CREATE TABLE t (n INTEGER)');
    using log = openLogSync(path);
    const [first, second, third] = [log.sync(), log.sync(), log.sync()];
    expect(second).toBe(third);
    expect(first).not.toBe(second);
    await Promise.all([first, second, third]);
  });

  it('openLogSync: fails without a log, and works once there is one', async () => {
    const path = join(folder, 'b.db');
    using log = openLogSync(path);
    await expect(log.sync()).rejects.toThrow('ENOENT');
    using database = openDatabase(path);
    database.exec('CREATE TABLE t (n INTEGER)');
    await log.sync();
  });

  it('openDatabase: what was written before the end is there, told or not', async () => {
    const path = join(folder, 'c.db');
    const database = openDatabase(path);
    database.exec('CREATE TABLE t (n INTEGER)');
    const insert = (n: number) => () => database.prepare('INSERT INTO t VALUES (?)').run(n);
    await database.write(insert(1));
    const untold = [database.write(insert(2)), database.write(insert(3), 'redoable')];
    database[Symbol.dispose]();
    await Promise.all(untold);
    using again = openDatabase(path);
    expect(again.prepare('SELECT n FROM t ORDER BY n').all()).toEqual([{ n: 1 }, { n: 2 }, { n: 3 }]);
  });

  it('openDatabase: a failing write rejects alone, and the others of its commit stand', async () => {
    using database = openDatabase(join(folder, 'd.db'));
    database.exec('CREATE TABLE t (n INTEGER PRIMARY KEY)');
    const insert = () => database.prepare('INSERT INTO t VALUES (1)').run();
    const [one, same] = await Promise.allSettled([database.write(insert), database.write(insert)]);
    expect([one?.status, same?.status]).toEqual(['fulfilled', 'rejected']);
  });
});
