/** Telemetry against a collector on this machine, which takes OTLP as it comes: what is sent, and what never is. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startTelemetry } from '#functions/observability/telemetry.ts';
import { createLog } from '#shared/edge/log.ts';
import { collectWith, inSpan } from '#shared/edge/telemetry.ts';
import type { Telemetry } from '#shared/ports/telemetry.ts';
import { hourlyListens, openTestHome } from '#test/support/home.ts';

type Received = { readonly path: string; readonly headers: Record<string, unknown>; readonly text: string };

const received: Received[] = [];
const collector = createServer((request, response) => {
  let text = '';
  request.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk;
  });
  request.on('end', () => {
    received.push({ path: request.url ?? '', headers: request.headers, text });
    response.writeHead(200, { 'content-type': 'application/json' }).end('{}');
  });
});

let telemetry: Telemetry | undefined;
beforeEach(async () => {
  received.length = 0;
  await new Promise<void>((resolve) => collector.listen(0, '127.0.0.1', resolve));
  process.env.OTEL_EXPORTER_OTLP_ENDPOINT = `http://127.0.0.1:${(collector.address() as AddressInfo).port}`;
});
afterEach(async () => {
  await telemetry?.flush();
  collectWith(undefined);
  delete process.env.OTEL_EXPORTER_OTLP_ENDPOINT;
  delete process.env.OTEL_METRICS_EXPORTER;
  collector.closeAllConnections();
  await new Promise((resolve) => collector.close(resolve));
});

async function start(headers?: () => Promise<Record<string, string>>): Promise<void> {
  telemetry = await startTelemetry({ service: 'segue', version: 'test', ...(headers && { headers }) });
}

type Attribute = { readonly key: string; readonly value: Record<string, unknown> };
type Span = {
  readonly name: string;
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly attributes: readonly Attribute[];
  readonly status: { readonly code?: number; readonly message?: string };
};

async function sent(path: string): Promise<any[]> {
  await telemetry?.flush();
  return received.filter((each) => each.path === path).map(({ text }) => JSON.parse(text));
}

async function spans(): Promise<Span[]> {
  const bodies = await sent('/v1/traces');
  return bodies.flatMap(({ resourceSpans }) =>
    resourceSpans.flatMap(({ scopeSpans }: any) => scopeSpans.flatMap((scope: any) => scope.spans)),
  );
}

async function metrics(): Promise<any[]> {
  const bodies = await sent('/v1/metrics');
  return bodies.flatMap(({ resourceMetrics }) =>
    resourceMetrics.flatMap(({ scopeMetrics }: any) => scopeMetrics.flatMap((scope: any) => scope.metrics)),
  );
}

describe('startTelemetry', () => {
  it('does nothing without an endpoint', async () => {
    delete process.env.OTEL_EXPORTER_OTLP_ENDPOINT;
    await start();
    expect(telemetry).toBeUndefined();
    expect(
      await inSpan(
        () => expect.unreachable('nobody asks what it is'),
        async () => 'worked',
      ),
    ).toBe('worked');
    expect(received).toEqual([]);
  });

  it('sends a request as a span of its caller’s trace, and what it waited for as spans below it', async () => {
    await start();
    await using opened = await openTestHome();
    await opened.user('ada-the-listener');
    await opened.call('POST', '/v1/listens', { listens: hourlyListens('ada-the-listener', ['song-of-hers']) });
    await opened.home.idle();
    const caller = { trace: '0af7651916cd43dd8448eb211c80319c', span: 'b7ad6b7169203331' };
    await opened.home.fetch(
      new Request('http://segue.test/v1/users/ada-the-listener/export', {
        headers: {
          authorization: 'Bearer b3c8a2f0-0000-4000-8000-0000000000ff',
          traceparent: `00-${caller.trace}-${caller.span}-01`,
        },
      }),
    );
    await opened.call('POST', '/v1/run/train');
    const found = await spans();
    const root = found.find(({ traceId }) => traceId === caller.trace);
    expect(root).toMatchObject({ name: 'GET /v1/users/:userId/export', parentSpanId: caller.span });
    expect(root?.attributes).toContainEqual({ key: 'http.response.status_code', value: { intValue: 200 } });
    const train = found.find(({ name }) => name === 'train');
    const post = found.find(({ name }) => name === 'POST /v1/run/:verb');
    expect([train?.parentSpanId, train?.traceId]).toEqual([post?.spanId, post?.traceId]);
    const days = found.find(({ name }) => name === 'warehouse checks/days');
    expect([days?.parentSpanId, days?.traceId]).toEqual([train?.spanId, train?.traceId]);
    expect(found.map(({ name }) => name)).toContain('consume learn');
  });

  it('names no user, item or token, not even when something fails', async () => {
    await start();
    await using opened = await openTestHome();
    await opened.user('ada-the-listener');
    await opened.call('GET', '/v1/users/ada-the-listener');
    await opened.call('GET', '/ada-the-listener');
    await inSpan(
      () => ({ name: 'fails' }),
      async () => {
        throw new RangeError('Cannot serve "ada-the-listener"');
      },
    ).catch(() => undefined);
    const found = await spans();
    expect(found.map(({ name }) => name)).toEqual(expect.arrayContaining(['GET /v1/users/:userId', 'GET unmatched']));
    const failed = found.find(({ name }) => name === 'fails');
    expect([failed?.status, failed?.attributes]).toEqual([
      { code: 2 },
      [{ key: 'error.type', value: { stringValue: 'RangeError' } }],
    ]);
    await metrics();
    expect(received.filter(({ text }) => /ada-the-listener|b3c8a2f0/.test(text))).toEqual([]);
  });

  it('makes the metrics of log lines that the cloud makes of them, also of lines too quiet to be written', async () => {
    await start();
    const lines: string[] = [];
    const log = createLog('ERROR', (line) => lines.push(line));
    for (const counted of [3, 4]) log('DEBUG', 'listens learned', { verb: 'learn', counted, lagSeconds: 45 });
    log('INFO', 'edition assembled', { verb: 'assemble', patch: 'daily-jams', latenessSeconds: 10 });
    log('INFO', 'stage watched', { verb: 'watch', stage: 'model age', state: 'ok', value: null });
    log('INFO', 'listens learned', { verb: 'somebody else', counted: 100 });
    expect(lines).toEqual([]);
    const found = new Map((await metrics()).map((metric) => [metric.name, metric]));
    expect(found.get('segue.learn.listens_learned').histogram.dataPoints).toMatchObject([{ count: 2, sum: 7 }]);
    const [lag] = found.get('segue.learn.learn_lag_seconds').histogram.dataPoints;
    expect(lag).toMatchObject({ count: 2, sum: 90 });
    expect(lag.explicitBounds).toContain(60);
    expect(found.get('segue.assemble.editions_assembled').sum.dataPoints).toMatchObject([
      { asDouble: 1, attributes: [{ key: 'patch', value: { stringValue: 'daily-jams' } }] },
    ]);
    expect(found.has('segue.watch.stage_value')).toBe(false);
    expect(found.get('segue.watch.stages_watched').sum.dataPoints).toHaveLength(1);
  });

  it('sends no metrics where they come from elsewhere, and credentials with everything', async () => {
    process.env.OTEL_METRICS_EXPORTER = 'none';
    await start(async () => ({ authorization: 'Bearer fresh' }));
    await inSpan(
      () => ({ name: 'work' }),
      async () => undefined,
    );
    createLog('ERROR')('INFO', 'model published', { verb: 'publish' });
    expect((await spans()).map(({ name }) => name)).toEqual(['work']);
    expect(await metrics()).toEqual([]);
    expect(received.map(({ headers }) => headers.authorization)).toEqual(['Bearer fresh']);
  });

  it('lets work go on when nobody takes what is sent', async () => {
    process.env.OTEL_EXPORTER_OTLP_ENDPOINT = 'http://127.0.0.1:1';
    await start();
    expect(
      await inSpan(
        () => ({ name: 'work' }),
        async () => 1,
      ),
    ).toBe(1);
  });
});
