/**
 * The embedded home: every verb in one process over SQLite and DuckDB. Not a toy: the same handlers, the same ports, the
 * same SQL as in the cloud; the queue and the timers stand where Pub/Sub and Scheduler do.
 */
import { randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type ConsumerOptions, type QueueConsumer, startConsumer } from '#functions/local/consumer.ts';
import { createDiskGuard } from '#functions/local/disk.ts';
import { createFreshener } from '#functions/local/freshener.ts';
import { createInFlight, type InFlight } from '#functions/local/in-flight.ts';
import { createLanding } from '#functions/local/landing.ts';
import { learnAnew, migrate, stamp } from '#functions/local/migration.ts';
import { createOperatorHandlers } from '#functions/local/operator-handlers.ts';
import { createShedding, type SheddingDials } from '#functions/local/shedding.ts';
import { createSignIn } from '#functions/local/sign-in.ts';
import { checkClock } from '#functions/local/start-checks.ts';
import { openStores, type Stores } from '#functions/local/stores.ts';
import { createVerbs, type Verbs } from '#functions/local/verbs.ts';
import { pageFiles } from '#functions/page/files.ts';
import type { Delivery } from '#shared/adapters/sqlite/queue.ts';
import { createAuthenticate, tokenHash } from '#shared/edge/http/authenticate.ts';
import { createHttp, type HttpHandler, routesOf } from '#shared/edge/http/dispatch.ts';
import { withFiles } from '#shared/edge/http/files.ts';
import { v1 } from '#shared/edge/http/v1.ts';
import { dialectOf } from '#shared/edge/listenbrainz/dialect.ts';
import { listenBrainz } from '#shared/edge/listenbrainz/routes.ts';
import { inSpan } from '#shared/edge/telemetry.ts';
import type { Log } from '#shared/ports/log.ts';
import type { ConnectedServer } from '#shared/ports/media-server.ts';
import { type ExperimentConfig, noExperiments } from '#shared/schemas/experiment.ts';
import { limits } from '#shared/schemas/limits.ts';

export type HomeOptions = {
  /** Folder of the two database files; made when it is not there. */
  readonly data: string;
  readonly operatorToken: string;
  readonly codeVersion: string;
  /** Signs webhooks. Left out, a secret that nobody knows: what is signed with one that opens doors would tell of it. */
  readonly webhookSecret?: string;
  /** Whether users may have webhooks on this machine, such as a player beside it; left out, they may not. */
  readonly webhookLoopback?: boolean;
  /** None when left out. */
  readonly experiments?: ExperimentConfig;
  readonly strictListenBrainz?: boolean;
  /** Whether anybody may read what ListenBrainz shows to everybody, such as a user's playlists. */
  readonly publicReads?: boolean;
  /** Listeners below which an item is proposed to nobody else; the dial when left out. */
  readonly proposedListenersMin?: number;
  /** Media servers whose libraries are read and whose playlists are written; none when left out. */
  readonly mediaServers?: readonly ConnectedServer[];
  readonly log: Log;
  /** Told of a migration's progress, a line at a time. */
  readonly say?: (line: string) => void;
  /** Whether somebody looked at the clock: it may be far ahead of what was kept last. */
  readonly clockChecked?: boolean;
  /** Unix milliseconds; the real clock when left out. */
  readonly now?: () => number;
  /** When listens are refused for a while; `limits` when left out. */
  readonly shedding?: SheddingDials;
};

export type Scheduled = 'train' | 'plan' | 'watch' | 'collect';

export type Home = AsyncDisposable & {
  readonly fetch: HttpHandler;
  /** Fires a scheduled verb, as of `at` (Unix seconds). */
  readonly run: (verb: Scheduled, at: number) => Promise<unknown>;
  /** Resolves when every queue is empty. */
  readonly idle: () => Promise<void>;
  readonly stores: Stores;
  readonly verbs: Verbs;
  /** A code with which the operator signs in on the page, once. */
  readonly invite: () => string;
};

