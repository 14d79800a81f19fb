import { describe, expect, it } from 'vitest';
import { columnsOf } from '#shared/schemas/columns.ts';
import { tableNames, tables } from '#shared/schemas/tables.ts';

describe('columnsOf', () => {
  it('reads names, types and what may be NULL from the schema', () => {
    expect(columnsOf('items').slice(0, 3)).toEqual([
      { name: 'item_id', type: 'STRING', nullable: false },
      { name: 'kind', type: 'STRING', nullable: false },
      { name: 'title', type: 'STRING', nullable: true },
    ]);
    const types = new Map(columnsOf('items').map(({ name, type }) => [name, type]));
    expect([types.get('duration_ms'), types.get('explicit'), types.get('received_at')]).toEqual([
      'INT64',
      'BOOL',
      'TIMESTAMP',
    ]);
    expect(columnsOf('model_kernel').at(-1)).toEqual({ name: 'score', type: 'FLOAT64', nullable: false });
  });

  it.each(tableNames)('%s is cut and sorted by columns it has', (table) => {
    const { partition, cluster = [] } = tables[table] as { partition?: string; cluster?: readonly string[] };
    const columns = new Map(columnsOf(table).map(({ name, type }) => [name, type]));
    if (partition !== undefined) expect(columns.get(partition)).toBe('TIMESTAMP');
    for (const column of cluster) expect(columns.has(column)).toBe(true);
  });
});
