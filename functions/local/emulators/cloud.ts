/**
 * The cloud on one machine: every verb a real function of the framework, over Google's Firestore and Pub/Sub emulators
 * with push subscriptions, and BigQuery's REST interface over DuckDB.
 *
 *   gateway ─▶ serve ─▶ ingest ─▶ Pub/Sub ─▶ deliveries ─▶ learn, publish, assemble, forget, warehouse
 */
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getTestServer } from '@google-cloud/functions-framework/testing';
import { startBigQueryEndpoint } from '#functions/local/emulators/bigquery/endpoint.ts';
import { startDeliveries, toFunction } from '#functions/local/emulators/deliveries.ts';
import { freePort, startEmulators } from '#functions/local/emulators/emulator.ts';
import { landingIn } from '#functions/local/emulators/landing.ts';
import { findEmulators } from '#functions/local/emulators/sdk.ts';
import { createTopology, createWarehouse } from '#functions/local/emulators/topology.ts';
import { verbNames } from '#shared/edge/cloud/verb-names.ts';
import { tokenHash } from '#shared/edge/http/authenticate.ts';

export type EmulatedCloud = AsyncDisposable & {
  readonly url: string;
  /** Where the function of a verb answers, beside the public address. */
  readonly originOf: (verb: (typeof verbNames)[number]) => string;
  /** Resolves when everything that was sent is learned, published or assembled. */
  readonly idle: () => Promise<void>;
};

export type EmulatedOptions = {
  /** 0 takes a free one. */
  readonly port: number;
  readonly operatorToken: string;
  /** Unix seconds at which the functions' clock stands; they go by the machine's clock when it is left out. */
  readonly clockAt?: number;
};

const projectId = 'segue-emulated';
const datasetId = 'segue';

/** Throws an error that names what is missing where the Cloud SDK has no emulators. */
export async function openEmulatedCloud(options: EmulatedOptions): Promise<EmulatedCloud> {
  const jars = await findEmulators();
  if (!jars.found) throw new Error(`Cannot start the emulated cloud: ${jars.missing}`);
  const open = new AsyncDisposableStack();
  const emulators = open.use(await startEmulators(jars));
  const bigquery = open.use(await startBigQueryEndpoint());
  await createWarehouse(bigquery.origin, projectId, datasetId);

  const ports = new Map<string, number>();
  for (const verb of verbNames) ports.set(verb, await freePort());
  const originOf = (verb: string): string => `http://127.0.0.1:${ports.get(verb)}`;
  Object.assign(process.env, environment(options, emulators, bigquery.origin, originOf('ingest')));
  const functions = new Map<string, ReturnType<typeof getTestServer>>();
  for (const verb of verbNames) {
    await import(`../../${verb}/index.ts`);
    const server = getTestServer(verb);
    await new Promise<void>((resolve) => server.listen(ports.get(verb), '127.0.0.1', resolve));
    open.defer(() => server.close().closeAllConnections());
    functions.set(verb, server);
  }

  const table = `${bigquery.origin}/bigquery/v2/projects/${projectId}/datasets/${datasetId}/tables/listen_messages`;
  const topicOf = {
    learn: 'listens',
    warehouse: 'listens',
    publish: 'models',
    assemble: 'editions',
    forget: 'erasures',
  } as const;
  const receivers = Object.keys(topicOf).map((name) => [
    name,
    name === 'warehouse' ? landingIn(table) : toFunction(originOf(name)),
  ]);
  const deliveries = open.use(await startDeliveries(Object.fromEntries(receivers)));
  const consumers = Object.entries(topicOf).map(([name, topic]) => ({ name, topic, url: deliveries.urlOf(name) }));
  await createTopology(emulators.pubsub, projectId, consumers);

  const toServe: RequestListener = (request, response) => functions.get('serve')?.emit('request', request, response);
  const gateway = createServer(gatewayOf({ operatorToken: options.operatorToken, originOf, toServe }));
  await new Promise<void>((resolve) => gateway.listen(options.port, '127.0.0.1', resolve));
  open.defer(() => gateway.close().closeAllConnections());
  return {
    url: `http://127.0.0.1:${(gateway.address() as AddressInfo).port}`,
    originOf,
    idle: deliveries.idle,
    [Symbol.asyncDispose]: () => open.disposeAsync(),
  };
}

function environment(
  { operatorToken, clockAt }: EmulatedOptions,
  { firestore, pubsub }: { readonly firestore: string; readonly pubsub: string },
  bigquery: string,
  ingest: string,
): Record<string, string> {
  return {
    GOOGLE_CLOUD_PROJECT: projectId,
    SEGUE_REGION: 'local',
    SEGUE_DATABASE: '(default)',
    SEGUE_DATASET: datasetId,
    SEGUE_OPERATOR_TOKEN_HASH: tokenHash(operatorToken),
    SEGUE_WEBHOOK_SECRET: operatorToken,
    SEGUE_INGEST_URL: ingest,
    SEGUE_CLOCK_AT: String(clockAt ?? ''),
    // A home that moves keeps its lists: the embedded one proposes what one person plays.
    SEGUE_PROPOSED_LISTENERS_MIN: '1',
    SEGUE_LOG: process.env.SEGUE_LOG ?? 'ERROR',
    FIRESTORE_EMULATOR_HOST: firestore,
    PUBSUB_EMULATOR_HOST: pubsub,
    BIGQUERY_EMULATOR_HOST: bigquery,
    METADATA_SERVER_DETECTION: 'none',
  };
}

type Gateway = {
  readonly operatorToken: string;
  readonly originOf: (verb: string) => string;
  readonly toServe: RequestListener;
};

/** The public address. Firing a schedule by hand is Scheduler's own business in the cloud; here it is a call. */
function gatewayOf({ operatorToken, originOf, toServe }: Gateway): RequestListener {
  const fire = async (verb: string, request: IncomingMessage, response: ServerResponse): Promise<void> => {
    if (request.headers.authorization !== `Bearer ${operatorToken}`) {
      response.writeHead(403).end();
      return;
    }
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks).toString() || '{}';
    const answer = await fetch(`${originOf(verb)}/`, { method: 'POST', body });
    const result = answer.ok ? await answer.json() : null;
    response.writeHead(answer.status, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ verb, result }));
  };
  return (request, response) => {
    const verb = /^\/v1\/run\/(train|plan|watch)$/.exec(request.url ?? '')?.[1];
    if (verb === undefined || request.method !== 'POST') toServe(request, response);
    else fire(verb, request, response).catch(() => response.writeHead(502).end());
  };
}
