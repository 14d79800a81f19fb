/** Runs the real handlers over a counted store in memory, for one regular listener, and says what each unit of work did. */
import { createAssemble } from '#functions/assemble/handler.ts';
import { createIngest } from '#functions/ingest/handler.ts';
import { createLearn } from '#functions/learn/handler.ts';
import { createPlan } from '#functions/plan/handler.ts';
import { createServe } from '#functions/serve/handler.ts';
import { documentPorts } from '#shared/adapters/documents/document-ports.ts';
import { keptCandidates } from '#shared/adapters/documents/packed-candidates.ts';
import { keptList, keptNeighbours } from '#shared/adapters/documents/packed-model.ts';
import { openWarehouse } from '#shared/adapters/duckdb/warehouse.ts';
import { createMemoryDocumentStore } from '#shared/adapters/memory/document-store.ts';
import { createAuthenticate, tokenHash } from '#shared/edge/http/authenticate.ts';
import { createHttp, routesOf } from '#shared/edge/http/dispatch.ts';
import { operationsOf } from '#shared/edge/http/operation.ts';
import { problemDialect } from '#shared/edge/http/problem-response.ts';
import { v1 } from '#shared/edge/http/v1.ts';
import type { Clock } from '#shared/ports/clock.ts';
import type { Warehouse } from '#shared/ports/warehouse.ts';
import type { patches } from '#shared/schemas/edition.ts';
import { noExperiments } from '#shared/schemas/experiment.ts';
import type { ArtistId, ItemId, UserId } from '#shared/schemas/ids.ts';
import type { ModelPointer } from '#shared/schemas/model.ts';
import { bytesOf, type Counter, createCounter, type Operations } from '#test/support/counting.ts';
import {
  candidatesOf,
  inventCatalogue,
  listenOf,
  listNamed,
  modelVersion,
  neighboursOf,
  uuidOf,
  writeModel,
} from '#test/support/regular-listener.ts';

/** What one unit of work did, and how large its answer was. */
export type Measured = Operations & { readonly answerBytes: number };

const operatorToken = 'b3c8a2f0-0000-4000-8000-0000000000ff';
const daySeconds = 86_400;
const firstMonday = Date.parse('2026-11-02T00:00:00Z') / 1000;
const userId = 'a-regular-listener' as UserId;

export type World = Awaited<ReturnType<typeof openWorld>>;

/** One user on a store in memory, every verb but the warehouse's own. Time stands still unless it is moved. */
export async function openWorld() {
  const time = { now: firstMonday };
  const clock = (): number => time.now;
  const counter: Counter = createCounter(createMemoryDocumentStore());
  const warehouse = await openWarehouse({ path: ':memory:' });
  return {
    time,
    counter,
    ports: documentPorts(counter.store, clock),
    /** The verbs as an instance has them that has just started: it remembers nothing. */
    instance: () => openInstance({ counter, warehouse, clock }),
    catalogue: inventCatalogue(3_000),
    [Symbol.asyncDispose]: () => warehouse.close(),
  };
}

type Surroundings = { readonly counter: Counter; readonly warehouse: Warehouse; readonly clock: Clock };

function openInstance({ counter, warehouse, clock }: Surroundings) {
  const ports = documentPorts(counter.store, clock);
  const shared = {
    ...ports,
    topics: counter.topics,
    clock,
    warehouse,
    refresh: async () => true,
    log: () => {},
    codeVersion: 'measured',
    experiments: noExperiments,
    webhook: { send: async () => {} },
  };
  const http = createHttp({
    routes: [
      ...routesOf(operationsOf(v1, 'ingest'), createIngest({ ...shared, knownSeconds: daySeconds })),
      ...routesOf(operationsOf(v1, 'serve'), createServe(shared)),
    ],
    authenticate: createAuthenticate(ports.tokens, tokenHash(operatorToken)),
    dialectOf: () => problemDialect,
    clock,
    log: () => {},
  });
  return { http, learn: createLearn(shared), plan: createPlan(shared), assemble: createAssemble(shared) };
}

export type Units =
  | 'ingest one listen'
  | 'ingest 50 listens'
  | 'learn one listen'
  | 'learn 50 listens'
  | 'plan 3 editions'
  | (typeof patches)[number]
  | 'recommendations'
  | 'playlist'
  | 'home';

/** Documents that are kept, in bytes of JSON. */
export type Kept = 'profile' | 'candidates' | 'neighbours' | 'popular list' | 'artist list' | 'edition' | 'user';

