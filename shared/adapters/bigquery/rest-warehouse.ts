/** The warehouse in the cloud over plain REST: for functions that seldom ask it and must start without its client. */
import { randomUUID } from 'node:crypto';
import { type Dataset, destination, explainError, jobSettings, queryJob } from '#shared/adapters/bigquery/jobs.ts';
import { jsonLinesOf, type QueryAnswer, rowsFrom } from '#shared/adapters/bigquery/values.ts';
import { type Rest, RestError } from '#shared/adapters/google/rest.ts';
import type { Parameters, Statement, Warehouse } from '#shared/ports/warehouse.ts';
import { checkStatement, deletes, selects } from '#shared/sql/engine/check-statement.ts';

export type BigQueryRestOptions = Dataset & { readonly rest: Rest };

const pageRowsDefault = 10_000;

export function createBigQueryRestWarehouse({ rest, ...dataset }: BigQueryRestOptions): Warehouse {
  const { projectId, location } = dataset;
  const jobs = `projects/${projectId}/jobs`;

  /** Inserts a job under a name of our own: when the answer was lost, asking again finds it there. */
  const insert = async (path: string, body: (jobReference: object) => [unknown, string?]): Promise<string> => {
    const jobId = randomUUID();
    try {
      await rest.post(path, ...body({ projectId, jobId, location }));
    } catch (error) {
      if (!(error instanceof RestError && error.status === 409)) throw error;
    }
    return jobId;
  };
  const start = (statement: Statement, parameters: Parameters, more: object = {}): Promise<string> => {
    const query = { ...queryJob(dataset, statement, parameters), ...more };
    const configuration = { query, ...jobSettings(statement) };
    return insert(`/bigquery/v2/${jobs}`, (jobReference) => [{ jobReference, configuration }]);
  };

  /** One page of a result; each request waits ten seconds for the job to end. */
  const resultOf = async (jobId: string, page: Readonly<Record<string, string>>): Promise<QueryAnswer> => {
    const asked = new URLSearchParams({ location, 'formatOptions.useInt64Timestamp': 'true', ...page });
    for (;;) {
      const answer = (await rest.get(`/bigquery/v2/projects/${projectId}/queries/${jobId}?${asked}`)) as QueryAnswer;
      if (answer.jobComplete !== false) return answer;
    }
  };
  const endOf = (jobId: string): Promise<QueryAnswer> => resultOf(jobId, { maxResults: '0' });

  const pagesOf = async function* <R>(statement: Statement, parameters: Parameters, pageRows: number) {
    try {
      const jobId = await start(statement, parameters);
      let next: Readonly<Record<string, string>> | undefined = {};
      while (next !== undefined) {
        const answer: QueryAnswer = await resultOf(jobId, { maxResults: String(pageRows), ...next });
        const rows = rowsFrom<R>(answer.schema ?? {}, answer.rows ?? []);
        if (rows.length > 0) yield rows;
        next = answer.pageToken === undefined ? undefined : { pageToken: answer.pageToken };
      }
    } catch (cause) {
      throw explainError(statement, cause);
    }
  };

  return {
    pages: <R>(statement: Statement, parameters: Parameters, pageRows = pageRowsDefault) => {
      checkStatement(statement, parameters, selects);
      return pagesOf<R>(statement, parameters, pageRows);
    },

    materialise: async (statement, parameters, to) => {
      checkStatement(statement, parameters, selects);
      try {
        await endOf(await start(statement, parameters, destination(dataset, to)));
      } catch (cause) {
        throw explainError(statement, cause);
      }
    },

    remove: async (statement, parameters) => {
      checkStatement(statement, parameters, deletes);
      try {
        return Number((await endOf(await start(statement, parameters))).numDmlAffectedRows ?? 0);
      } catch (cause) {
        throw explainError(statement, cause);
      }
    },

    load: async (table, rows, disposition = 'append') => {
      if (rows.length === 0 && disposition === 'append') return;
      const lines = [...jsonLinesOf(table, rows)].join('');
      const load = { sourceFormat: 'NEWLINE_DELIMITED_JSON', ...destination(dataset, { table, disposition }) };
      try {
        const jobId = await insert(`/upload/bigquery/v2/${jobs}?uploadType=multipart`, (jobReference) =>
          multipart({ jobReference, configuration: { load } }, lines),
        );
        await loaded(rest, `/bigquery/v2/${jobs}/${jobId}?location=${location}`);
      } catch (cause) {
        throw new Error(`Cannot load "${table}": ${(cause as Error).message}`, { cause });
      }
    },
  };
}

/** The body of a multipart/related upload and its type. */
function multipart(metadata: object, data: string): [string, string] {
  const boundary = randomUUID();
  const part = (type: string, text: string) => `--${boundary}\r\ncontent-type: ${type}\r\n\r\n${text}\r\n`;
  const parts = part('application/json', JSON.stringify(metadata)) + part('application/octet-stream', data);
  return [`${parts}--${boundary}--\r\n`, `multipart/related; boundary=${boundary}`];
}

type Status = { readonly state: string; readonly errorResult?: { readonly message: string } };

const pollEveryMs = 500;

/** Waits until a load job has ended; BigQuery ends one that takes too long. */
async function loaded(rest: Rest, path: string): Promise<void> {
  for (;;) {
    const { status } = (await rest.get(path)) as { readonly status: Status };
    if (status.errorResult !== undefined) throw new Error(status.errorResult.message);
    if (status.state === 'DONE') return;
    await new Promise((resolve) => setTimeout(resolve, pollEveryMs));
  }
}
