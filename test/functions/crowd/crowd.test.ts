/** Strangers teach a home of one: their files are cut to what teaches, and what they play is proposed, to nobody's account. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, describe, expect, it } from 'vitest';
import { itemOfStranger, keepCrowd } from '#functions/crowd/keep.ts';
import { type CrowdBounds, readCrowd } from '#shared/adapters/duckdb/crowd-files.ts';
import { monday, openTestHome } from '#test/support/home.ts';

const folder = mkdtempSync(join(tmpdir(), 'segue-crowd-test-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const bounds: CrowdBounds = { listenersMax: 40, itemsPerListenerMax: 30, listenersPerItemMin: 3, itemsMax: 500 };
const idOf = (name: Parameters<typeof itemOfStranger>[0]): string | undefined => itemOfStranger(name)?.itemId;

/** Two tastes: each stranger plays 20 of the 40 songs of one of them. */
function listens(): string[][] {
  return Array.from({ length: 40 }, (_, listener) => listener).flatMap((listener) =>
    Array.from({ length: 20 }, (_, nth) => {
      const taste = listener % 2;
      const song = (nth * 2 + (listener % 3)) % 40;
      return [String(listener), `Artist ${taste} ${song % 8}`, `Song ${taste} ${song}`, ''];
    }),
  );
}

async function files() {
  const rows = listens();
  const tsv = join(folder, 'strangers.tsv');
  const header = ['user_id', 'artist_name', 'recording_name', 'recording_mbid'];
  writeFileSync(tsv, [header, ...rows.slice(0, 400)].map((row) => `${row.join('\t')}\n`).join(''));
  const parquet = join(folder, 'strangers.parquet');
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  const rest = rows.slice(400).map(([user, artist, title]) => `(${user}, '${artist}', '${title}', NULL, NULL)`);
  await connection.run(
    `COPY (SELECT * FROM (VALUES ${rest.join(', ')}) AS t(user_id, artist_name, recording_name, recording_mbid, release_name)) TO '${parquet}' (FORMAT parquet)`,
  );
  connection.closeSync();
  instance.closeSync();
  return { tsv: [tsv], parquet: [parquet], folder: mkdtempSync(join(folder, 'work-')) };
}

describe('readCrowd', () => {
  it('reads Parquet and text alike and keeps within its bounds', async () => {
    const crowd = await readCrowd(await files(), bounds, idOf);
    expect(crowd.listens).toBe(800);
    expect(new Set(crowd.pairs.map(({ listener }) => listener)).size).toBe(40);
    expect(crowd.items.size).toBe(80);
    const few = await readCrowd(await files(), { ...bounds, listenersMax: 6, itemsPerListenerMax: 10 }, idOf);
    expect(new Set(few.pairs.map(({ listener }) => listener)).size).toBeLessThanOrEqual(6);
    for (const of of Map.groupBy(few.pairs, ({ listener }) => listener).values())
      expect(of.length).toBeLessThanOrEqual(10);
    const listenersOf = Map.groupBy(few.pairs, ({ item_id }) => item_id);
    for (const pairs of listenersOf.values()) expect(pairs.length).toBeGreaterThanOrEqual(3);
  });
});

describe('a crowd', () => {
  it('gives a home of one an exploration of its taste, and is nobody there', async () => {
    await using opened = await openTestHome();
    const { home, call, time } = opened;
    await opened.user('ada');
    const heard = Array.from({ length: 12 }, (_, song) => ({
      userId: 'ada',
      title: `Song 0 ${song}`,
      artistName: `Artist 0 ${song % 8}`,
      listenedAt: monday - (20 + song) * 86_400,
    }));
    await call('POST', '/v1/listens', { listens: heard });
    await opened.settled();
    const train = async (): Promise<void> => {
      time.now += 86_400;
      await home.run('train', time.now);
      await opened.settled();
      await home.run('plan', time.now);
      await opened.settled();
    };
    await train();
    expect((await call('GET', '/v1/users/ada/playlists/weekly-exploration')).json.detail).toMatch(
      /1 listener and 12 played items are known.*npm run crowd/,
    );
    expect((await call('GET', '/v1/users/ada/recommendations')).json.why).toMatch(/npm run crowd/);

    const crowd = await readCrowd(await files(), bounds, idOf);
    expect(await keepCrowd(home.stores, crowd, time.now)).toBe(68);
    await opened.settled();
    await train();
    const { items } = (await call('GET', '/v1/users/ada/playlists/weekly-exploration')).json;
    const tastes = items.map(({ item }: any) => item.title.split(' ')[1]);
    expect(tastes.filter((taste: string) => taste === '0').length).toBeGreaterThanOrEqual(20);
    const { model } = (await call('GET', '/v1/status')).json;
    expect(model.counts).toMatchObject({ users: 1, listens: 12 });
    expect(model.quality['strangers who taught']).toBe(40);
    expect((await call('GET', '/v1/users')).json.users).toHaveLength(1);
    const candidates = await home.stores.warehouse.pages(
      { name: 'candidates', text: 'SELECT DISTINCT user_index FROM model_candidates' },
      {},
    );
    const users: unknown[] = [];
    for await (const page of candidates) users.push(...page);
    expect(users).toHaveLength(1);

    await home.stores.warehouse.load('crowd', [], 'replace');
    await train();
    expect((await call('GET', '/v1/status')).json.model.quality['strangers who taught']).toBeUndefined();
  }, 120_000);
});
