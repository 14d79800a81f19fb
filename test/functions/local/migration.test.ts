import { cpSync, existsSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openHome } from '#functions/local/home.ts';
import { schemaVersion } from '#functions/local/migration.ts';
import { itemIdOf, listenIdOf } from '#shared/domain/identity/ids.ts';
import type { UserId } from '#shared/schemas/ids.ts';
import { operatorToken } from '#test/support/home.ts';

const ada = 'ada' as UserId;
const begun = Math.floor(Date.now() / 1_000) - 86_400;
const mbid = '00000002-1111-4111-8111-000000000001';
const names = { kind: 'track', title: 'Slow Ferry - 2011 Remaster', artistName: 'Tin Lanterns' };
/** As older versions named them: by MBID, by Spotify's address, by a client's own id, and not at all. */
const listens = [
  { itemId: mbid, listenedAt: begun, info: { recording_mbid: mbid }, artistId: mbid },
  { itemId: 'spotify:track:0000000000000000000001', listenedAt: begun + 1, playedMs: 199_500 },
  { itemId: 'spotify:track:0000000000000000000001', listenedAt: begun + 4_000, playedMs: 199_500 },
  { itemId: 'own', listenedAt: begun + 8_000, title: 'Slow Ferry' },
].map((listen) => ({
  ...names,
  userId: ada,
  id: listenIdOf(ada, listen.listenedAt, listen.itemId as never),
  ...listen,
}));
const message = { type: 'listened', batchId: 'b', userId: ada, receivedAt: begun + 9_000, listens };

describe('migrate', () => {
  let data: string;
  const documents = () => join(data, 'segue.db');
  const open = () =>
    openHome({ data, operatorToken, codeVersion: 'test', log: () => {}, say: (line) => said.push(line) });
  let said: string[];

  beforeEach(async () => {
    said = [];
    data = mkdtempSync(join(tmpdir(), 'segue-migration-'));
    {
      await using home = await open();
      const headers = { authorization: `Bearer ${operatorToken}`, 'content-type': 'application/json' };
      const put = new Request('http://home/v1/users/ada', { method: 'PUT', headers, body: '{}' });
      expect((await home.fetch(put)).status).toBe(201);
    }
    rmSync(join(data, 'warehouse.duckdb'));
    await olderWarehouse(join(data, 'warehouse.duckdb'));
    older(documents());
  });
  afterEach(() => rmSync(data, { recursive: true, force: true }));

  const check = async () => {
    await using home = await open();
    const profile = await home.stores.profiles.read(ada);
    expect(profile).toMatchObject({ listens: 3, rebuild: null });
    expect(profile?.items.map(([id, , , , plays]) => [id, plays]).sort()).toEqual(
      [
        [itemIdOf('Tin Lanterns', 'Slow Ferry'), 2],
        ['own', 1],
      ].sort(),
    );
    expect((await home.stores.users.read(ada)).state).toBe('known');
    const [item] = await home.stores.catalogue.read([itemIdOf('Tin Lanterns', 'Slow Ferry')], ada);
    expect(item?.addresses).toEqual([`mbid:${mbid}`]);
  };

  it('I13 One song: an older folder is learned anew under the names that count now', async () => {
    await check();
    expect(said.at(-1)).toBe('1 messages read; they are learned now');
    expect(readdirSync(data).filter((name) => /older|next/.test(name))).toEqual([]);
    said = [];
    await check();
    expect(said).toEqual([]);
  });

  it('I1 Once: goes on where it was killed while it set the older files aside, and begins again before that', async () => {
    const kept = `${data}-kept`;
    cpSync(data, kept, { recursive: true });
    await check();
    const complete = join(data, 'segue.db.next');
    // Killed with the new file complete and nothing set aside; then with one of two.
    for (const setAside of [[], ['warehouse.duckdb']]) {
      renameSync(documents(), complete);
      cpSync(kept, data, { recursive: true });
      for (const name of setAside) renameSync(join(data, name), join(data, `${name}.older`));
      await check();
      expect(existsSync(complete)).toBe(false);
    }
    // Killed while the new file was written: it says no version yet.
    cpSync(kept, data, { recursive: true });
    cpSync(documents(), complete);
    await check();
    rmSync(kept, { recursive: true });
  });

  it('refuses a folder of a newer version in one sentence that says what to do', async () => {
    const database = new DatabaseSync(documents());
    database.exec(`PRAGMA user_version = ${schemaVersion + 1}`);
    database.close();
    await expect(open()).rejects.toThrow(
      /written by a newer Segue \(schema 3, this one reads 2\); start that version, or/,
    );
  });
});

function older(file: string): void {
  const database = new DatabaseSync(file);
  database.exec('PRAGMA user_version = 0');
  database.close();
}

/** The tables that a refresh reads, as they were: without songs, separations and echoes. */
async function olderWarehouse(file: string): Promise<void> {
  const instance = await DuckDBInstance.create(file);
  const connection = await instance.connect();
  await connection.run(`
    CREATE TABLE listen_messages (subscription_name VARCHAR NOT NULL, message_id VARCHAR NOT NULL,
      publish_time TIMESTAMPTZ NOT NULL, data VARCHAR NOT NULL, attributes VARCHAR NOT NULL);
    CREATE TABLE arrived_listens (user_id VARCHAR NOT NULL, listen_id VARCHAR NOT NULL, listen VARCHAR NOT NULL);
  `);
  await connection.run("INSERT INTO listen_messages VALUES ('s', '1', now(), $data, '{}')", {
    data: JSON.stringify(message),
  });
  connection.closeSync();
  instance.closeSync();
}
