/**
 * overload: four times what the home can take for a minute. It must shed early, count every listen it accepted, hold its
 * memory, answer what it accepts quickly, and be itself again afterwards.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { UserId } from '#shared/schemas/ids.ts';
import { type Child, startServer } from '#test/bench/child.ts';
import { landed, learned } from '#test/bench/learn.ts';
import { load, openConnection, requestOf } from '#test/bench/load.ts';
import type { Options } from '#test/bench/options.ts';
import { quantile, type Row, row } from '#test/bench/row.ts';
import { worldNow } from '#test/bench/world.ts';
import { operatorToken } from '#test/support/home.ts';
import { inventCatalogue, listenOf } from '#test/support/regular-listener.ts';

const seconds = 60;
const times = 4;
const batch = 100;
const users = 200;
const connections = 512;
/** Until what landed is counted in the warehouse, too, which takes the processor meanwhile. */
const refreshMs = 20_000;

export async function overloadRows({ say }: Options): Promise<Row[]> {
  const data = mkdtempSync(join(tmpdir(), 'segue-overload-'));
  try {
    await using server = await startServer('home', [data, String(worldNow)]);
    const bodies = createBodies();
    say('overload: measuring what can be sustained');
    const sustained = await sustainedPerSecond(server, bodies);
    say(`overload: sending ${times} times ${Math.round(sustained)} requests/s for ${seconds} s`);
    const before = await countedListens(server);
    const quietMb = memoryMb(server);
    const run = await flood(server, { bodies, perSecond: times * sustained });
    const caughtUp = performance.now();
    await learned(server);
    await landed(server);
    const lag = (performance.now() - caughtUp) / 1_000;
    const counted = (await countedListens(server)) - before;
    const accepted = run.accepted.length * batch;
    if (counted !== accepted) throw new Error(`Accepted ${accepted} listens and counted ${counted}`);
    await pause(refreshMs);
    const recovered = await sustainedPerSecond(server, bodies);
    return [
      row('overload: sustained before', sustained * batch, 'listens/s'),
      row('overload: offered', (run.sent * batch) / seconds, 'listens/s', sustained * batch),
      row('overload: accepted, each counted once', accepted / seconds, 'listens/s', sustained * batch),
      row('overload: answered 503 with Retry-After', run.shed, 'requests', run.sent),
      row('overload: accepted request, p50', quantile(run.accepted, 0.5), 'ms'),
      row('overload: accepted request, p99', quantile(run.accepted, 0.99), 'ms'),
      row('overload: refused request, p99', quantile(run.refused, 0.99), 'ms'),
      row('overload: memory before', quietMb, 'MB'),
      row('overload: peak memory of the first third', run.peakMb[0], 'MB'),
      row('overload: peak memory of the last third', run.peakMb[1], 'MB', run.peakMb[0]),
      row('overload: until all was learned and landed', lag, 's'),
      row('overload: sustained afterwards', recovered * batch, 'listens/s', sustained * batch),
    ];
  } finally {
    rmSync(data, { recursive: true, force: true });
  }
}

/** Requests of one user's hundred listens, each made when it is asked for and never the same. */
function createBodies(): () => Buffer {
  const catalogue = inventCatalogue(3_000);
  let made = 0;
  return () => {
    const userId = userOf(made % users) as UserId;
    const round = Math.floor(made++ / users);
    const start = worldNow - 300 * 86_400 + round * batch * 60;
    const listens = Array.from({ length: batch }, (_, at) => {
      const nth = round * batch + at;
      return { ...listenOf(userId, { nth, listenedAt: start + at * 60 }, catalogue), playedMs: 170_000 };
    });
    return requestOf('POST', '/v1/listens', { token: operatorToken, body: JSON.stringify({ listens }) });
  };
}

const userOf = (nth: number): string => `listener-${nth}`;

/** Requests a second that are accepted and learned, at full load of a few connections. */
async function sustainedPerSecond(server: Child, next: () => Buffer): Promise<number> {
  const prepared = Array.from({ length: 1_000 }, next);
  const startedAt = performance.now();
  const { answers } = await load(server.port, { connections: 8, seconds: 10, next: (nth) => prepared[nth] });
  await learned(server);
  return answers / ((performance.now() - startedAt) / 1_000);
}

type Flood = {
  readonly sent: number;
  readonly shed: number;
  /** Milliseconds of each answer. */
  readonly accepted: readonly number[];
  readonly refused: readonly number[];
  /** Of the first and the last third. */
  readonly peakMb: readonly [number, number];
};

/** Sends at a given pace whatever comes back; a connection that is late sends at once, so the pace is kept on the whole. */
async function flood(
  server: Child,
  { bodies, perSecond }: { bodies: () => Buffer; perSecond: number },
): Promise<Flood> {
  const accepted: number[] = [];
  const refused: number[] = [];
  const startedAt = performance.now();
  const until = startedAt + seconds * 1_000;
  let due = startedAt;
  let sent = 0;
  const send = async (): Promise<void> => {
    using connection = await openConnection(server.port);
    for (;;) {
      const at = due;
      due += 1_000 / perSecond;
      if (at >= until) return;
      await pause(Math.max(0, at - performance.now()));
      if (performance.now() >= until) return;
      sent += 1;
      const { status, ms, body } = await connection.send(bodies());
      if (status !== 200 && status !== 503) throw new Error(`The server answers ${status}: ${body}`);
      (status === 200 ? accepted : refused).push(ms);
    }
  };
  const peaks = watchMemory(server, startedAt);
  await Promise.all(Array.from({ length: connections }, send));
  return { sent, shed: refused.length, accepted, refused, peakMb: peaks() };
}

/** The most memory of the first and of the last third, asked for ten times a second. */
function watchMemory(server: Child, startedAt: number): () => [number, number] {
  const peaks: [number, number] = [0, 0];
  const timer = setInterval(() => {
    const third = Math.floor((3 * (performance.now() - startedAt)) / (seconds * 1_000));
    if (third === 0) peaks[0] = Math.max(peaks[0], memoryMb(server));
    if (third >= 2) peaks[1] = Math.max(peaks[1], memoryMb(server));
  }, 100);
  return () => {
    clearInterval(timer);
    return peaks;
  };
}

/** What the server's process holds, as Linux says it. */
function memoryMb({ pid }: Child): number {
  return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1e3;
}

async function countedListens({ port }: Child): Promise<number> {
  using connection = await openConnection(port);
  let listens = 0;
  for (let user = 0; user < users; user++) {
    const path = `/v1/users/${userOf(user)}/affinities?of=item&limit=1`;
    const { status, body } = await connection.send(requestOf('GET', path, { token: operatorToken }));
    if (status === 200) listens += (JSON.parse(body.toString()) as { listens: number }).listens;
  }
  return listens;
}
