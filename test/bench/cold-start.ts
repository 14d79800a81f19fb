/**
 * Cold start: from the start of the process to the first answer, per bundled verb, beside a hello world on the same
 * framework; and how long the same call takes when it comes again, which is work and no start.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { type FirstCall, firstCall, firstEnvironment, projectId, receiptId } from '#functions/bundle/first-call.ts';
import { bundle, warm } from '#functions/cli/bundle.ts';
import { verbsInCode } from '#functions/infra/bundles.ts';
import { startBigQueryEndpoint } from '#functions/local/emulators/bigquery/endpoint.ts';
import { freePort, startEmulators } from '#functions/local/emulators/emulator.ts';
import { findEmulators } from '#functions/local/emulators/sdk.ts';
import { createTopology, createWarehouse } from '#functions/local/emulators/topology.ts';
import { createFirestoreRestStore } from '#shared/adapters/firestore/rest-document-store.ts';
import { emulatorToken } from '#shared/adapters/google/access-token.ts';
import { createRest } from '#shared/adapters/google/rest.ts';
import type { Options } from '#test/bench/options.ts';
import { median, type Row, row } from '#test/bench/row.ts';

const root = new URL('../../', import.meta.url).pathname;
const starts = 15;

/** Medians of 15 starts each, in turns, so that whatever else the machine does meets all alike. None without emulators. */
export async function coldStartRows(_options: Options): Promise<Row[]> {
  const jars = await findEmulators();
  if (!jars.found) return [];
  await using emulators = await startEmulators(jars);
  await using bigquery = await startBigQueryEndpoint();
  await createTopology(emulators.pubsub, projectId, []);
  await createWarehouse(bigquery.origin, projectId, 'segue');
  await storeReceipt(emulators.firestore);
  const folders = new Map([['hello', helloWorld()]]);
  for (const verb of verbsInCode()) {
    await bundle(verb, `${root}dist/${verb}`);
    await warm(`${root}dist/${verb}`);
    folders.set(verb, `${root}dist/${verb}`);
  }
  const told = firstEnvironment({ ...emulators, bigquery: bigquery.origin });
  const times = new Map<string, Started[]>([...folders.keys()].map((name) => [name, []]));
  for (let round = 0; round < starts; round++) {
    for (const [name, folder] of folders) times.get(name)?.push(await start(name, folder, told));
  }
  const baseline = median(times.get('hello')?.map(({ firstMs }) => firstMs) ?? []);
  return [...times]
    .filter(([name]) => name !== 'hello')
    .flatMap(([name, started]) => [
      row(`cold start: ${name}`, median(started.map(({ firstMs }) => firstMs)), 'ms', baseline),
      row(`cold start: ${name}, the same call again`, median(started.map(({ againMs }) => againMs)), 'ms', baseline),
    ]);
}

const hello: FirstCall = { method: 'GET', path: '/', headers: {} };

/** Without it, an erasure is refused for as long as functions may have been at work that did not know of it. */
async function storeReceipt(firestore: string): Promise<void> {
  const rest = createRest({ origin: `http://${firestore}`, token: emulatorToken });
  const store = createFirestoreRestStore({ rest, projectId, databaseId: '(default)' });
  const times = { requestedAt: 1, deadline: 2, closedAt: 1, doneAt: 2 };
  const body = { receiptId, userHash: 'bob', state: 'done' as const, removed: {}, ...times };
  await store.write([{ op: 'set', collection: 'receipts', id: receiptId, body }]);
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

/** Milliseconds from the start to the first answer, and from the same call made again to its answer. */
type Started = { readonly firstMs: number; readonly againMs: number };

/** By its first answer, which is a 200 or 204, the verb has read or published. */
async function start(verb: string, folder: string, told: Readonly<Record<string, string>>): Promise<Started> {
  const port = await freePort();
  const env = { PATH: process.env.PATH, ...told, FUNCTION_TARGET: verb, PORT: String(port) };
  const begun = performance.now();
  const framework = `${root}node_modules/.bin/functions-framework`;
  const child = spawn(process.execPath, [framework, '--source', folder], { env, stdio: 'ignore' });
  const call = verb === 'hello' ? hello : firstCall(verb);
  const answered = async (): Promise<number> => {
    const { path, ...init } = call;
    const answer = await fetch(`http://127.0.0.1:${port}${path}`, init);
    await answer.arrayBuffer();
    if (!answer.ok) throw new Error(`Cannot measure "${verb}": it answers ${answer.status}`);
    return performance.now();
  };
  try {
    for (;;) {
      const first = await answered().catch(async (error: Error) => {
        if (child.exitCode !== null || error.message.startsWith('Cannot')) throw error;
        await sleep(1);
      });
      if (first !== undefined) return { firstMs: first - begun, againMs: (await answered()) - first };
    }
  } finally {
    child.kill('SIGKILL');
    await once(child, 'exit');
  }
}
