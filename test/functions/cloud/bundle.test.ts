import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundle, warm } from '#functions/cli/bundle.ts';
import { verbsInCode } from '#functions/infra/bundles.ts';
import { freePort } from '#functions/local/emulators/emulator.ts';
import { eventually } from '#test/support/eventually.ts';

/** Beside dist/, so that a bundle finds the framework as it will where it is deployed. */
const root = new URL('../../../', import.meta.url).pathname;
const folder = `${root}dist/.test-${process.pid}`;
const binary = `${root}node_modules/.bin/functions-framework`;
const verbs = verbsInCode();

beforeAll(async () => {
  for (const verb of verbs) await bundle(verb, `${folder}/${verb}`);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What Terraform tells a function; nobody listens where the emulators should be. */
const told = {
  GOOGLE_CLOUD_PROJECT: 'segue-test',
  SEGUE_REGION: 'europe-west1',
  SEGUE_DATABASE: 'segue',
  SEGUE_DATASET: 'segue',
  SEGUE_CODE_VERSION: 'test',
  SEGUE_OPERATOR_TOKEN_HASH: 'x'.repeat(43),
  SEGUE_INGEST_URL: 'http://127.0.0.1:1',
  SEGUE_WEBHOOK_SECRET: 'secret',
  FIRESTORE_EMULATOR_HOST: '127.0.0.1:1',
  PUBSUB_EMULATOR_HOST: '127.0.0.1:1',
  BIGQUERY_EMULATOR_HOST: 'http://127.0.0.1:1',
  METADATA_SERVER_DETECTION: 'none',
};

async function started(
  verb: string,
  more: Readonly<Record<string, string>> = {},
): Promise<{ url: string; child: ChildProcess } & Disposable> {
  const port = await freePort();
  const env = { PATH: process.env.PATH, ...told, FUNCTION_TARGET: verb, PORT: String(port), ...more };
  const child = spawn(process.execPath, [binary, '--source', `${folder}/${verb}`], { env, stdio: 'ignore' });
  const url = `http://127.0.0.1:${port}`;
  await eventually(async () => {
    await fetch(`${url}/robots.txt`);
  });
  return { url, child, [Symbol.dispose]: () => child.kill('SIGKILL') };
}

/** What V8 says of the compiled code that a bundle starts with; "undefined" when there is none. */
function rejected(verb: string): string {
  const env = { PATH: process.env.PATH, ...told };
  const code = "process.stdout.write(String(require('./index.cjs').script.cachedDataRejected))";
  return spawnSync(process.execPath, ['-e', code], { cwd: `${folder}/${verb}`, env, encoding: 'utf8' }).stdout;
}

describe('npm run bundle', () => {
  it.each(verbs)(
    'makes a folder for %s: its code, what starts it, and a manifest that names the framework alone',
    (verb) => {
      const files = [
        'code.js',
        'code.js.map',
        'index.cjs',
        'package-lock.json',
        'package.json',
        'telemetry.cjs',
        'warm.cjs',
      ];
      expect(readdirSync(`${folder}/${verb}`).sort()).toEqual(files);
      const manifest = JSON.parse(readFileSync(`${folder}/${verb}/package.json`, 'utf8'));
      expect(Object.keys(manifest.dependencies)).toEqual(['@google-cloud/functions-framework']);
      expect(manifest).toMatchObject({
        main: 'index.cjs',
        engines: { node: '24' },
        scripts: { 'gcp-build': 'node warm.cjs' },
      });
    },
  );

  it.each(verbs.filter((verb) => !['plan', 'publish', 'train'].includes(verb)))(
    '%s carries no client library',
    (verb) => {
      const { sources } = JSON.parse(readFileSync(`${folder}/${verb}/code.js.map`, 'utf8')) as { sources: string[] };
      expect(sources.filter((source) => /node_modules\/(@google-cloud|google-|@grpc|@duckdb)/.test(source))).toEqual(
        [],
      );
    },
  );

  it('starts serve under the framework: reads are answered here, malformed writes reach nobody', async () => {
    using serve = await started('serve');
    const health = await fetch(`${serve.url}/health`);
    expect([health.status, await health.json()]).toEqual([200, { status: 'ok' }]);
    expect((await fetch(`${serve.url}/openapi.json`)).status).toBe(200);
    expect((await fetch(`${serve.url}/v1/users/ada`)).status).toBe(401);
    const write = await fetch(`${serve.url}/v1/listens`, { method: 'POST', body: '{' });
    expect(write.status).toBe(503);
  });

  it.each(verbs)('%s reads what sends telemetry only when it is asked to', (verb) => {
    const { sources } = JSON.parse(readFileSync(`${folder}/${verb}/code.js.map`, 'utf8')) as { sources: string[] };
    expect(sources.filter((source) => source.includes('adapters/opentelemetry'))).toEqual([]);
  });

  it('sends telemetry of a bundle where it is told to', async () => {
    const paths: string[] = [];
    const collector = createServer((request, response) => {
      paths.push(request.url ?? '');
      request.resume().once('end', () => response.end('{}'));
    });
    const port = await freePort();
    await new Promise<void>((resolve) => collector.listen(port, '127.0.0.1', resolve));
    using serve = await started('serve', { OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${port}` });
    await fetch(`${serve.url}/health`);
    await eventually(async () => expect(paths).toContain('/v1/traces'));
    collector.closeAllConnections();
    collector.close();
  });

  it('starts ingest under the framework: malformed JSON is a problem', async () => {
    using ingest = await started('ingest');
    const answer = await fetch(`${ingest.url}/v1/listens`, { method: 'POST', body: '{' });
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
    expect(answer.status).toBe(401);
  });

  it('keeps compiled code that the next start takes, and starts all the same when it cannot take it', async () => {
    await warm(`${folder}/watch`);
    expect(rejected('watch')).toBe('false');
    writeFileSync(`${folder}/watch/code.cache`, 'of another Node');
    expect(rejected('watch')).toBe('true');
    rmSync(`${folder}/watch/code.cache`);
    expect(rejected('watch')).toBe('undefined');
  });

  it.each(['learn', 'publish', 'assemble', 'forget', 'deliver'])(
    'starts %s under the framework: it leaves what it cannot read',
    async (verb) => {
      using running = await started(verb);
      expect((await fetch(running.url, { method: 'POST', body: '{}' })).status).toBe(500);
      expect(running.child.exitCode).toBeNull();
    },
  );

  it.each(['train', 'plan', 'watch', 'collect'])('starts %s under the framework', async (verb) => {
    using running = await started(verb);
    expect((await fetch(`${running.url}/robots.txt`)).status).toBe(404);
  });
});
