/** BigQuery through the official client, for workers whose trade it is. */
import { OAuth2Client } from 'google-auth-library';
import { createBigQueryWarehouse } from '#shared/adapters/bigquery/warehouse.ts';
import type { CloudConfig } from '#shared/edge/cloud/config.ts';
import { withSpans } from '#shared/edge/telemetry.ts';
import type { Warehouse } from '#shared/ports/warehouse.ts';

export function workerWarehouse({ projectId, datasetId, region, emulators }: CloudConfig): Warehouse {
  const place = { projectId, datasetId, location: region };
  return withSpans(
    emulators.bigquery === undefined
      ? createBigQueryWarehouse(place)
      : createBigQueryWarehouse({ ...place, endpoint: { origin: emulators.bigquery, authClient: fixedToken() } }),
  );
}

/** Real credentials are never sent to what only stands in for Google. */
function fixedToken(): OAuth2Client {
  const client = new OAuth2Client();
  client.setCredentials({ access_token: 'emulator', expiry_date: Number.MAX_SAFE_INTEGER });
  return client;
}
