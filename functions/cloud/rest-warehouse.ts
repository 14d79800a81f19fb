/** BigQuery over REST, for verbs that ask it now and then. */
import { restTo } from '#functions/cloud/rest-to.ts';
import { createBigQueryRestWarehouse } from '#shared/adapters/bigquery/rest-warehouse.ts';
import type { CloudConfig } from '#shared/edge/cloud/config.ts';
import { withSpans } from '#shared/edge/telemetry.ts';
import type { Warehouse } from '#shared/ports/warehouse.ts';

export function restWarehouse({ projectId, datasetId, region, emulators }: CloudConfig): Warehouse {
  const rest = restTo('bigquery', emulators.bigquery);
  return withSpans(createBigQueryRestWarehouse({ rest, projectId, datasetId, location: region }));
}
