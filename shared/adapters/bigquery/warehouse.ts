/** The warehouse in the cloud through the official client, for workers: statements run as they are, as jobs. */
import { once } from 'node:events';
import { Readable } from 'node:stream';
import { BigQuery, type BigQueryOptions, type Job } from '@google-cloud/bigquery';
import { type Dataset, destination, explainError, jobSettings, queryJob } from '#shared/adapters/bigquery/jobs.ts';
import { jsonLinesOf, type QueryAnswer, rowsFrom } from '#shared/adapters/bigquery/values.ts';
import type { Parameters, Statement, Warehouse } from '#shared/ports/warehouse.ts';
import { checkStatement, deletes, selects } from '#shared/sql/engine/check-statement.ts';

export type BigQueryWarehouseOptions = Dataset & {
  /** Another endpoint than Google's, with the client that authorises requests to it. */
  readonly endpoint?: { readonly origin: string; readonly authClient: NonNullable<BigQueryOptions['authClient']> };
};

export type BigQueryWarehouse = Warehouse & {
  /** Bytes the statement would read, which is what it costs. Runs nothing. */
  bytesRead(statement: Statement, parameters: Parameters): Promise<number>;
};

const pageRowsDefault = 10_000;

export function createBigQueryWarehouse({ endpoint, ...dataset }: BigQueryWarehouseOptions): BigQueryWarehouse {
  const { projectId, datasetId, location } = dataset;
  const bigquery = new BigQuery({
    projectId,
    location,
    ...(endpoint === undefined ? {} : { apiEndpoint: endpoint.origin, authClient: endpoint.authClient }),
  });

  const start = async (
    statement: Statement,
    parameters: Parameters,
    more: object = {},
    dryRun = false,
  ): Promise<Job> => {
    const query = { ...queryJob(dataset, statement, parameters), ...more };
    const [job] = await bigquery.createJob({ configuration: { query, ...jobSettings(statement), dryRun }, location });
    return job;
  };
  const naming = <R>(statement: Statement, work: () => Promise<R>): Promise<R> =>
    work().catch((cause) => {
      throw explainError(statement, cause);
    });

  return {
    pages: <R>(statement: Statement, parameters: Parameters, pageRows = pageRowsDefault) => {
      checkStatement(statement, parameters, selects);
      return pagesOf<R>(statement, () => start(statement, parameters), pageRows);
    },

    materialise: (statement, parameters, to) =>
      naming(statement, async () => {
        checkStatement(statement, parameters, selects);
        await endOf(await start(statement, parameters, destination(dataset, to)));
      }),

    remove: (statement, parameters) =>
      naming(statement, async () => {
        checkStatement(statement, parameters, deletes);
        const { numDmlAffectedRows } = await endOf(await start(statement, parameters));
        return Number(numDmlAffectedRows ?? 0);
      }),

    load: async (table, rows, disposition = 'append') => {
      if (rows.length === 0 && disposition === 'append') return;
      const lines = [...jsonLinesOf(table, rows)];
      const { createDisposition, writeDisposition } = destination(dataset, { table, disposition });
      const format = { sourceFormat: 'NEWLINE_DELIMITED_JSON', createDisposition, writeDisposition };
      const stream = bigquery.dataset(datasetId).table(table).createWriteStream(format);
      try {
        Readable.from(lines).pipe(stream);
        await once(stream, 'complete');
      } catch (cause) {
        throw new Error(`Cannot load "${table}": ${(cause as Error).message}`, { cause });
      }
    },

    bytesRead: (statement, parameters) =>
      naming(statement, async () => {
        checkStatement(statement, parameters, [...selects, ...deletes]);
        const { metadata } = await start(statement, parameters, {}, true);
        return Number(metadata.statistics.totalBytesProcessed);
      }),
  };
}

/** One page of a job's result; waits for the job, which may take several requests of ten seconds each. */
async function resultOf(
  job: Job,
  page: { readonly maxResults: number; readonly pageToken?: string },
): Promise<QueryAnswer> {
  for (;;) {
    const [, , answer] = await job.getQueryResults({ ...page, autoPaginate: false, skipParsing: true });
    if ((answer as QueryAnswer).jobComplete !== false) return answer as QueryAnswer;
  }
}

const endOf = (job: Job): Promise<QueryAnswer> => resultOf(job, { maxResults: 0 });

async function* pagesOf<R>(
  statement: Statement,
  begin: () => Promise<Job>,
  maxResults: number,
): AsyncGenerator<readonly R[]> {
  try {
    const job = await begin();
    let pageToken: string | undefined;
    do {
      const answer: QueryAnswer = await resultOf(job, {
        maxResults,
        ...(pageToken === undefined ? {} : { pageToken }),
      });
      const rows = rowsFrom<R>(answer.schema ?? {}, answer.rows ?? []);
      if (rows.length > 0) yield rows;
      pageToken = answer.pageToken;
    } while (pageToken !== undefined);
  } catch (cause) {
    throw explainError(statement, cause);
  }
}
