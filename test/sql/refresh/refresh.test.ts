import { afterAll, describe, expect, it } from 'vitest';
import { openWarehouse } from '#shared/adapters/duckdb/warehouse.ts';
import type { Warehouse } from '#shared/ports/warehouse.ts';
import { refresh } from '#shared/sql/refresh/refresh.ts';
import { ask, everythingIn, landed, listened } from '#test/support/warehouse-rows.ts';

const warehouse = await openWarehouse({ path: ':memory:' });
afterAll(() => warehouse.close());

/** Slices of a message or two, so that listens are counted several times in one refresh. */
const options = { overlapSeconds: 0, sliceCharacters: 300 };

/** Looks at the warehouse after every statement of whoever works on it, as another worker may. */
function watched(look: () => Promise<void>): Warehouse {
  return {
    ...warehouse,
    pages: (...asked) => warehouse.pages(...asked),
    materialise: async (...asked) => {
      await warehouse.materialise(...asked);
      await look();
    },
    remove: async (...asked) => {
      const removed = await warehouse.remove(...asked);
      await look();
      return removed;
    },
  };
}

describe('refresh', () => {
  it('I2 A rebuild that reads while another worker refreshes finds every counted listen with its tags', async () => {
    const tags = ['rock', 'pop', 'jazz'];
    const messages = tags.map((tag, nth) => {
      const listen = { id: `l${nth}`, itemId: `item ${nth}`, listenedAt: 1_600_000_000 + nth, tags: [tag] };
      return landed(`m${nth}`, listened('ada', 1_600_000_100 + nth, [listen]));
    });
    await warehouse.load('listen_messages', messages);
    const counts = new Set<number>();
    const look = async (): Promise<void> => {
      const listens = (await everythingIn(warehouse, 'listens', 'listen_id')).length;
      const affinities = await ask<{ affinity_of: string }>(warehouse, 'learn/profile_affinities', { user_id: 'ada' });
      expect(affinities.filter(({ affinity_of }) => affinity_of === 'tag')).toHaveLength(listens);
      counts.add(listens);
    };
    await refresh(watched(look), options);
    expect([...counts]).toEqual([0, 1, 2, 3]);
  });
});
