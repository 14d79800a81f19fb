/** An import into an embedded home that is killed with -9 again and again, and what the home has counted in the end. */
import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { createDice } from '#functions/generator/dice.ts';
import { openHome } from '#functions/local/home.ts';
import { rowsOf } from '#shared/ports/warehouse.ts';
import { operatorToken } from '#test/support/home.ts';

export type Import = {
  readonly kills: number;
  readonly users: number;
  readonly batchesPerUser: number;
  readonly batchSize: number;
  readonly seed: number;
};

export type Counted = {
  /** By user: the listens of the profile, and the plays of its items together. */
  readonly profiles: readonly { readonly listens: number; readonly plays: number }[];
  readonly warehouse: { readonly listens: number; readonly ids: number };
  readonly deadLetters: number;
  /** "ok", as SQLite judges its file. */
  readonly integrity: string;
};

/** Share of requests before which one is sent again that was accepted. */
const resent = 0.1;

/**
 * Sends every batch until it is accepted. Each life of the home ends a moment after its share of the requests, whatever it
 * is at; after the last kill it lives until all is accepted, and is killed then. Resolves with the number of listens accepted.
 */
export async function importThroughKills(data: string, run: Import, lived: () => void = () => {}): Promise<number> {
  const dice = createDice(run.seed, 'kills');
  const batches = Array.from({ length: run.users * run.batchesPerUser }, (_, nth) => batchOf(nth, run));
  const accepted: number[] = [];
  for (let life = 0; life <= run.kills; life++) {
    const home = await start(data);
    const last = life === run.kills;
    let killer: Promise<unknown> | undefined;
    let left = Math.floor(dice.next() * 2 * (batches.length / (run.kills + 1)));
    while (accepted.length < batches.length || !last) {
      if (!last && left-- === 0) killer = sleep(dice.next() * 30).then(() => home.child.kill('SIGKILL'));
      const again = accepted.length > 0 && (accepted.length === batches.length || dice.often(resent));
      const nth = again ? dice.pick(accepted) : accepted.length;
      if ((await send(home.url, batches[nth] ?? [])) === 'gone') break;
      if (!again) accepted.push(nth);
    }
    await killer;
    home.child.kill('SIGKILL');
    await home.ended;
    lived();
  }
  return accepted.length * run.batchSize;
}

/** Opens the home once more, lets it finish, and counts. */
export async function countedIn(data: string, { users }: Import): Promise<Counted> {
  await using home = await openHome({ data, operatorToken, codeVersion: 'test', log: () => {} });
  const { stores, verbs } = home;
  await home.idle();
  const profiles = await Promise.all(
    Array.from({ length: users }, async (_, user) => {
      const profile = await stores.profiles.read(userOf(user) as never);
      const plays = profile?.items.reduce((sum, [, , , , count]) => sum + count, 0) ?? 0;
      return { listens: profile?.listens ?? 0, plays };
    }),
  );
  await verbs.refresh();
  const [warehouse] = await rowsOf<Counted['warehouse']>(
    stores.warehouse,
    { name: 'count', text: 'SELECT COUNT(*) AS listens, COUNT(DISTINCT listen_id) AS ids FROM listens' },
    {},
  );
  const file = new DatabaseSync(join(data, 'segue.db'), { readOnly: true });
  const { integrity_check } = file.prepare('PRAGMA integrity_check').get() as { integrity_check: string };
  file.close();
  const deadLetters = stores.queue.deadLetters(1_000).length;
  return { profiles, warehouse: warehouse ?? { listens: 0, ids: 0 }, deadLetters, integrity: integrity_check };
}

const userOf = (nth: number): string => `user ${nth}`;
const monthAgo = Math.floor(Date.now() / 1_000) - 30 * 86_400;

function batchOf(nth: number, { users, batchSize }: Import): object[] {
  const base = monthAgo + Math.floor(nth / users) * 3_600;
  return Array.from({ length: batchSize }, (_, at) => ({
    id: `listen ${nth} ${at}`,
    userId: userOf(nth % users),
    itemId: `item ${(nth * 7 + at) % 50}`,
    listenedAt: base + at * 60,
  }));
}

async function send(url: string, listens: readonly object[]): Promise<'accepted' | 'gone'> {
  try {
    const headers = { authorization: `Bearer ${operatorToken}` };
    const response = await fetch(`${url}/v1/listens`, { method: 'POST', headers, body: JSON.stringify({ listens }) });
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
  const script = new URL('./kill-child.ts', import.meta.url).pathname;
  const child = spawn(process.execPath, [script, data, operatorToken], { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const port = await new Promise<string>((resolve, reject) => {
    child.stdout.once('data', (text) => resolve(String(text).trim()));
    child.once('exit', () => reject(new Error('The home did not start')));
  });
  return { child, url: `http://127.0.0.1:${port}`, ended };
}
