/** learn: listens a second folded by the pure core, and from HTTP to the stored profile beside a bare server. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { learn } from '#shared/domain/profile/learn.ts';
import type { UserId } from '#shared/schemas/ids.ts';
import { type Child, startServer } from '#test/bench/child.ts';
import { load, openConnection, requestOf } from '#test/bench/load.ts';
import type { Options } from '#test/bench/options.ts';
import { cpuSeconds, medians, quantile, type Row, row } from '#test/bench/row.ts';
import { profileOf, worldNow } from '#test/bench/world.ts';
import { bytesOf } from '#test/support/counting.ts';
import { operatorToken } from '#test/support/home.ts';
import { inventCatalogue, listenOf } from '#test/support/regular-listener.ts';

const connections = 8;

export async function learnRows(options: Options): Promise<Row[]> {
  const { rounds, say } = options;
  say('learn: folding');
  const folds = await medians(rounds, () => ({ of100: foldedPerSecond(100), of1000: foldedPerSecond(1_000) }));
  say(`learn: sending ${options.ingested.listens} listens of ${options.ingested.users} users`);
  const bodies = bodiesOf(options);
  const bare = await medians(rounds, () => sentPerSecond('bare-ingest', bodies, options));
  const ours = await medians(rounds, () => sentPerSecond('home', bodies, options));
  return [
    row('learn: folded by the pure core, batches of 100', folds.of100, 'listens/s'),
    row('learn: folded by the pure core, batches of 1,000', folds.of1000, 'listens/s'),
    row('learn: HTTP to stored profile, batches of 100', ours.stored, 'listens/s', bare.stored),
    row('learn: HTTP to warehouse, batches of 100', ours.landed, 'listens/s', bare.stored),
    row('learn: POST of 100 listens at full load, p50', ours.p50, 'ms', bare.p50),
    row('learn: POST of 100 listens at full load, p99', ours.p99, 'ms', bare.p99),
  ];
}

/** Batches of listens to come, folded into full profiles of many users in turn. */
function foldedPerSecond(size: number): number {
  const catalogue = inventCatalogue(3_000);
  const users = Array.from({ length: 20 }, (_, nth) => `listener-${nth}` as UserId);
  const profiles = users.map((userId) => profileOf(userId, { listens: 2_000, catalogue }));
  const batches = 60_000 / size;
  const work = Array.from({ length: batches }, (_, batch) => {
    const at = batch % users.length;
    const listens = Array.from({ length: size }, (_, nth) => {
      const listenedAt = worldNow + batch * size + nth;
      const { itemId, kind, artistId } = listenOf(
        users[at] as UserId,
        { nth: batch * size + nth, listenedAt },
        catalogue,
      );
      return {
        id: `new ${batch} ${nth}`,
        itemId,
        kind,
        artistId,
        tags: ['a genre 1', 'a genre 2'],
        listenedAt,
        weight: 1,
      };
    });
    return { at, batch: { batchId: `new ${batch}`, receivedAt: worldNow, listens } };
  });
  const took = cpuSeconds(() => {
    for (const { at, batch } of work) {
      const profile = profiles[at];
      if (profile !== undefined) profiles[at] = learn(profile, batch).next ?? profile;
    }
  });
  return (batches * size) / took;
}

/** Requests of one user's listens each, oldest first, user after user. */
export function bodiesOf({ ingested: { users, listens, batch } }: Pick<Options, 'ingested'>): Buffer[] {
  const catalogue = inventCatalogue(3_000);
  const perUser = Math.ceil(listens / users / batch);
  const start = worldNow - perUser * batch * 240;
  const bodies: Buffer[] = [];
  for (let nth = 0; nth < perUser; nth++) {
    for (let user = 0; user < users; user++) {
      const userId = `listener-${user}` as UserId;
      const sent = Array.from({ length: batch }, (_, at) => {
        const number = nth * batch + at;
        return { ...listenOf(userId, { nth: number, listenedAt: start + number * 240 }, catalogue), playedMs: 170_000 };
      });
      bodies.push(requestOf('POST', '/v1/listens', { token: operatorToken, body: JSON.stringify({ listens: sent }) }));
    }
  }
  return bodies;
}

type Figures = { readonly stored: number; readonly landed: number; readonly p50: number; readonly p99: number };

async function sentPerSecond(
  name: 'home' | 'bare-ingest',
  bodies: readonly Buffer[],
  { ingested }: Options,
): Promise<Figures> {
  const data = mkdtempSync(join(tmpdir(), 'segue-bench-'));
  try {
    const profile = bytesOf(
      profileOf('listener-0' as UserId, {
        listens: ingested.listens / ingested.users,
        catalogue: inventCatalogue(3_000),
      }),
    );
    await using server = await startServer(name, name === 'home' ? [data, String(worldNow)] : [data, String(profile)]);
    const startedAt = performance.now();
    const { ms } = await load(server.port, { connections, seconds: 600, next: (nth) => bodies[nth] });
    if (name === 'home') await learned(server);
    const stored = performance.now();
    if (name === 'home') await landed(server);
    const listens = bodies.length * ingested.batch;
    return {
      stored: listens / ((stored - startedAt) / 1_000),
      landed: listens / ((performance.now() - startedAt) / 1_000),
      p50: quantile(ms, 0.5),
      p99: quantile(ms, 0.99),
    };
  } finally {
    rmSync(data, { recursive: true, force: true });
  }
}

/** Resolves when no listen waits to be learned. */
export async function learned({ port }: Child): Promise<void> {
  using connection = await openConnection(port);
  while ((await connection.send(requestOf('GET', '/bench/learned'))).body.toString() !== '0') await pause(5);
}

export async function landed({ port }: Child): Promise<void> {
  using connection = await openConnection(port);
  await connection.send(requestOf('GET', '/bench/idle'));
}