/** Opens the home: what was accepted before is taken up where it stopped. */
export async function openHome(options: HomeOptions): Promise<Home> {
  const { data, operatorToken, log, now = Date.now } = options;
  const clock = (): number => Math.floor(now() / 1000);
  const stores = await openFolder(options, clock);
  const authenticate = createAuthenticate(stores.tokens, tokenHash(operatorToken));
  const { webhookSecret = randomUUID(), strictListenBrainz = false, experiments = noExperiments } = options;
  const { track, idle: settled } = createInFlight();
  const verbs = createVerbs(stores, {
    ...options,
    clock,
    authenticate,
    webhookSecret,
    strictListenBrainz,
    experiments,
    settled,
  });
  const freshener = createFreshener(() => track(verbs.refresh()), log);
  const consumers = startConsumers(stores, verbs, { log, now, track, landed: freshener.landed });

  const { queue } = stores;
  const fire = (verb: Scheduled, at: number): Promise<unknown> => track<unknown>(spanned(verb, () => verbs[verb](at)));
  /** Who asks for a reading wants all of it; the schedule only looks. */
  const readWhole = (at: number): Promise<unknown> => track(verbs.collect(at, { whole: true }));
  /** A training is over when readers have its model: what is planned after it is made of it. */
  const run = async (verb: Scheduled, at: number): Promise<unknown> => {
    const result = await fire(verb, at);
    if (verb === 'train') await within(consumers.publish.idle(), limits.publicationSecondsMax);
    return result;
  };
  const signIn = createSignIn();
  const answer = createHttp({
    routes: [
      ...routesOf(v1, {
        ...verbs.ingest,
        ...verbs.serve,
        ...createOperatorHandlers({
          stores,
          run: (verb, at) => (verb === 'collect' ? readWhole(at) : run(verb, at)),
          signIn,
          data,
          operatorToken,
          codeVersion: options.codeVersion,
        }),
      }),
      ...routesOf(listenBrainz, { ...verbs.listenBrainz.ingest, ...verbs.listenBrainz.serve }),
    ],
    authenticate,
    dialectOf,
    publicReads: options.publicReads ?? false,
    clock,
    log,
  });
  const isBehind = (messages: number): boolean =>
    queue.isBehind('learn', messages) || queue.isBehind('warehouse', messages);
  const isDiskShort = createDiskGuard(data, limits.diskFreeBytesMin);
  const shed = createShedding({ answer, dialectOf, isBehind, isDiskShort }, options.shedding ?? limits);
  const fetch = withFiles(pageFiles(), shed);

  const home: Home = {
    fetch: (request, peer) => track(fetch(request, peer)),
    run,
    stores,
    verbs,
    invite: signIn.invite,
    idle: async () => {
      // A message may lead to another in a topic that was idle a moment ago: learning asks for rebuilds.
      do for (const consumer of Object.values(consumers)) await consumer.idle();
      while (Object.values(stores.queue.backlog()).some(({ waiting }) => waiting > 0));
    },
    [Symbol.asyncDispose]: async () => {
      for (const consumer of Object.values(consumers)) await consumer.stop();
      await freshener.stop();
      await stores[Symbol.asyncDispose]();
    },
  };
  await learnAnew(home, { data, at: clock(), log });
  return home;
}

/** The folder's files, of this version. */
async function openFolder(options: HomeOptions, clock: () => number): Promise<Stores> {
  const { data, now = Date.now } = options;
  mkdirSync(data, { recursive: true });
  await migrate(data, options.say ?? (() => {}));
  const stores = await openStores({ ...filesIn(options), now });
  stamp(stores.database);
  if (options.clockChecked !== true) await checkClock(stores, clock());
  return stores;
}

const spanned = (name: string, work: () => Promise<unknown>) => inSpan<unknown>(() => ({ name }), work);

const filesIn = ({ data, mediaServers = [] }: HomeOptions) => ({
  file: join(data, 'segue.db'),
  warehouseFile: join(data, 'warehouse.duckdb'),
  withPlayers: mediaServers.length > 0,
});

/** Waits for something no longer than that, in real seconds: a publication that fails is tried again on its own. */
async function within(waited: Promise<void>, seconds: number): Promise<void> {
  const giveUp = new AbortController();
  await Promise.race([
    waited,
    pause(seconds * 1_000, undefined, { signal: giveUp.signal, ref: false }).catch(() => {}),
  ]);
  giveUp.abort();
}

/** What this process published itself need not be parsed. */
function messageOf({ message, body }: Delivery): unknown {
  return message ?? JSON.parse(body);
}

const isAnnouncement = (delivery: Delivery): boolean => (messageOf(delivery) as { type?: string }).type === 'announce';

type ConsumerPorts = {
  readonly log: Log;
  readonly now: () => number;
  readonly track: InFlight['track'];
  /** Told when messages have landed in the warehouse. */
  readonly landed: () => void;
};

/** Landing hundreds of messages takes the warehouse hardly longer than landing one: under load they wait for each other. */
const gatherMs = 100;
const fewMessages = 4;

/** Learning is cheap and many users wait; the warehouse takes rows by the hundred; the rest is heavy and rare. */
function startConsumers(stores: Stores, verbs: Verbs, { log, now, track, landed }: ConsumerPorts) {
  const land = createLanding({ ...stores, now });
  const each =
    <M>(handle: (message: M) => Promise<void>) =>
    async ([delivery]: readonly Delivery[]): Promise<void> =>
      handle(messageOf(delivery as Delivery) as M);
  const start = (
    subscription: string,
    handle: (deliveries: readonly Delivery[]) => Promise<void>,
    options: Pick<ConsumerOptions, 'concurrency' | 'slow'> & { readonly batchMax?: number },
  ): QueueConsumer => startConsumer(stores.queue, { batchMax: 1, ...options, subscription, handle, now, log });
  const tracked =
    <M>(handle: (message: M) => Promise<void>) =>
    (message: M): Promise<void> =>
      track(handle(message));
  const landTogether = async (deliveries: readonly Delivery[]): Promise<void> => {
    await track(land(deliveries).then(landed));
    if (deliveries.length > fewMessages) await pause(gatherMs);
  };
  return {
    learn: start('learn', each(tracked(verbs.learn)), { concurrency: 64 }),
    warehouse: start('warehouse', landTogether, { concurrency: 1, batchMax: 500 }),
    publish: start('publish', each(tracked(verbs.publish)), { concurrency: 2 }),
    assemble: start('assemble', each(tracked(verbs.assemble)), {
      concurrency: 4,
      slow: { is: isAnnouncement, concurrency: 4 },
    }),
    // One after the other: two at once could make a playlist twice.
    ...(stores.withPlayers && { deliver: start('deliver', each(tracked(verbs.deliver)), { concurrency: 1 }) }),
    // Not tracked: it waits for all the others.
    forget: start('forget', each(verbs.forget), { concurrency: 1 }),
  };
}
