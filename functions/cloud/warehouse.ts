/** BigQuery, loaded with its client when it is first asked: most calls of most verbs never do. */
import type { BigQueryWarehouseOptions } from '#shared/adapters/bigquery/warehouse.ts';
import type { CloudConfig } from '#shared/edge/cloud/config.ts';
import type { Warehouse } from '#shared/ports/warehouse.ts';

export function lazyWarehouse(config: CloudConfig): Warehouse {
  let opened: Promise<Warehouse> | undefined;
  const open = (): Promise<Warehouse> => {
    opened ??= openWarehouse(config);
    return opened;
  };
  return {
    pages: async function* <R>(...asked: Parameters<Warehouse['pages']>) {
      yield* (await open()).pages<R>(...asked);
    },
    materialise: async (...asked) => (await open()).materialise(...asked),
    remove: async (...asked) => (await open()).remove(...asked),
    load: async (...asked) => (await open()).load(...asked),
  };
}

async function openWarehouse({ projectId, datasetId, region, emulators }: CloudConfig): Promise<Warehouse> {
  const { createBigQueryWarehouse } = await import('#shared/adapters/bigquery/warehouse.ts');
  const place = { projectId, datasetId, location: region };
  if (emulators.bigquery === undefined) return createBigQueryWarehouse(place);
  return createBigQueryWarehouse({ ...place, endpoint: await emulated(emulators.bigquery) });
}

/** A fixed token, so that real credentials are never sent to what only stands in for Google. */
async function emulated(host: string): Promise<NonNullable<BigQueryWarehouseOptions['endpoint']>> {
  const { OAuth2Client } = await import('google-auth-library');
  const authClient = new OAuth2Client();
  authClient.setCredentials({ access_token: 'emulator', expiry_date: Number.MAX_SAFE_INTEGER });
  return { origin: host, authClient };
}
