/** The warehouse in the cloud: statements run as they are, as jobs, in the dataset of the deployment. */
import { once } from 'node:events';
import { Readable } from 'node:stream';
import { BigQuery, type BigQueryOptions, type Job } from '@google-cloud/bigquery';
import {
  linesOf,
  queryParameters,
  type ResultRow,
  type ResultSchema,
  rowsFrom,
} from '#shared/adapters/bigquery/values.ts';
import type { Parameters, Statement, Warehouse } from '#shared/ports/warehouse.ts';
import type { TableName } from '#shared/schemas/tables.ts';
import { checkStatement, deletes, selects } from '#shared/sql/check-statement.ts';

export type BigQueryWarehouseOptions = {
  readonly projectId: string;
  readonly datasetId: string;
  /** Where the dataset lives, for example "europe-west1": jobs run there. */
  readonly location: string;
  /** Another endpoint than Google's, with the client that authorises requests to it. */
  readonly endpoint?: { readonly origin: string; readonly authClient: NonNullable<BigQueryOptions['authClient']> };
};

export type BigQueryWarehouse = Warehouse & {
  /** Bytes the statement would read, which is what it costs. Runs nothing. */
  bytesRead(statement: Statement, parameters: Parameters): Promise<number>;
};

const pageRowsDefault = 10_000;
/** BigQuery ends a job by itself before the function that waits for it would be ended. */
const jobTimeoutMs = 25 * 60_000;

/** Tables are there already: Terraform makes them. A table keeps its schema and layout when its rows are replaced. */
const dispositions = { replace: 'WRITE_TRUNCATE_DATA', append: 'WRITE_APPEND' } as const;

export function createBigQueryWarehouse(options: BigQueryWarehouseOptions): BigQueryWarehouse {
  const { projectId, datasetId, location, endpoint } = options;
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
    const [job] = await bigquery.createJob({
      configuration: {
        query: {
          query: statement.text,
          useLegacySql: false,
          parameterMode: 'NAMED',
          queryParameters: queryParameters(parameters),
          defaultDataset: { projectId, datasetId },
          ...more,
        },
        labels: { statement: statement.name.replaceAll(/[^a-z0-9_-]/g, '_').slice(0, 63) },
        jobTimeoutMs: String(jobTimeoutMs),
        dryRun,
      },
      location,
    });
    return job;
  };

  return {
    pages: <R>(statement: Statement, parameters: Parameters, pageRows = pageRowsDefault) => {
      checkStatement(statement, parameters, selects);
      return explainedPages(
        statement,
        pagesOf<R>(() => start(statement, parameters), pageRows),
      );
    },

    materialise: (statement, parameters, { table, disposition }) =>
      explained(statement, async () => {
        checkStatement(statement, parameters, selects);
        const job = await start(statement, parameters, {
          destinationTable: { projectId, datasetId, tableId: table },
          createDisposition: 'CREATE_NEVER',
          writeDisposition: dispositions[disposition],
        });
        await endOf(job);
      }),

    remove: (statement, parameters) =>
      explained(statement, async () => {
        checkStatement(statement, parameters, deletes);
        const { numDmlAffectedRows } = await endOf(await start(statement, parameters));
        return Number(numDmlAffectedRows ?? 0);
      }),

    load: async (table, rows, disposition = 'append') => {
      if (rows.length === 0 && disposition === 'append') return;
      const lines = [...linesOf(table, rows)];
      await upload(bigquery, { datasetId, table, lines, writeDisposition: dispositions[disposition] });
    },

    bytesRead: (statement, parameters) =>
      explained(statement, async () => {
        checkStatement(statement, parameters, [...selects, ...deletes]);
        const { metadata } = await start(statement, parameters, {}, true);
        return Number(metadata.statistics.totalBytesProcessed);
      }),
  };
}

type Answer = {
  readonly jobComplete?: boolean;
  readonly pageToken?: string;
  readonly schema?: ResultSchema;
  readonly rows?: readonly ResultRow[];
  readonly numDmlAffectedRows?: string;
};

/** One page of a job's result; waits for the job, which may take several requests of ten seconds each. */
async function resultOf(job: Job, page: { readonly maxResults: number; readonly pageToken?: string }): Promise<Answer> {
  for (;;) {
    const [, , answer] = await job.getQueryResults({ ...page, autoPaginate: false, skipParsing: true });
    if ((answer as Answer).jobComplete !== false) return answer as Answer;
  }
}

const endOf = (job: Job): Promise<Answer> => resultOf(job, { maxResults: 0 });

async function* pagesOf<R>(begin: () => Promise<Job>, maxResults: number): AsyncGenerator<readonly R[]> {
  const job = await begin();
  let pageToken: string | undefined;
  do {
    const answer: Answer = await resultOf(job, { maxResults, ...(pageToken === undefined ? {} : { pageToken }) });
    const rows = rowsFrom<R>(answer.schema ?? {}, answer.rows ?? []);
    if (rows.length > 0) yield rows;
    pageToken = answer.pageToken;
  } while (pageToken !== undefined);
}

type Upload = {
  readonly datasetId: string;
  readonly table: TableName;
  readonly lines: readonly string[];
  readonly writeDisposition: string;
};

/** One load job: all rows or none. */
async function upload(bigquery: BigQuery, { datasetId, table, lines, writeDisposition }: Upload): Promise<void> {
  const target = bigquery.dataset(datasetId).table(table);
  const stream = target.createWriteStream({
    sourceFormat: 'NEWLINE_DELIMITED_JSON',
    createDisposition: 'CREATE_NEVER',
    writeDisposition,
  });
  try {
    Readable.from(lines).pipe(stream);
    await once(stream, 'complete');
  } catch (cause) {
    throw new Error(`Cannot load "${table}": ${(cause as Error).message}`, { cause });
  }
}

async function explained<R>({ name }: Statement, work: () => Promise<R>): Promise<R> {
  try {
    return await work();
  } catch (cause) {
    throw explain(name, cause);
  }
}

async function* explainedPages<R>({ name }: Statement, pages: AsyncIterable<R>): AsyncGenerator<R> {
  try {
    yield* pages;
  } catch (cause) {
    throw explain(name, cause);
  }
}

function explain(name: string, cause: unknown): Error {
  const message = cause instanceof Error ? cause.message : String(cause);
  return message.startsWith('Cannot run') ? (cause as Error) : new Error(`Cannot run "${name}": ${message}`, { cause });
}
