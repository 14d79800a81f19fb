import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openWarehouse } from '#shared/adapters/duckdb/warehouse.ts';
import { rowsOf } from '#shared/ports/warehouse.ts';
import { warehouseContract } from '#test/contracts/warehouse.ts';
import { at, everythingIn, listenRow } from '#test/support/warehouse-rows.ts';

async function openFolder(): Promise<{ readonly path: string } & AsyncDisposable> {
  const folder = await mkdtemp(join(tmpdir(), 'segue-warehouse-'));
  return {
    path: join(folder, 'warehouse.duckdb'),
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  };
}

describe('DuckDB in memory', () => {
  warehouseContract(async () => {
    const warehouse = await openWarehouse({ path: ':memory:' });
    return { warehouse, [Symbol.asyncDispose]: () => warehouse.close() };
  });
});

describe('DuckDB in a file', () => {
  warehouseContract(async () => {
    const folder = await openFolder();
    const warehouse = await openWarehouse({ path: folder.path, threads: 1 });
    return {
      warehouse,
      async [Symbol.asyncDispose]() {
        await warehouse.close();
        await folder[Symbol.asyncDispose]();
      },
    };
  });

  it('openWarehouse finds what was stored, and adds columns that a newer version declares', async () => {
    await using folder = await openFolder();
    const rows = [listenRow({ listened_at: at(1_700_000_000) })];
    {
      await using warehouse = await openWarehouse({ path: folder.path });
      await warehouse.load('listens', rows);
    }
    const { DuckDBInstance } = await import('@duckdb/node-api');
    const older = await DuckDBInstance.create(folder.path);
    const connection = await older.connect();
    await connection.run('ALTER TABLE listens DROP COLUMN artist_id');
    await connection.run('DROP TABLE item_tags');
    connection.closeSync();
    older.closeSync();

    await using warehouse = await openWarehouse({ path: folder.path });
    expect(await everythingIn(warehouse, 'listens', 'listen_id')).toEqual(rows);
    expect(await everythingIn(warehouse, 'item_tags', 'item_id')).toEqual([]);
  });

  it('openWarehouse refuses a file whose table it cannot bring to the schema', async () => {
    await using folder = await openFolder();
    await (await openWarehouse({ path: folder.path })).close();
    const { DuckDBInstance } = await import('@duckdb/node-api');
    const older = await DuckDBInstance.create(folder.path);
    const connection = await older.connect();
    await connection.run('ALTER TABLE listens ALTER weight TYPE VARCHAR');
    connection.closeSync();
    older.closeSync();
    await expect(openWarehouse({ path: folder.path })).rejects.toThrow(
      '"listens.weight" is VARCHAR and must be FLOAT64',
    );
  });

  it('I1 A committed write survives a kill, one that was under way is gone whole', async () => {
    await using folder = await openFolder();
    const child = spawn(process.execPath, [new URL('./kill-me.ts', import.meta.url).pathname, folder.path], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const exited = new Promise((resolve) => child.once('exit', resolve));
    for await (const line of child.stdout) if (String(line).includes('committed')) break;
    child.kill('SIGKILL');
    await exited;

    await using warehouse = await openWarehouse({ path: folder.path });
    const counted = { name: 'count', text: 'SELECT tag, COUNT(*) AS n FROM item_tags GROUP BY tag ORDER BY tag' };
    const counts = await rowsOf<{ tag: string; n: number }>(warehouse, counted, {});
    expect(counts[0]).toEqual({ tag: 'committed', n: 5_000 });
    for (const { n } of counts) expect(n).toBe(5_000);
  });
});

describe('DuckDB', () => {
  it('Warehouse.pages refuses what a number cannot hold', async () => {
    await using warehouse = await openWarehouse({ path: ':memory:' });
    const beyond = { name: 'beyond', text: 'SELECT 9007199254740993 AS n' };
    await expect(rowsOf(warehouse, beyond, {})).rejects.toThrow('beyond 2^53');
    const infinite = { name: 'infinite', text: 'SELECT 1.0 / 0.0 AS x' };
    await expect(rowsOf(warehouse, infinite, {})).rejects.toThrow('is not finite');
  });

  it('Warehouse.load names the column and the value that do not fit', async () => {
    await using warehouse = await openWarehouse({ path: ':memory:' });
    const row = listenRow({ listened_at: at(1), weight: Number.NaN });
    await expect(warehouse.load('listens', [row])).rejects.toThrow('"NaN" in "listens.weight": it is no FLOAT64');
  });
});
