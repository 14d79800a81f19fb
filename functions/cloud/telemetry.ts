/** Telemetry of a function: to Google's own collector with the function's credentials, or to another with none. */

import { accessToken } from '#functions/cloud/rest-to.ts';
import { startTelemetry } from '#functions/observability/telemetry.ts';
import type { CloudConfig } from '#shared/edge/cloud/config.ts';
import { createCloudLog } from '#shared/edge/cloud/trace.ts';

const google = /^https:\/\/([a-z0-9-]+\.)*googleapis\.com(\/|$)/;

/** Does not wait: a request that is faster than the SDK is not recorded. What is left is sent when the instance ends. */
export function collect({ projectId, codeVersion }: CloudConfig, verb: string): void {
  const ours = google.test(process.env.OTEL_EXPORTER_OTLP_ENDPOINT ?? '');
  const started = startTelemetry({
    service: `segue-${verb}`,
    version: codeVersion,
    ...(ours && {
      attributes: { 'gcp.project_id': projectId },
      headers: async () => ({ authorization: `Bearer ${await accessToken()}` }),
    }),
  }).catch((error: unknown) => {
    createCloudLog(projectId)('ERROR', 'telemetry not started', { verb, error: String(error) });
    return undefined;
  });
  process.once('SIGTERM', () => void started.then((telemetry) => telemetry?.flush()));
}
