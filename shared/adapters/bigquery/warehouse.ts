/** The warehouse in the cloud through the official client, for workers whose trade it is. */
import { BigQuery, type BigQueryOptions } from '@google-cloud/bigquery';
import type { BigQueryCalls } from '#shared/adapters/bigquery/job-runner.ts';
import { type Dataset, explainError, jobSettings, queryJob } from '#shared/adapters/bigquery/jobs.ts';
import { createJobWarehouse } from '#shared/adapters/bigquery/statements.ts';
import { backoff } from '#shared/adapters/google/backoff.ts';
import type { Statement, Parameters as StatementParameters, Warehouse } from '#shared/ports/warehouse.ts';
import { checkStatement, deletes, selects } from '#shared/sql/engine/check-statement.ts';

export type BigQueryWarehouseOptions = Dataset & {
  /** Another endpoint than Google's, with the client that authorises requests to it. */
  readonly endpoint?: { readonly origin: string; readonly authClient: NonNullable<BigQueryOptions['authClient']> };
};

export type BigQueryWarehouse = Warehouse & {
  /** Bytes the statement would read, which is what it costs. Runs nothing. */
  bytesRead(statement: Statement, parameters: StatementParameters): Promise<number>;
};

export function createBigQueryWarehouse({ endpoint, ...dataset }: BigQueryWarehouseOptions): BigQueryWarehouse {
  const { projectId, location } = dataset;
  const bigquery = new BigQuery({
    projectId,
    location,
    ...(endpoint === undefined ? {} : { apiEndpoint: endpoint.origin, authClient: endpoint.authClient }),
  });
  const calls = callsOf(bigquery);

  return {
    ...createJobWarehouse(calls, dataset),

    bytesRead: async (statement, parameters) => {
      try {
        checkStatement(statement, parameters, [...selects, ...deletes]);
        const query = queryJob(dataset, statement, parameters);
        const configuration = { query, ...jobSettings(statement.name), dryRun: true };
        const { statistics } = (await calls.post('/jobs', {
          jobReference: { projectId, location },
          configuration,
        })) as {
          readonly statistics: { readonly totalBytesProcessed: string };
        };
        return Number(statistics.totalBytesProcessed);
      } catch (cause) {
        throw explainError(statement, cause);
      }
    },
  };
}

const attemptsMax = 4;

/** Requests of the client's own, which authorises them and tries again what passes. */
function callsOf(bigquery: BigQuery): BigQueryCalls {
  const once = (options: Parameters<BigQuery['request']>[0]): Promise<unknown> =>
    new Promise((resolve, reject) => {
      bigquery.request(options, (error, answer) => (error === null ? resolve(answer) : reject(error)));
    });
  // The client goes by the status alone, and so not by this reason, which comes with 403.
  const request: typeof once = async (options) => {
    for (let attempts = 1; ; attempts++) {
      try {
        return await once({ ...options });
      } catch (error) {
        const { errors } = error as { readonly errors?: readonly { readonly reason: string }[] };
        if (attempts === attemptsMax || errors?.[0]?.reason !== 'rateLimitExceeded') throw error;
        await backoff(attempts);
      }
    }
  };
  const uploads = `${bigquery.apiEndpoint}/upload/bigquery/v2/projects/${bigquery.projectId}/jobs?uploadType=multipart`;
  /** The client escapes what stands in a path, question marks included. */
  const asked = (path: string) => {
    const { pathname, searchParams } = new URL(path, bigquery.apiEndpoint);
    return { uri: pathname, qs: Object.fromEntries(searchParams) };
  };
  return {
    post: (path, json) => request({ method: 'POST', ...asked(path), json }),
    get: (path) => request(asked(path)),
    upload: async (body, type) => {
      const answer = await request({ method: 'POST', uri: uploads, body, headers: { 'content-type': type } });
      return typeof answer === 'string' ? JSON.parse(answer) : answer;
    },
  };
}
