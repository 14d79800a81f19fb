/** A process: the real handlers over the doubles, with caches and a clock of its own, and mortal. */
import { createAssemble } from '#functions/assemble/handler.ts';
import { knownSeconds, settleSeconds } from '#functions/cloud/seconds.ts';
import { createForget } from '#functions/forget/handler.ts';
import { createWaitBySeconds } from '#functions/forget/wait.ts';
import { createIngest } from '#functions/ingest/handler.ts';
import { createLearn } from '#functions/learn/handler.ts';
import { createInFlight } from '#functions/local/in-flight.ts';
import { createLanding } from '#functions/local/landing.ts';
import { createPlan } from '#functions/plan/handler.ts';
import { createPublish } from '#functions/publish/handler.ts';
import { createServe } from '#functions/serve/handler.ts';
import { createWatch } from '#functions/watch/handler.ts';
import { documentPorts } from '#shared/adapters/documents/document-ports.ts';
import { createLease, type Heart } from '#shared/adapters/documents/lease.ts';
import type { WindowDials } from '#shared/domain/profile/window.ts';
import { createAuthenticate, tokenHash } from '#shared/edge/http/authenticate.ts';
import type { DocumentStore } from '#shared/ports/document-store.ts';
import type { Eraser } from '#shared/ports/eraser.ts';
import type { Topics } from '#shared/ports/topics.ts';
import type { Warehouse } from '#shared/ports/warehouse.ts';
import type { ExperimentConfig } from '#shared/schemas/experiment.ts';
import { createWarehouseErasers } from '#shared/sql/forget/erasers.ts';
import { cloudOverlapSeconds } from '#shared/sql/refresh/refresh.ts';
import { createRefresher } from '#shared/sql/refresh/refresher.ts';
import { createTrainer } from '#test/simulation/trainer.ts';

/** The ports of every verb, before anybody tampers with them. */
export type Ports = ReturnType<typeof documentPorts> & { readonly topics: Topics; readonly warehouse: Warehouse };

/** `rebuild` is `learn` for the one message that asks for it; apart, so that a defect can be planted in it alone. */
export type Role =
  | 'ingest'
  | 'learn'
  | 'rebuild'
  | 'refresh'
  | 'train'
  | 'publish'
  | 'plan'
  | 'assemble'
  | 'serve'
  | 'forget'
  | 'watch';

/** Plants a defect: ports that break a promise, for the roles it chooses. */
export type Tamper = (role: Role, ports: Ports) => Ports;

/** How a home is configured, and the rest of what its handlers need. */
export type Wiring = {
  readonly home: 'embedded' | 'cloud';
  readonly window: WindowDials;
  /** Forgets users in the queue, where the home can. */
  readonly queueErasers: readonly Eraser[];
  readonly newUuid: () => string;
  readonly tamper?: Tamper | undefined;
};

export type Primitives = {
  readonly store: DocumentStore;
  readonly topics: Topics;
  readonly warehouse: Warehouse;
  /** Unix seconds, as this process believes. */
  readonly clock: () => number;
  readonly heart: Heart;
};

/** As the composition roots have them; the sizes of the cloud are those of infra/functions.tf. */
export const settings = {
  embedded: { overlapSeconds: 0, sliceCharacters: 600 },
  cloud: { overlapSeconds: cloudOverlapSeconds },
} as const;

/** Everybody is in it, so that whoever is shown something leaves a trace that an erasure has to find. */
const experiments: ExperimentConfig = {
  holdback: 0.5,
  experiments: [{ name: 'still', variants: [{ name: 'still', share: 1, overrides: { 'recommend.jitter': 0 } }] }],
};

const untampered: Tamper = (_role, ports) => ports;

export type Handlers = ReturnType<typeof createHandlers>;

export function createHandlers({ store, topics, warehouse, clock, heart }: Primitives, wiring: Wiring) {
  const { home, window, queueErasers, newUuid, tamper = untampered } = wiring;
  const inFlight = createInFlight();
  const documents: Ports = {
    ...documentPorts(store, clock),
    lease: createLease(store, clock, heart),
    topics,
    warehouse,
  };
  const refresh = createRefresher({ ...tamper('refresh', documents), ...settings[home] });
  const shared = { clock, log: () => {}, codeVersion: 'simulated', experiments, refresh };
  const of = (role: Role) => ({ ...tamper(role, documents), ...shared });
  const learn = createLearn({ ...of('learn'), window });
  // A defect planted in rebuilds may remember: each rebuild has ports of its own.
  const rebuild: typeof learn =
    tamper === untampered ? learn : (message) => createLearn({ ...of('rebuild'), window })(message);
  return {
    track: inFlight.track,
    authenticate: createAuthenticate(documents.tokens, tokenHash('operator')),
    ingest: createIngest({ ...of('ingest'), knownSeconds: home === 'cloud' ? knownSeconds : 0, newUuid }),
    learn: (message: Parameters<typeof learn>[0]) => (message.type === 'rebuild' ? rebuild(message) : learn(message)),
    land: createLanding({ ...documents, now: () => clock() * 1_000 }),
    train: createTrainer(of('train')),
    publish: createPublish(of('publish')),
    plan: createPlan(of('plan')),
    assemble: createAssemble({ ...of('assemble'), webhook: { send: async () => {} } }),
    serve: createServe(of('serve')),
    forget: createForget({
      ...of('forget'),
      erasers: [...documents.erasers, ...queueErasers, ...createWarehouseErasers(documents.warehouse)],
      waitForWork: home === 'cloud' ? createWaitBySeconds(clock, settleSeconds) : inFlight.idle,
    }),
    watch: createWatch({ ...of('watch'), backlog: { read: async () => [] } }),
  };
}
