/** One user with something in every store is forgotten; then every store is read whole, by its tables and by its bytes. */
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { DuckDBInstance } from '@duckdb/node-api';
import { describe, expect, it } from 'vitest';
import type { Period } from '#shared/schemas/edition.ts';
import type { PlaylistId, UserId } from '#shared/schemas/ids.ts';
import { tableNames } from '#shared/schemas/tables.ts';
import { tablesOfUsers } from '#shared/sql/forget/erasers.ts';
import { eventually } from '#test/support/eventually.ts';
import { hourlyListens, monday, openTestHome, type TestHome } from '#test/support/home.ts';

/** Nothing else is called like it, so that whatever holds this text holds the user. */
const leaving = 'leaving-7f3a9c';
const staying = Array.from({ length: 30 }, (_, nth) => `staying ${nth}`);
const listensCount = 10_000;
const restedCount = 20;

const itemsOf = (nth: number, count: number, of = 300) =>
  Array.from({ length: count }, (_, n) => `item ${(n * (nth + 1)) % of}`);

async function fill(opened: TestHome): Promise<string> {
  const { call, home, user } = opened;
  const token = await user(leaving);
  const path = `/v1/users/${leaving}`;
  // Loved is what rested two weeks; the others were heard lately.
  const rested = Array.from({ length: restedCount }, (_, nth) => `rested ${nth % 5}`);
  const listens = [
    ...hourlyListens(leaving, rested, monday - 450 * 86_400),
    ...hourlyListens(leaving, itemsOf(0, listensCount - restedCount, 200)),
  ];
  for (let start = 0; start < listensCount; start += 1_000) {
    await call('POST', '/v1/listens', { listens: listens.slice(start, start + 1_000) }, token);
  }
  for (const [nth, userId] of staying.entries()) {
    await call('POST', '/v1/listens', { listens: hourlyListens(userId, itemsOf(nth, 100)) });
  }
  await home.idle();
  await home.run('train', opened.time.now);
  await home.idle();
  opened.time.now += 7 * 86_400;
  await home.run('plan', opened.time.now);
  await home.idle();

  await call('PUT', `${path}/feedback/item%201`, { score: 1 }, token);
  await call('PUT', `${path}/blocks/artist/artist%20of%20item%207`, {}, token);
  await call('POST', '/v1/listens', { listens: [{ itemId: 'x', listenedAt: '1999-01-01T00:00:00Z' }] }, token);
  const track_metadata = { artist_name: 'Nina Simone', track_name: 'Sinnerman' };
  await call('POST', '/1/submit-listens', { listen_type: 'playing_now', payload: [{ track_metadata }] }, token);
  const { json } = await call('GET', `${path}/listens?limit=1`, undefined, token);
  await call('DELETE', `${path}/listens/${encodeURIComponent(json.listens[0].id)}`, undefined, token);
  await home.idle();
  await home.verbs.refresh();
  const exposure = {
    user_id: leaving,
    experiment: 'e',
    variant: 'v',
    shown: 's',
    exposed_at: new Date(0),
    items: '[]',
  };
  await home.stores.warehouse.load('exposures', [exposure]);
  await playFrom(opened);
  leaveInQueue(opened);
  return token;
}

/** A library, and a list in a player. */
async function playFrom({ home }: TestHome): Promise<void> {
  const { users, libraries, deliveries } = home.stores;
  const userId = leaving as UserId;
  const libraryId = 'a library';
  await users.update(userId, (user) => user && { ...user, libraries: [libraryId] });
  await libraries.keepCollected({ userId, libraryId, starred: ['item 1'], heard: [] });
  const list = { period: '2026-W48' as Period, playlistId: 'p' as PlaylistId, storedId: 's', digest: 'd' };
  await deliveries.keep({ userId, libraryId, patch: 'weekly-jams', lists: [list] });
}

/** What waits, shared with somebody who stays, and what was buried. */
function leaveInQueue({ home, time }: TestHome): void {
  const { database } = home.stores;
  const due = [leaving, staying[0]].map((userId) => ({
    userId,
    patch: 'weekly-jams',
    period: '2026-W49',
    dueAt: time.now,
  }));
  const bodies = [
    JSON.stringify({ type: 'due', due }),
    JSON.stringify({ type: 'announce', userId: leaving, playlistId: 'p' }),
  ];
  for (const body of bodies) {
    database
      .prepare("INSERT INTO messages (topic, body, attributes, published_at) VALUES ('editions', ?, '{}', 0)")
      .run(body);
    database
      .prepare(
        `INSERT INTO deliveries (subscription, message_id, ordering_key, attempts, not_before)
         VALUES ('assemble', last_insert_rowid(), '', 1, 9e15)`,
      )
      .run();
  }
  database
    .prepare(
      `INSERT INTO dead_letters (subscription, topic, ordering_key, attempts, failed_at, reason, body, attributes)
       VALUES ('learn', 'listens', ?1, 8, 0, 'Cannot learn', ?2, ?3)`,
    )
    .run(leaving, JSON.stringify({ type: 'rebuild', userId: leaving }), JSON.stringify({ userId: leaving }));
}

/** Rows of every table of the document file that hold the text in any column. */
function rowsInSqlite(file: string, text: string): Map<string, number> {
  using database = new DatabaseSync(file, { readOnly: true });
  const tables = database.prepare("SELECT name FROM sqlite_master WHERE type = 'table'").all() as { name: string }[];
  const held = tables.map(({ name }): [string, number] => [
    name,
    (database.prepare(`SELECT * FROM "${name}"`).all() as object[]).filter((row) => JSON.stringify(row).includes(text))
      .length,
  ]);
  return new Map(held.filter(([, count]) => count > 0));
}

