import { afterAll, describe, expect, it } from 'vitest';
import { openWarehouse } from '#shared/adapters/duckdb/warehouse.ts';
import { rowsOf } from '#shared/ports/warehouse.ts';
import { columnsOf } from '#shared/schemas/columns.ts';
import type { UserId } from '#shared/schemas/ids.ts';
import { type TableName, tableNames } from '#shared/schemas/tables.ts';
import { createWarehouseErasers, tablesOfUsers, tablesOfWords } from '#shared/sql/forget/erasers.ts';
import { cloudOverlapSeconds, refresh } from '#shared/sql/refresh/refresh.ts';
import { contentsOf, fillWarehouse } from '#test/support/judge/inputs.ts';

const warehouse = await openWarehouse({ path: ':memory:' });
afterAll(() => warehouse.close());

const counts = async (): Promise<Map<TableName, number>> =>
  new Map([...(await contentsOf(warehouse))].map(([table, rows]) => [table, rows.length]));

async function tablesNaming(user: string): Promise<string[]> {
  return [...(await contentsOf(warehouse))]
    .filter(([, rows]) => JSON.stringify(rows).includes(user))
    .map(([table]) => table);
}

async function forget(user: string): Promise<Map<string, number>> {
  const removed = new Map<string, number>();
  const tombstone = { forgottenAt: 0, receiptId: '00000000-0000-4000-8000-000000000000' };
  for (const { store, erase } of createWarehouseErasers(warehouse)) {
    removed.set(store.slice('warehouse.'.length), await erase(user as UserId, tombstone));
  }
  return removed;
}

describe('createWarehouseErasers', () => {
  it('knows every table that holds users', () => {
    const telling = ['user_id', 'user_index', 'data'];
    const holding = tableNames.filter((table) => columnsOf(table).some(({ name }) => telling.includes(name)));
    expect([...tablesOfUsers].sort()).toEqual([...holding].sort());
  });

  it('I10 Forgotten: no table holds the user, the others keep theirs, and a refresh brings nothing back', async () => {
    await fillWarehouse(warehouse);
    const [numbered] = await rowsOf<{ user_index: number }>(
      warehouse,
      { name: 'number', text: 'SELECT user_index FROM model_users WHERE user_id = @user_id' },
      { user_id: 'bob' },
    );
    const before = await counts();
    const removed = await forget('bob');
    expect([...removed].filter(([, count]) => count === 0)).toEqual([]);
    expect([...removed.keys()]).toEqual([...tablesOfWords, ...tablesOfUsers]);
    expect(await tablesNaming('bob')).toEqual([]);
    const contents = await contentsOf(warehouse);
    for (const table of tablesOfUsers) {
      const rows = contents.get(table) ?? [];
      expect(
        rows.some(({ user_index }) => user_index === numbered?.user_index),
        table,
      ).toBe(false);
      expect(rows.length, table).toBe((before.get(table) ?? 0) - (removed.get(table) ?? 0));
    }

    await refresh(warehouse, { overlapSeconds: cloudOverlapSeconds });
    expect(await tablesNaming('bob')).toEqual([]);
    expect([...(await forget('bob')).values()].every((count) => count === 0)).toBe(true);
    const items = JSON.stringify((await contentsOf(warehouse)).get('items'));
    expect([items.includes('Title of own'), items.includes('Title of shared')]).toEqual([false, false]);
    expect(items.includes('"item_id":"shared"')).toBe(true);
  });
});
