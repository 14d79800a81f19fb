/**
 * Telemetry through OpenTelemetry's SDK, sent as OTLP over HTTP. Where to, and with which headers, is said by the standard
 * variables: OTEL_EXPORTER_OTLP_ENDPOINT, OTEL_EXPORTER_OTLP_HEADERS and their kin.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import { type Context, type Histogram, ROOT_CONTEXT, SpanKind, SpanStatusCode, trace } from '@opentelemetry/api';
import { OTLPMetricExporter } from '@opentelemetry/exporter-metrics-otlp-http';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { MeterProvider, PeriodicExportingMetricReader } from '@opentelemetry/sdk-metrics';
import { AlwaysOnSampler, BatchSpanProcessor, ParentBasedSampler, TracerProvider } from '@opentelemetry/sdk-trace';
import { type Attributes, httpStatus, type Telemetry } from '#shared/ports/telemetry.ts';
import { type Signal, type SignalName, signals } from '#shared/schemas/signals.ts';

export type TelemetryOptions = {
  readonly service: string;
  readonly version: string;
  /** More of what sends it. */
  readonly attributes?: Attributes;
  /** Asked before everything that is sent, for credentials that run out. */
  readonly headers?: () => Promise<Record<string, string>>;
  /** Whether metrics are sent too. */
  readonly metrics: boolean;
};

/** What waits is sent this often. */
const spansEveryMs = 1_000;
const metricsEveryMs = 60_000;
/** Where histograms of seconds are cut: the bounds of the objectives among them. */
const secondsBounds = [1, 2, 5, 10, 30, 60, 300, 900, 1_800, 3_600, 7_200, 14_400, 43_200, 86_400, 129_600];

export function createTelemetry({ service, version, attributes, headers, metrics }: TelemetryOptions): Telemetry {
  const resource = resourceFromAttributes({ 'service.name': service, 'service.version': version, ...attributes });
  const sender = headers === undefined ? {} : { headers };
  const exporter = new OTLPTraceExporter(sender);
  const tracers = new TracerProvider({
    resource,
    // The caller decides whether the trace is kept; what begins here is.
    sampler: new ParentBasedSampler({ root: new AlwaysOnSampler() }),
    spanProcessors: [new BatchSpanProcessor({ exporter, scheduledDelayMillis: spansEveryMs })],
  });
  const meters = new MeterProvider({ resource, readers: metrics ? [periodic(new OTLPMetricExporter(sender))] : [] });
  const tracer = tracers.getTracer('segue', version);
  const contexts = new AsyncLocalStorage<Context>();
  const instruments = instrumentsOf(meters);

  return {
    span: async ({ name, attributes = {}, traceparent, outcome }, work) => {
      const outer = contexts.getStore();
      const parent = outer ?? remoteContext(traceparent);
      const kind = outer === undefined ? SpanKind.SERVER : SpanKind.INTERNAL;
      const span = tracer.startSpan(name, { kind, attributes }, parent);
      try {
        const result = await contexts.run(trace.setSpan(parent, span), work);
        const seen = outcome?.(result) ?? {};
        span.setAttributes(seen);
        if (Number(seen[httpStatus]) >= 500) span.setStatus({ code: SpanStatusCode.ERROR });
        return result;
      } catch (error) {
        // The message of an error may name a user; its kind does not.
        span.setStatus({ code: SpanStatusCode.ERROR });
        span.setAttribute('error.type', error instanceof Error ? error.name : typeof error);
        throw error;
      } finally {
        span.end();
      }
    },
    record: (signal, value, labels) => instruments(signal)(value, labels),
    flush: async () => {
      await Promise.allSettled([tracers.forceFlush(), meters.forceFlush()]);
    },
  };
}

const periodic = (exporter: OTLPMetricExporter): PeriodicExportingMetricReader =>
  new PeriodicExportingMetricReader({ exporter, exportIntervalMillis: metricsEveryMs });

type Recorder = (value: number, labels: Attributes) => void;

/** What counts lines is a counter; what measures a number of theirs is a histogram. */
function instrumentsOf(meters: MeterProvider): (signal: SignalName) => Recorder {
  const meter = meters.getMeter('segue');
  const made = new Map<SignalName, Recorder>();
  const make = (name: SignalName): Recorder => {
    const { verb, field, unit, means: description }: Signal = signals[name];
    const metric = `segue.${verb}.${name}`;
    if (field === undefined) {
      const counter = meter.createCounter(metric, { unit, description });
      return (value, labels) => counter.add(value, labels);
    }
    const advice = unit === 's' ? { explicitBucketBoundaries: secondsBounds } : {};
    const histogram: Histogram = meter.createHistogram(metric, { unit, description, advice });
    return (value, labels) => histogram.record(value, labels);
  };
  return (name) => {
    const record = made.get(name) ?? make(name);
    made.set(name, record);
    return record;
  };
}

/** W3C Trace Context, level 1: version, trace, parent and flags. What is not that begins a trace of its own. */
function remoteContext(traceparent: string | undefined): Context {
  const [, traceId, spanId, flags] = /^00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})$/.exec(traceparent ?? '') ?? [];
  if (traceId === undefined || spanId === undefined || flags === undefined) return ROOT_CONTEXT;
  const traceFlags = Number.parseInt(flags, 16);
  return trace.setSpanContext(ROOT_CONTEXT, { traceId, spanId, traceFlags, isRemote: true });
}
