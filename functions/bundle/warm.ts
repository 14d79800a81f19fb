/**
 * Runs in a bundle's folder, after `npm run bundle` and again where the bundle is built to be deployed: lets the verb
 * answer once, with a stand-in behind it that knows nothing, and keeps what V8 compiled for that. It saves time at the
 * start and nothing else, so it never fails a build.
 */
import { writeFileSync } from 'node:fs';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { json } from 'node:stream/consumers';
import { getTestServer } from '@google-cloud/functions-framework/testing';
import { firstCall, firstEnvironment } from '#functions/bundle/first-call.ts';

/** Clients that do not speak REST try for minutes to reach the stand-in, and have done what they do by then. */
const answerWithinMs = 2_000;

async function warm(): Promise<void> {
  const { name } = require(join(__dirname, 'package.json')) as { name: string };
  const verb = name.replace(/^segue-/, '');
  const host = `127.0.0.1:${await listening(createServer(answerNothing))}`;
  const behind = { firestore: host, pubsub: host, bigquery: `http://${host}` };
  Object.assign(process.env, firstEnvironment(behind));
  const { script } = require(join(__dirname, 'index.cjs')) as { script: { createCachedData(): Buffer } };
  const port = await listening(getTestServer(verb));
  const { path, ...call } = firstCall(verb);
  const signal = AbortSignal.timeout(answerWithinMs);
  await fetch(`http://127.0.0.1:${port}${path}`, { ...call, signal }).catch(() => undefined);
  writeFileSync(join(__dirname, 'code.cache'), script.createCachedData());
}

/** No documents, no rows, every write succeeds and every job is done. */
const answerNothing: RequestListener = async (request, response) => {
  const { url = '' } = request;
  const answer = /:(batchGet|runQuery)$/.test(url)
    ? []
    : url.endsWith(':batchWrite')
      ? written(await json(request))
      : done;
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
};
/** A result and a status for each write, as the service gives them. */
function written(body: unknown): object {
  const { writes = [] } = body as { readonly writes?: readonly unknown[] };
  return { writeResults: writes.map(() => ({})), status: writes.map(() => ({ code: 0 })) };
}
const done = {
  jobReference: { jobId: '1', location: 'local' },
  status: { state: 'DONE' },
  jobComplete: true,
  schema: { fields: [] },
};

async function listening(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

function giveUp(error: unknown): void {
  process.stderr.write(`Cannot keep compiled code: ${error}\n`);
  process.exit(0);
}

process.once('uncaughtException', giveUp);
warm().then(() => process.exit(0), giveUp);
