/** Sends telemetry where OTEL_EXPORTER_OTLP_ENDPOINT says; without it nothing is loaded, measured or sent. */
import { collectWith } from '#shared/edge/telemetry.ts';
import type { Attributes, Telemetry } from '#shared/ports/telemetry.ts';

export type TelemetrySource = {
  readonly service: string;
  readonly version: string;
  readonly attributes?: Attributes;
  readonly headers?: () => Promise<Record<string, string>>;
};

/** Resolves when it is collected; metrics too, unless OTEL_METRICS_EXPORTER is "none". */
export async function startTelemetry(sender: TelemetrySource): Promise<Telemetry | undefined> {
  const { OTEL_EXPORTER_OTLP_ENDPOINT: endpoint = '', OTEL_METRICS_EXPORTER: exporter } = process.env;
  if (endpoint === '') return undefined;
  // The SDK is a tenth of the time of a cold start: only who wants it pays for it.
  const { createTelemetry } = await import('#shared/adapters/opentelemetry/telemetry.ts');
  const telemetry = createTelemetry({ ...sender, metrics: exporter !== 'none' });
  collectWith(telemetry);
  return telemetry;
}
