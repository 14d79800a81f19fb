/** The embedded home's verbs: every handler over the same opened stores. */
import { createAssemble } from '#functions/assemble/handler.ts';
import { createCollect } from '#functions/collect/handler.ts';
import { createDeliver } from '#functions/deliver/handler.ts';
import { createForget } from '#functions/forget/handler.ts';
import { createIngest } from '#functions/ingest/handler.ts';
import { createListenBrainzIngest } from '#functions/ingest/listenbrainz/handler.ts';
import { createDoor } from '#functions/ingest/welcome.ts';
import { createLearn } from '#functions/learn/handler.ts';
import type { Stores } from '#functions/local/stores.ts';
import { createPlan } from '#functions/plan/handler.ts';
import { createPublish } from '#functions/publish/handler.ts';
import { createServe } from '#functions/serve/handler.ts';
import { createListenBrainzServe } from '#functions/serve/listenbrainz/handler.ts';
import { createTrain } from '#functions/train/handler.ts';
import { createWatch } from '#functions/watch/handler.ts';
import { createThreadedFactoriser } from '#shared/adapters/threads/factoriser.ts';
import { createWebhook } from '#shared/adapters/webhook/webhook.ts';
import type { Principal } from '#shared/edge/http/operation.ts';
import type { Clock } from '#shared/ports/clock.ts';
import type { Log } from '#shared/ports/log.ts';
import type { ConnectedServer } from '#shared/ports/media-server.ts';
import type { ExperimentConfig } from '#shared/schemas/experiment.ts';
import { limits } from '#shared/schemas/limits.ts';
import { embeddedSliceCharacters } from '#shared/sql/refresh/refresh.ts';
import { createRefresher } from '#shared/sql/refresh/refresher.ts';
import { createHistory } from '#shared/sql/serve/history.ts';

export type VerbOptions = {
  readonly clock: Clock;
  readonly log: Log;
  readonly codeVersion: string;
  /** From which every user's signing secret is derived. */
  readonly webhookSecret: string;
  readonly webhookLoopback?: boolean;
  readonly experiments: ExperimentConfig;
  readonly mediaServers?: readonly ConnectedServer[];
  readonly authenticate: (token: string | undefined) => Promise<Principal>;
  /** Resolves when what this process is at has ended: an erasure waits for it. */
  readonly settled: () => Promise<void>;
  /** Refuses a whole ListenBrainz batch for one bad listen, as ListenBrainz itself does. */
  readonly strictListenBrainz: boolean;
  readonly proposedListenersMin?: number;
};

export type Verbs = ReturnType<typeof createVerbs>;

/** A file is imported as fast as its listens are learned, and no faster. */
const isBehind = ({ isBehind: waits }: Stores['queue']): boolean =>
  waits('learn', limits.importQueuedMessagesMax) || waits('warehouse', limits.importQueuedMessagesMax);

export function createVerbs(stores: Stores, options: VerbOptions) {
  const { clock, log, codeVersion, webhookSecret, experiments, authenticate, strictListenBrainz, settled } = options;
  const { mediaServers = [] } = options;
  const webhook = createWebhook({ secret: webhookSecret, loopbackAllowed: options.webhookLoopback ?? false });
  // One process lands messages in order, so nothing overtakes and no message need be read twice.
  const refresh = createRefresher({ ...stores, overlapSeconds: 0, sliceCharacters: embeddedSliceCharacters });
  const ports = { ...stores, experiments, clock, log, codeVersion, refresh };
  const history = createHistory(ports);
  const door = createDoor(stores.users);
  const redoable = { ...ports, ...stores.redoable };
  return {
    refresh,
    ingest: createIngest({ ...ports, door, knownSeconds: 0, isBehind: () => isBehind(stores.queue) }),
    listenBrainz: {
      ingest: createListenBrainzIngest({ ...ports, door, history, strict: strictListenBrainz }),
      serve: createListenBrainzServe({ ...ports, history, authenticate }),
    },
    learn: createLearn(redoable),
    train: createTrain({
      ...ports,
      factoriser: createThreadedFactoriser(),
      ...(options.proposedListenersMin && { proposedListenersMin: options.proposedListenersMin }),
    }),
    publish: createPublish(redoable),
    plan: createPlan(ports),
    assemble: createAssemble({ ...redoable, webhook }),
    serve: createServe(ports),
    forget: createForget({
      ...redoable,
      erasers: [...stores.redoable.erasers, ...stores.erasersBeside],
      waitForWork: settled,
    }),
    watch: createWatch(ports),
    collect: createCollect({ ...ports, mediaServers }),
    deliver: createDeliver({ ...ports, mediaServers }),
  };
}
