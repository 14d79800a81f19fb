/** The simulation's warehouse is only as good as its functions: each gives the rows that DuckDB gives for the shipped text. */
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { openWarehouse } from '#shared/adapters/duckdb/warehouse.ts';
import { int64, type Parameters, rowsOf, type Warehouse } from '#shared/ports/warehouse.ts';
import { attributesOf, type ListensMessage } from '#shared/schemas/message.ts';
import { type RowOf, tableNames } from '#shared/schemas/tables.ts';
import { statement, statementParameters } from '#shared/sql/engine/statement.ts';
import { parameterNames } from '#shared/sql/engine/tokens.ts';
import { createWarehouseErasers } from '#shared/sql/forget/erasers.ts';
import { refresh } from '#shared/sql/refresh/refresh.ts';
import { itemOf } from '#test/simulation/music.ts';
import { modelTables } from '#test/simulation/trainer.ts';
import { createMemoryWarehouse } from '#test/simulation/warehouse.ts';

const duck = await openWarehouse({ path: ':memory:' });
afterAll(() => duck.close());

const users = ['ada', 'bob'] as const;
const start = 1_790_000_000;

const listen = fc
  .record({
    n: fc.integer({ min: 0, max: 24 }),
    at: fc.integer({ min: 0, max: 9 }),
    play: fc.constantFrom(undefined, 1, 110, 199),
  })
  .map(({ n, at, play }) => ({
    id: `l${n}`,
    ...itemOf(n % 9),
    listenedAt: start - at * 40_000 - n,
    durationMs: 200_000,
    ...(play === undefined ? {} : { playedMs: play * 1_000 }),
  }));

/** A few messages of all kinds, in the order in which they land; times come twice, and listens are told again. */
const message: fc.Arbitrary<ListensMessage> = fc
  .record({
    kind: fc.constantFrom('listened', 'listened', 'listened', 'retracted', 'catalogued', 'exposed'),
    user: fc.constantFrom(...users),
    receivedAt: fc.integer({ min: 0, max: 5 }),
    listens: fc.uniqueArray(listen, { minLength: 1, maxLength: 4, selector: ({ id }) => id }),
  })
  .map(({ kind, user, receivedAt, listens }) => {
    const told = {
      batchId: `${kind} ${user} ${listens.map(({ id }) => id).join()}`,
      userId: user,
      receivedAt: start + receivedAt,
    };
    if (kind === 'retracted')
      return { type: kind, ...told, listens: listens.map(({ id, listenedAt }) => ({ id, listenedAt })) };
    if (kind === 'exposed') {
      const variants = [
        { experiment: 'calm', variant: user },
        { experiment: 'wide', variant: 'holdback' },
      ];
      return { type: kind, ...told, shown: 'daily-jams', variants, items: listens.map(({ itemId }) => itemId) };
    }
    if (kind === 'listened') return { type: kind, ...told, listens: listens.map((one) => ({ ...one, userId: user })) };
    return {
      type: 'catalogued',
      batchId: told.batchId,
      receivedAt: told.receivedAt,
      items: [{ ...itemOf(receivedAt), source: 'operator', title: 'Told' }],
    };
  }) as never;

function landed(nth: number, body: ListensMessage): RowOf<'listen_messages'> {
  return {
    subscription_name: 's',
    message_id: String(nth),
    publish_time: new Date((start + nth * 7) * 1_000),
    data: JSON.stringify(body),
    attributes: JSON.stringify(attributesOf(body)),
  };
}

/** What a rebuild, a reader and a refresh ask. */
const questions = (user: string): readonly (readonly [string, Parameters])[] => [
  ['learn/batches_of_user', { user_id: user, since: new Date(0) }],
  ['learn/profile_affinities', { user_id: user }],
  ['learn/profile_window', { user_id: user, window_listens_max: int64(3) }],
  ['learn/profile_heard', { user_id: user }],
  ['learn/user_counts', { user_id: user }],
  ['checks/days', { as_of: new Date(start * 1_000), days: int64(3) }],
  ['checks/last_day', { as_of: new Date(start * 1_000), late_seconds: int64(40_000) }],
  ['serve/exposures_of_user', { user_id: user }],
  ['refresh/listens_watermark', {}],
  ['refresh/messages_watermark', { since: new Date(0) }],
  ['refresh/message_slices', { since: new Date(0), slice_characters: int64(700) }],
  [
    'serve/listens_of_user',
    {
      user_id: user,
      after: new Date(0),
      before: new Date((start + 99) * 1_000),
      before_listen_id: '',
      limit: int64(5),
    },
  ],
];