export async function measureOperations(): Promise<{
  readonly work: Readonly<Record<Units, Measured>>;
  readonly kept: Readonly<Record<Kept, number>>;
}> {
  await using world = await openWorld();
  const { time, counter, ports, catalogue } = world;
  const token = await welcome(world);
  await listen(world, token, 3_000);
  await publish(world);
  await release(world);

  const work = new Map<string, Measured>();
  const measure = async (unit: Units, run: () => Promise<Response | undefined>): Promise<void> => {
    counter.taken();
    const response = await run();
    const answerBytes = response === undefined ? 0 : (await response.arrayBuffer()).byteLength;
    work.set(unit, { ...counter.taken(), answerBytes });
  };
  for (const batch of [1, 50] as const) {
    time.now += 3_600;
    const name = batch === 1 ? 'one listen' : '50 listens';
    await measure(`ingest ${name}`, () => post(world, token, { from: time.now - 60 * batch, count: batch }));
    await measure(`learn ${name}`, () => learnAll(world));
  }

  // Four weeks of editions first: the fifth reads all that an edition ever reads.
  for (let week = 0; week < 5; week++) {
    time.now = firstMonday + week * 7 * daySeconds;
    const days = week < 4 ? 1 : 5;
    for (let day = 0; day < days; day++) {
      time.now += daySeconds;
      counter.published('editions');
      if (day === days - 1 && week === 4) time.now = firstMonday + 5 * 7 * daySeconds;
      await measure('plan 3 editions', async () => void (await world.instance().plan(time.now)));
      for (const message of counter.published('editions')) {
        if (message.type !== 'due') continue;
        for (const due of message.due) {
          await measure(due.patch, async () => void (await world.instance().assemble({ type: 'due', due: [due] })));
        }
      }
    }
  }

  const get = (path: string) => () =>
    world.instance().http(new Request(`http://segue.test${path}`, { headers: { authorization: `Bearer ${token}` } }));
  await measure('recommendations', get(`/v1/users/${userId}/recommendations`));
  await measure('playlist', get(`/v1/users/${userId}/playlists/weekly-exploration`));
  await measure('home', get(`/v1/users/${userId}/home`));

  const [stored] = await ports.editions.latest(userId, { patch: 'weekly-jams', limit: 1 });
  const [user] = await counter.store.query('users', { where: {}, limit: 1 });
  const { tracks } = catalogue;
  const kept: Record<Kept, number> = {
    profile: bytesOf(await ports.profiles.read(userId)),
    candidates: bytesOf(keptCandidates(candidatesOf(userId, tracks))),
    neighbours: bytesOf(keptNeighbours(neighboursOf(tracks[0]?.itemId as string, tracks))),
    'popular list': bytesOf(keptList(listNamed('popular:track', tracks))),
    'artist list': bytesOf(keptList(listNamed('artist:any', tracks))),
    edition: bytesOf(stored),
    user: bytesOf(user?.body),
  };
  return { work: Object.fromEntries(work) as Record<Units, Measured>, kept };
}

async function welcome({ instance }: World): Promise<string> {
  const call = async (method: string, path: string, body: object): Promise<Response> =>
    instance().http(
      new Request(`http://segue.test${path}`, {
        method,
        headers: { authorization: `Bearer ${operatorToken}` },
        body: JSON.stringify(body),
      }),
    );
  await call('PUT', `/v1/users/${userId}`, { timeZone: 'UTC' });
  const response = await call('POST', `/v1/users/${userId}/tokens`, {});
  return ((await response.json()) as { token: string }).token;
}

/** So many listens, ten minutes apart, up to now, in batches of 100, each sent when it was played: history is rebuilt instead. */
async function listen(world: World, token: string, count: number): Promise<void> {
  const { catalogue, ports, time } = world;
  await ports.catalogue.put(catalogue.episodes.slice(0, 500));
  const end = time.now;
  const start = end - count * 600;
  for (let from = 0; from < count; from += 100) {
    time.now = start + (from + 100) * 600;
    await post(world, token, { from: start + from * 600, count: 100, every: 600 });
    await learnAll(world);
  }
  time.now = end;
}

/** Every Friday seven songs come out by artists the listener likes. */
async function release({ ports }: World): Promise<void> {
  const artists = (await ports.profiles.read(userId))?.artists.slice(0, 7) ?? [];
  for (let week = 0; week < 6; week++) {
    const publishedAt = firstMonday + (7 * week + 4) * daySeconds;
    const songs = artists.map(([artistId], nth) => ({
      ...{ itemId: uuidOf('release', 7 * week + nth) as ItemId, kind: 'track' as const, tags: ['a genre 1'] },
      ...{
        title: `A new song ${nth} of week ${week}`,
        artistId: artistId as ArtistId,
        artistName: `The Artists ${nth}`,
      },
      ...{ publishedAt, source: 'operator' as const },
    }));
    await ports.catalogue.put(songs);
  }
}

let played = 0;

async function post(
  { instance, catalogue }: World,
  token: string,
  { from, count, every = 60 }: { readonly from: number; readonly count: number; readonly every?: number },
): Promise<Response> {
  const listens = Array.from({ length: count }, (_, at) => {
    played += 1;
    const { userId: _user, ...sent } = listenOf(userId, { nth: played, listenedAt: from + at * every }, catalogue);
    return { ...sent, playedMs: 170_000 };
  });
  return instance().http(
    new Request('http://segue.test/v1/listens', {
      method: 'POST',
      headers: { authorization: `Bearer ${token}` },
      body: JSON.stringify({ listens }),
    }),
  );
}

async function learnAll({ counter, instance }: World): Promise<undefined> {
  const { learn } = instance();
  for (const message of counter.published('listens')) await learn(message);
}

async function publish({ ports, counter, catalogue, time }: World): Promise<void> {
  const expiresAt = time.now + 90 * daySeconds;
  await writeModel(ports.modelWriter, { tracks: catalogue.tracks, users: [userId], expiresAt });
  await ports.registry.point(
    (): ModelPointer => ({
      modelVersion,
      publishedAt: time.now,
      watermark: time.now,
      previous: [],
    }),
  );
  counter.taken();
}