async function rowsInDuckDb(file: string, text: string): Promise<{ held: Map<string, number>; tables: number }> {
  const instance = await DuckDBInstance.create(file);
  const connection = await instance.connect();
  const tables = (await connection.runAndReadAll('SELECT table_name FROM duckdb_tables()'))
    .getRows()
    .map(([name]) => String(name));
  const held = new Map<string, number>();
  for (const table of tables) {
    const asked = `SELECT count(*) FROM "${table}" AS row WHERE contains(CAST(row AS VARCHAR), $text)`;
    const count = Number((await connection.runAndReadAll(asked, { text })).getRows()[0]?.[0]);
    if (count > 0) held.set(table, count);
  }
  connection.closeSync();
  instance.closeSync();
  return { held, tables: tables.length };
}

/** How often the text stands in the files of a folder, whatever the file means by it. */
function placesInFiles(folder: string, text: string): Map<string, number> {
  const found = new Map<string, number>();
  for (const name of readdirSync(folder)) {
    const bytes = readFileSync(join(folder, name));
    let count = 0;
    for (let at = bytes.indexOf(text); at >= 0; at = bytes.indexOf(text, at + 1)) count += 1;
    if (count > 0) found.set(name, count);
  }
  return found;
}

async function erase({ call, home }: TestHome, token: string): Promise<Readonly<Record<string, number>>> {
  const { json } = await call('DELETE', `/v1/users/${leaving}`, undefined, token);
  let removed = {};
  await eventually(async () => {
    const receipt = (await call('GET', `/v1/receipts/${json.receiptId}`)).json;
    expect(receipt.state).toBe('done');
    // The request itself is the last thing to go.
    expect(home.stores.queue.backlog().forget?.waiting).toBe(0);
    removed = receipt.removed;
  });
  home.stores.database.emptyLog();
  return removed;
}

/** Listens that were on their way, and the next model. */
async function comeBack({ call, home, time }: TestHome): Promise<void> {
  const late = await call('POST', '/v1/listens', { listens: hourlyListens(leaving, ['late'], time.now) });
  expect(late.json.rejected).toMatchObject([{ code: 'forgotten' }]);
  await home.run('train', time.now + 86_400);
}

async function exported({ call }: TestHome, token: string): Promise<Partial<Record<string, { id: string }[]>>> {
  const { text } = await call('GET', `/v1/users/${leaving}/export`, undefined, token);
  const records = text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  return Object.groupBy(records, ({ type }) => type as string);
}

describe('I10 Forgotten', () => {
  it('I10 Forgotten: of a user with 10,000 listens no row of any table and no byte of any file is left', {
    timeout: 240_000,
  }, async () => {
    const opened = await openTestHome(monday);
    const files = (text: string) => placesInFiles(opened.data, text);
    try {
      const token = await fill(opened);
      const given = await exported(opened, token);
      expect(new Set(given.listen?.map(({ id }) => id)).size).toBe(listensCount - 1);
      expect(given.listen).toHaveLength(listensCount - 1);
      expect(Object.keys(given).sort()).toEqual(everyType);

      const documents = rowsInSqlite(join(opened.data, 'segue.db'), leaving);
      expect([...documents.keys()].sort()).toEqual(everyDocument);
      expect(files(leaving).size).toBeGreaterThan(0);

      const removed = await erase(opened, token);
      expect(removed).toMatchObject({ 'warehouse.listens': listensCount - 1, queue: 3, editions: 3, nowPlaying: 1 });
      // The step on the way into `listens` holds only what landed last.
      const tablesLeft = tablesOfUsers
        .filter((table) => table !== 'arrived_listens')
        .map((table) => `warehouse.${table}`);
      expect(Object.keys(removed)).toEqual(expect.arrayContaining(tablesLeft));
      expect(files(leaving), 'while the home runs').toEqual(new Map());
      await comeBack(opened);
      await opened.home[Symbol.asyncDispose]();

      expect(rowsInSqlite(join(opened.data, 'segue.db'), leaving)).toEqual(new Map());
      const { held, tables } = await rowsInDuckDb(join(opened.data, 'warehouse.duckdb'), leaving);
      expect(held).toEqual(new Map());
      expect(tables).toBeGreaterThanOrEqual(tableNames.length);
      expect(files(leaving)).toEqual(new Map());
      // Who stays is still there: the scan finds what there is.
      expect(rowsInSqlite(join(opened.data, 'segue.db'), staying[0] as string).size).toBeGreaterThan(3);
      expect(files(staying[0] as string).size).toBe(2);
      process.stdout.write(
        `erasure: ${listensCount} listens, ${Object.keys(given).length} kinds of records exported, removed ${JSON.stringify(removed)}; 0 rows in ${tables} tables of the warehouse and every table of documents, 0 bytes in the files\n`,
      );
    } finally {
      rmSync(opened.data, { recursive: true, force: true });
    }
  });
});

const everyType = [
  'candidates',
  'collected',
  'delivered',
  'edition',
  'exposure',
  'listen',
  'playing',
  'profile',
  'quarantined',
  'schedule',
  'token',
  'user',
];
const everyDocument = [
  'candidates',
  'collected',
  'dead_letters',
  'delivered',
  'editions',
  'items',
  'messages',
  'nowPlaying',
  'profiles',
  'quarantine',
  'recentListens',
  'schedules',
  'tellings',
  'tokens',
  'users',
];