async function ask(warehouse: Warehouse, name: string, given: Parameters): Promise<string[]> {
  const asked = statement(name);
  const rows = await rowsOf<object>(warehouse, asked, statementParameters(asked, given));
  return rows.map(asText);
}

/** Numbers to twelve digits, keys in order: engines may add in another order. */
const asText = (row: object): string =>
  JSON.stringify(
    Object.entries(row)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, value]) => [key, typeof value === 'number' ? Number(value.toPrecision(12)) : value]),
  );

const refreshed = ['listens', 'retractions', 'echoes', 'exposures', 'items', 'item_tags'] as const;

async function contents(warehouse: Warehouse): Promise<string[]> {
  const all: string[] = [];
  for (const table of refreshed) {
    const rows = await rowsOf<object>(warehouse, { name: table, text: `SELECT * FROM ${table}` }, {}).catch(() => []);
    all.push(...rows.map((row) => `${table} ${asText(row)}`));
  }
  return all.sort();
}

describe('the warehouse of the simulation', () => {
  it('I3 One formula: it gives the rows that DuckDB gives for the shipped statements', {
    timeout: 300_000,
  }, async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(message, { minLength: 1, maxLength: 12 }),
        fc.nat({ max: 3 }),
        async (messages, cut) => {
          const memory = createMemoryWarehouse();
          for (const table of tableNames) await duck.load(table, [], 'replace');
          const options = { overlapSeconds: 14, sliceCharacters: 900 };
          for (const [nth, body] of messages.entries()) {
            for (const warehouse of [duck, memory]) {
              await warehouse.load('listen_messages', [landed(nth, body)]);
              if (nth % 4 === cut) await refresh(warehouse, options);
            }
          }
          await compare(memory);
          for (const warehouse of [duck, memory]) await refresh(warehouse, options);
          await compare(memory);
          for (const warehouse of [duck, memory]) {
            for (const { erase } of createWarehouseErasers(warehouse)) await erase('ada' as never, {} as never);
          }
          await compare(memory);
        },
      ),
      { numRuns: 15 },
    );
  });

  it('it gives the rows that DuckDB gives for the statements of publish', async () => {
    const memory = createMemoryWarehouse();
    for (const table of tableNames) await duck.load(table, [], 'replace');
    const messages = fc.sample(message, { numRuns: 20, seed: 7 });
    for (const warehouse of [duck, memory]) {
      await warehouse.load(
        'listen_messages',
        messages.map((body, nth) => landed(nth, body)),
      );
      await refresh(warehouse, { overlapSeconds: 0 });
    }
    const version = '20260917T120000Z';
    for (const table of modelTables) {
      await memory.materialise(
        { name: `simulated/${table}`, text: '' },
        { model_version: version },
        { table, disposition: 'replace' },
      );
      await duck.load(table, memory.tables[table] as never, 'replace');
    }
    const ranges = { first_user: int64(1), last_user: int64(2), first_item: int64(2), last_item: int64(5) };
    const lists = { shard: int64(1), shards: int64(2) };
    for (const name of publishQuestions) {
      const asked = statement(name);
      const given: Parameters = { model_version: version, ...ranges, ...lists };
      const names = parameterNames(asked.text);
      const wanted = Object.fromEntries(Object.entries(given).filter(([parameter]) => names.includes(parameter)));
      const [right, rows] = [await ask(duck, name, wanted), await ask(memory, name, wanted)];
      expect(right.length, name).toBeGreaterThan(0);
      // Cards come in no order.
      if (name === 'publish/cards') expect(rows.sort()).toEqual(right.sort());
      else expect(rows, name).toEqual(right);
    }
  });
});

const publishQuestions = ['version', 'neighbours', 'candidates', 'loved', 'own', 'lists', 'cards'].map(
  (name) => `publish/${name}`,
);

async function compare(memory: ReturnType<typeof createMemoryWarehouse>): Promise<void> {
  const held = refreshed.flatMap((table) => (memory.tables[table] as object[]).map((row) => `${table} ${asText(row)}`));
  expect(held.sort()).toEqual(await contents(duck));
  for (const user of users) {
    for (const [name, given] of questions(user)) {
      expect(await ask(memory, name, given), name).toEqual(await ask(duck, name, given));
    }
  }
}
