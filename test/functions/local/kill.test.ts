/** kill -9 at random moments of an import, then a restart: nothing lost, nothing doubled, files intact. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { openHome } from '#functions/local/home.ts';
import { rowsOf } from '#shared/ports/warehouse.ts';
import { refreshCatalogue, refreshListens } from '#shared/sql/refresh.ts';
import { operatorToken } from '#test/support/home.ts';

const kills = 8;
const usersCount = 6;
const batchesPerUser = 20;
const batchSize = 25;

describe('the embedded home', () => {
  it('I1 Once: killed while listens come in and are learned, it loses none and doubles none', {
    timeout: 120_000,
  }, async () => {
    const data = mkdtempSync(join(tmpdir(), 'segue-kill-'));
    const seed = Math.floor(Math.random() * 1e9);
    try {
      const accepted = await importThroughKills(data, seed);
      expect(accepted.size, `seed ${seed}`).toBe(usersCount * batchesPerUser * batchSize);
      await expectEachOnce(data, seed);
    } finally {
      rmSync(data, { recursive: true, force: true });
    }
  });
});

/** Sends every batch until it is accepted, while the process is killed again and again. Resolves with the ids accepted. */
async function importThroughKills(data: string, seed: number): Promise<Set<string>> {
  const accepted = new Set<string>();
  const batches = Array.from({ length: usersCount * batchesPerUser }, (_, n) => batchOf(n));
  let random = seed;
  const next = (): number => {
    random = (Math.imul(random, 1_664_525) + 1_013_904_223) >>> 0;
    return random / 2 ** 32;
  };
  for (let life = 0; life <= kills; life++) {
    const home = await start(data);
    const diesAt = life < kills ? Date.now() + 20 + next() * 250 : Number.POSITIVE_INFINITY;
    const killer = life < kills ? sleep(diesAt - Date.now()).then(() => home.child.kill('SIGKILL')) : undefined;
    for (const batch of batches) {
      if (batch.listens.every(({ id }) => accepted.has(id)) && next() > 0.1) continue;
      const sent = await send(home.url, batch.listens);
      if (sent === 'gone') break;
      for (const { id } of batch.listens) accepted.add(id);
    }
    await killer;
    if (life === kills) home.child.kill('SIGKILL');
    await home.ended;
  }
  return accepted;
}

async function expectEachOnce(data: string, seed: number): Promise<void> {
  await using home = await openHome({ data, operatorToken, codeVersion: 'test', log: () => {} });
  await home.idle();
  for (let user = 0; user < usersCount; user++) {
    const profile = await home.stores.profiles.read(`user ${user}` as never);
    expect(profile?.listens, `seed ${seed}, user ${user}`).toBe(batchesPerUser * batchSize);
    const plays = profile?.items.reduce((sum, [, , , , count]) => sum + count, 0);
    expect(plays, `seed ${seed}, user ${user}`).toBe(batchesPerUser * batchSize);
  }
  await refreshCatalogue(home.stores.warehouse, { overlapSeconds: 0 });
  await refreshListens(home.stores.warehouse, { overlapSeconds: 0 });
  const [counted] = await rowsOf<{ listens: number; ids: number }>(
    home.stores.warehouse,
    { name: 'count', text: 'SELECT COUNT(*) AS listens, COUNT(DISTINCT listen_id) AS ids FROM listens' },
    {},
  );
  const all = usersCount * batchesPerUser * batchSize;
  expect(counted, `seed ${seed}`).toEqual({ listens: all, ids: all });
  expect(home.stores.queue.deadLetters(1)).toEqual([]);
  const file = new DatabaseSync(join(data, 'segue.db'), { readOnly: true });
  expect(file.prepare('PRAGMA integrity_check').get()).toEqual({ integrity_check: 'ok' });
  file.close();
}

function batchOf(n: number) {
  const userId = `user ${n % usersCount}`;
  const base = Math.floor(Date.now() / 1000) - 30 * 86_400 + Math.floor(n / usersCount) * 3_600;
  return {
    listens: Array.from({ length: batchSize }, (_, k) => ({
      id: `listen ${n} ${k}`,
      userId,
      itemId: `item ${(n * 7 + k) % 50}`,
      listenedAt: base + k * 60,
    })),
  };
}

async function send(url: string, listens: readonly object[]): Promise<'accepted' | 'gone'> {
  try {
    const response = await fetch(`${url}/v1/listens`, {
      method: 'POST',
      headers: { authorization: `Bearer ${operatorToken}` },
      body: JSON.stringify({ listens }),
    });
    const { accepted } = (await response.json()) as { accepted: number };
    if (accepted !== listens.length) throw new Error(`Only ${accepted} of ${listens.length} were accepted`);
    return 'accepted';
  } catch (error) {
    if (error instanceof TypeError) return 'gone';
    throw error;
  }
}

type Child = { readonly child: ChildProcess; readonly url: string; readonly ended: Promise<unknown> };

async function start(data: string): Promise<Child> {
  const script = new URL('../../support/kill-child.ts', import.meta.url).pathname;
  const child = spawn(process.execPath, [script, data, operatorToken], { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const port = await new Promise<string>((resolve, reject) => {
    child.stdout.once('data', (text) => resolve(String(text).trim()));
    child.once('exit', () => reject(new Error('The home did not start')));
  });
  return { child, url: `http://127.0.0.1:${port}`, ended };
}
