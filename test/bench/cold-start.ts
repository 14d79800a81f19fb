/** Cold start: from the start of the process to the first answer, per bundled verb, beside a hello world on the same framework. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { bundle } from '#functions/cli/bundle.ts';
import { verbsInCode } from '#functions/cli/infra/bundles.ts';
import { type Emulators, freePort, startEmulators } from '#functions/local/emulators/emulator.ts';
import { findEmulators } from '#functions/local/emulators/sdk.ts';
import { createTopology, createWarehouse } from '#functions/local/emulators/topology.ts';
import { tokenHash } from '#shared/edge/http/authenticate.ts';
import type { Options } from '#test/bench/options.ts';
import { median, type Row, row } from '#test/bench/row.ts';
import { startBigQueryEndpoint } from '#test/support/bigquery/endpoint.ts';

const root = new URL('../../', import.meta.url).pathname;
const projectId = 'segue-bench';
const starts = 15;

/** Medians of 15 starts each, in turns, so that whatever else the machine does meets all alike. None without emulators. */
export async function coldStartRows(_options: Options): Promise<Row[]> {
  const jars = await findEmulators();
  if (!jars.found) return [];
  await using emulators = await startEmulators(jars);
  await using bigquery = await startBigQueryEndpoint();
  await createTopology(emulators.pubsub, projectId, []);
  await createWarehouse(bigquery.origin, projectId, 'segue');
  const folders = new Map([['hello', helloWorld()]]);
  for (const verb of verbsInCode()) {
    await bundle(verb, `${root}dist/${verb}`);
    folders.set(verb, `${root}dist/${verb}`);
  }
  const times = new Map<string, number[]>([...folders.keys()].map((name) => [name, []]));
  for (let round = 0; round < starts; round++) {
    for (const [name, folder] of folders) {
      times.get(name)?.push(await start(name, folder, environment(emulators, bigquery.origin)));
    }
  }
  const baseline = median(times.get('hello') ?? []);
  return [...times]
    .filter(([name]) => name !== 'hello')
    .map(([name, milliseconds]) => row(`cold start: ${name}`, median(milliseconds), 'ms', baseline));
}

function helloWorld(): string {
  const folder = `${root}dist/.hello`;
  if (!existsSync(folder)) mkdirSync(folder, { recursive: true });
  const code =
    "require('@google-cloud/functions-framework').http('hello', (request, response) => response.send('hello'))";
  writeFileSync(`${folder}/index.js`, code);
  writeFileSync(`${folder}/package.json`, '{"main":"index.js"}');
  return folder;
}

/** Milliseconds to the first answer; whatever it says, the verb has read or published by then. */
async function start(verb: string, folder: string, told: Readonly<Record<string, string>>): Promise<number> {
  const port = await freePort();
  const env = { PATH: process.env.PATH, ...told, FUNCTION_TARGET: verb, PORT: String(port) };
  const begun = performance.now();
  const framework = `${root}node_modules/.bin/functions-framework`;
  const child = spawn(process.execPath, [framework, '--source', folder], { env, stdio: 'ignore' });
  const { method, path, body } = firstCalls[verb] ?? post('{}');
  const headers = { authorization: 'Bearer bench', 'content-type': 'application/json' };
  try {
    for (;;) {
      try {
        const answer = await fetch(`http://127.0.0.1:${port}${path}`, { method, headers, ...(body && { body }) });
        await answer.arrayBuffer();
        return performance.now() - begun;
      } catch (error) {
        if (child.exitCode !== null) throw new Error(`Cannot start "${verb}"`, { cause: error });
        await sleep(1);
      }
    }
  } finally {
    child.kill('SIGKILL');
    await once(child, 'exit');
  }
}

type FirstCall = { readonly method: string; readonly path: string; readonly body?: string };
const post = (body: string): FirstCall => ({ method: 'POST', path: '/', body });
const push = (message: object): FirstCall => {
  const data = Buffer.from(JSON.stringify(message)).toString('base64');
  return post(JSON.stringify({ message: { data, messageId: '1' } }));
};
const listen = { userId: 'ada', itemId: 'song', listenedAt: 1_795_000_000 };
const receiptId = '6f1ed002-ab59-4a27-88ef-1d345c5e6a01';

const firstCalls: Readonly<Record<string, FirstCall>> = {
  hello: { method: 'GET', path: '/' },
  serve: { method: 'GET', path: '/v1/users/ada' },
  ingest: { method: 'POST', path: '/v1/listens', body: JSON.stringify({ listens: [listen] }) },
  learn: push({
    type: 'listened',
    batchId: 'b',
    userId: 'ada',
    receivedAt: 1_795_000_001,
    listens: [{ ...listen, id: 'l', kind: 'track' }],
  }),
  publish: push({ modelVersion: '20261123T030000Z', shard: 0, shards: 1 }),
  assemble: push({ type: 'due', due: [{ userId: 'bob', patch: 'weekly-jams', period: '2026-W48', dueAt: 1 }] }),
  forget: push({ userId: 'bob', receiptId }),
};

function environment({ firestore, pubsub }: Emulators, bigquery: string): Record<string, string> {
  return {
    GOOGLE_CLOUD_PROJECT: projectId,
    SEGUE_REGION: 'local',
    SEGUE_DATABASE: '(default)',
    SEGUE_DATASET: 'segue',
    SEGUE_CODE_VERSION: 'bench',
    SEGUE_OPERATOR_TOKEN_HASH: tokenHash('bench'),
    SEGUE_WEBHOOK_SECRET: 'bench',
    SEGUE_INGEST_URL: 'http://127.0.0.1:1',
    FIRESTORE_EMULATOR_HOST: firestore,
    PUBSUB_EMULATOR_HOST: pubsub,
    BIGQUERY_EMULATOR_HOST: bigquery,
    METADATA_SERVER_DETECTION: 'none',
    NODE_ENV: 'production',
  };
}
