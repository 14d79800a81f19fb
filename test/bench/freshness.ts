/** freshness: from POST to visible in affinities, at a tenth and at four fifths of the rate the home keeps up with. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { startServer } from '#test/bench/child.ts';
import { bodiesOf, landed } from '#test/bench/learn.ts';
import { type Connection, load, openConnection, requestOf } from '#test/bench/load.ts';
import type { Options } from '#test/bench/options.ts';
import { quantile, type Row, row } from '#test/bench/row.ts';
import { worldNow } from '#test/bench/world.ts';
import { operatorToken } from '#test/support/home.ts';

const shares = [0.1, 0.8];
const connections = 8;
const probers = 4;

export async function freshnessRows(options: Options): Promise<Row[]> {
  const { say, seconds } = options;
  const bodies = bodiesOf(options);
  const data = mkdtempSync(join(tmpdir(), 'segue-bench-'));
  try {
    await using server = await startServer('home', [data, String(worldNow)]);
    say('freshness: the rate the home keeps up with');
    const some = Math.floor(bodies.length / 2);
    const startedAt = performance.now();
    await load(server.port, { connections, seconds: 600, next: (nth) => (nth < some ? bodies[nth] : undefined) });
    await landed(server);
    const sustained = some / ((performance.now() - startedAt) / 1_000);
    const rows: Row[] = [
      row('freshness: sustained, learned and landed', sustained * options.ingested.batch, 'listens/s'),
    ];
    let from = some;
    for (const [round, share] of shares.entries()) {
      const rate = sustained * share;
      const count = Math.min(Math.ceil(rate * seconds * 2), bodies.length - from);
      say(`freshness: at ${Math.round(share * 100)} %, ${Math.round(rate * options.ingested.batch)} listens/s`);
      const ms = await probed(server.port, {
        bodies: bodies.slice(from, from + count),
        rate,
        users: options.ingested.users,
        round,
      });
      from += count;
      await landed(server);
      const name = `freshness: POST to visible at ${share * 100} % load`;
      rows.push(row(`${name}, p50`, quantile(ms, 0.5), 'ms'), row(`${name}, p99`, quantile(ms, 0.99), 'ms'));
    }
    return rows;
  } finally {
    rmSync(data, { recursive: true, force: true });
  }
}

type Load = {
  readonly bodies: readonly Buffer[];
  readonly rate: number;
  readonly users: number;
  readonly round: number;
};

/** Keeps the rate whatever the answers take, and meanwhile plays a new song now and then and looks until it is seen. */
async function probed(port: number, { bodies, rate, users, round }: Load): Promise<number[]> {
  const idle = await Promise.all(Array.from({ length: 64 }, () => openConnection(port)));
  const startedAt = performance.now();
  const lasts = (bodies.length / rate) * 1_000;
  const sending = bodies.map(async (body, nth) => {
    await pause(Math.max(0, startedAt + (nth / rate) * 1_000 - performance.now()));
    const connection = idle.pop();
    if (connection === undefined) throw new Error('The home does not keep up: every connection waits');
    await connection.send(body);
    idle.push(connection);
  });
  const ms: number[] = [];
  const probe = async (prober: number): Promise<void> => {
    using connection = await openConnection(port);
    for (let nth = 0; performance.now() - startedAt < lasts; nth++) {
      // Each prober has users of its own, and each visit is later than the one before: a newer song would hide this one.
      const own = Math.floor(users / probers);
      const listenedAt = worldNow + 60 + round * 1_000 + Math.floor(nth / own);
      ms.push(await seen(connection, `listener-${prober * own + (nth % own)}`, listenedAt));
      await pause(20);
    }
  };
  await Promise.all([...sending, ...Array.from({ length: probers }, (_, prober) => probe(prober))]);
  for (const connection of idle) connection[Symbol.dispose]();
  return ms;
}

/** Plays one song now, and asks for the affinities until they are as of that play. Milliseconds from the POST. */
async function seen(connection: Connection, userId: string, listenedAt: number): Promise<number> {
  const body = JSON.stringify({ listens: [{ userId, itemId: `a new song at ${listenedAt}`, listenedAt }] });
  const asOf = new Date(listenedAt * 1_000).toISOString().slice(0, 19);
  const look = requestOf('GET', `/v1/users/${userId}/affinities?of=item&limit=1`, { token: operatorToken });
  const startedAt = performance.now();
  await connection.send(requestOf('POST', '/v1/listens', { token: operatorToken, body }));
  while (true) {
    const { body: answer } = await connection.send(look);
    if (answer.includes(`"asOf":"${asOf}`)) return performance.now() - startedAt;
    if (performance.now() - startedAt > 30_000) throw new Error(`"${userId}" never saw its song: ${answer}`);
    await pause(2);
  }
}
