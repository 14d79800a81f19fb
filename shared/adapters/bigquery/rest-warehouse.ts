/** The warehouse in the cloud over plain REST: for functions that seldom ask it and must start without its client. */
import type { Dataset } from '#shared/adapters/bigquery/jobs.ts';
import { createJobWarehouse } from '#shared/adapters/bigquery/statements.ts';
import type { Rest } from '#shared/adapters/google/rest.ts';
import type { Warehouse } from '#shared/ports/warehouse.ts';

export type BigQueryRestOptions = Dataset & { readonly rest: Rest };

export function createBigQueryRestWarehouse({ rest, ...dataset }: BigQueryRestOptions): Warehouse {
  const project = `/bigquery/v2/projects/${dataset.projectId}`;
  const calls = {
    post: (path: string, body: object) => rest.post(`${project}${path}`, body),
    get: (path: string, waitMs?: number) => rest.get(`${project}${path}`, waitMs),
    upload: (body: string, type: string) => rest.post(`/upload${project}/jobs?uploadType=multipart`, body, type),
  };
  return createJobWarehouse(calls, dataset);
}
