/** A disk that is full for a while: refused early, kept what was accepted, healed without a restart. */
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { startConsumer } from '#functions/local/consumer.ts';
import { createDiskGuard } from '#functions/local/disk.ts';
import { createShedding } from '#functions/local/shedding.ts';
import { createKeeper, type OpenDatabase } from '#shared/adapters/duckdb/keeper.ts';
import { openWarehouse } from '#shared/adapters/duckdb/warehouse.ts';
import { openDatabase } from '#shared/adapters/sqlite/database.ts';
import { createSqliteQueue } from '#shared/adapters/sqlite/queue.ts';
import { dialectOf } from '#shared/edge/listenbrainz/dialect.ts';
import { StoreUnavailable } from '#shared/ports/unavailable.ts';
import { limits } from '#shared/schemas/limits.ts';

async function inFolder(work: (folder: string) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'segue-disk-'));
  await work(folder).finally(() => rmSync(folder, { recursive: true, force: true }));
}

describe('createDiskGuard', () => {
  it('I1 Once: listens are refused with 503 and Retry-After while the disk is nearly full, everything else is answered', async () => {
    expect(createDiskGuard(tmpdir(), 1)()).toBe(false);
    expect(createDiskGuard(tmpdir(), Number.MAX_SAFE_INTEGER)()).toBe(true);
    expect(createDiskGuard('/not/there', Number.MAX_SAFE_INTEGER)()).toBe(false);
    const ports = { answer: async () => new Response(), dialectOf, isBehind: () => false, isDiskShort: () => true };
    const fetch = createShedding(ports, limits);
    for (const path of ['/v1/listens', '/1/submit-listens']) {
      const refused = await fetch(new Request(`http://segue.test${path}`, { method: 'POST' }));
      expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '1']);
    }
    expect((await fetch(new Request('http://segue.test/v1/status'))).status).toBe(200);
  });
});

describe('createKeeper', () => {
  it('opens again what failed for good, once, and says meanwhile that it is the store', async () => {
    let opened = 0;
    let full = true;
    const open = async (): Promise<OpenDatabase> => {
      opened += 1;
      if (full && opened > 1) throw new Error('IO Error: No space left on device');
      const close = { close: async () => {}, closeSync: () => {} };
      return { database: close, writer: close, readers: close } as never;
    };
    const keeper = await createKeeper(open);
    const fatal = (): Promise<never> => Promise.reject(new Error('FATAL Error: database has been invalidated'));
    await Promise.all([1, 2, 3].map(() => expect(keeper.use(fatal)).rejects.toBeInstanceOf(StoreUnavailable)));
    await expect(keeper.use(async () => 'read')).rejects.toBeInstanceOf(StoreUnavailable);
    expect(opened).toBe(2);
    full = false;
    expect(await Promise.all([1, 2, 3].map(() => keeper.use(async () => 'read')))).toEqual(['read', 'read', 'read']);
    expect(opened).toBe(3);
    await expect(keeper.use(() => Promise.reject(new Error('Binder Error: no such column')))).rejects.toThrow('Binder');
    expect(opened).toBe(3);
  });
});

describe('startConsumer', () => {
  it('I1 Once: a message is never buried because the disk was full', async () => {
    using database = openDatabase(':memory:');
    let now = Date.now();
    const queue = createSqliteQueue(database, { learn: 'listens' }, () => now);
    await queue.publish('listens', [{ message: { type: 'rebuild', userId: 'ada' } as never, orderingKey: 'ada' }]);
    let tries = 0;
    const consumer = startConsumer(queue, {
      subscription: 'learn',
      concurrency: 1,
      batchMax: 1,
      now: () => now,
      log: () => {},
      handle: async () => {
        tries += 1;
        if (tries <= 20) throw new StoreUnavailable('Cannot use the warehouse: No space left on device');
      },
    });
    const ticking = setInterval(() => {
      now += 60_000;
      void consumer.idle();
    }, 5);
    await consumer.idle().finally(() => clearInterval(ticking));
    await consumer.stop();
    expect(tries).toBe(21);
    expect(queue.deadLetterCounts()).toEqual({});
  });
});

describe('openWarehouse', () => {
  it('I10 Forgotten: what a killed process spilled beside the file is gone at the next start', () =>
    inFolder(async (folder) => {
      const path = join(folder, 'warehouse.duckdb');
      mkdirSync(`${path}.tmp`);
      writeFileSync(join(`${path}.tmp`, 'duckdb_temp_storage-0.tmp'), 'rows of somebody');
      await using warehouse = await openWarehouse({ path });
      expect(existsSync(`${path}.tmp`)).toBe(false);
      expect(warehouse).toBeDefined();
    }));

  it('I1 Once: through a link that leads nowhere yet, file and log stand where it leads', () =>
    inFolder(async (folder) => {
      mkdirSync(join(folder, 'elsewhere'));
      const path = join(folder, 'warehouse.duckdb');
      symlinkSync('elsewhere/real.duckdb', path);
      await using warehouse = await openWarehouse({ path });
      expect(readdirSync(folder).sort()).toEqual(['elsewhere', 'warehouse.duckdb']);
      expect(readdirSync(join(folder, 'elsewhere'))).toContain('real.duckdb');
      expect(warehouse).toBeDefined();
    }));
});
