import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openWarehouse } from '#shared/adapters/duckdb/warehouse.ts';
import { rowsOf } from '#shared/ports/warehouse.ts';

const leaving = 'leaving-5e1d';
const all = { name: 'all', text: 'SELECT user_id, listen_id FROM retractions ORDER BY listen_id' };
const rows = Array.from({ length: 30_000 }, (_, n) => ({
  user_id: n % 10 === 0 ? leaving : `staying ${n % 97}`,
  listen_id: `listen ${n}`,
  received_at: new Date(n * 1_000),
}));

it('I10 Forgotten: scrub leaves no byte of removed rows, keeps the others, and waits for readers without stopping writers', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'segue-scrub-'));
  const path = join(folder, 'warehouse.duckdb');
  try {
    await using warehouse = await openWarehouse({ path });
    await warehouse.load('retractions', rows);
    const reader = warehouse.pages(all, {}, 100)[Symbol.asyncIterator]();
    let read = (await reader.next()).value?.length ?? 0;
    const remove = { name: 'remove', text: 'DELETE FROM retractions WHERE user_id = @user_id' };
    expect(await warehouse.remove(remove, { user_id: leaving })).toBe(3_000);

    const scrubbed = warehouse.scrub();
    await warehouse.load('retractions', [{ ...rows[1], listen_id: 'meanwhile' } as (typeof rows)[number]]);
    for (let page = await reader.next(); page.done !== true; page = await reader.next()) read += page.value.length;
    expect(read).toBe(rows.length);
    await scrubbed;

    expect(await rowsOf(warehouse, all, {})).toHaveLength(27_001);
    expect(readFileSync(path).includes(leaving)).toBe(false);
    expect(readFileSync(path).includes('staying')).toBe(true);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
