/** The warehouse in the cloud, whichever client speaks to BigQuery: statements run as they are, as jobs. */
import { randomUUID } from 'node:crypto';
import { type BigQueryCalls, createJobRunner, type JobRunner } from '#shared/adapters/bigquery/job-runner.ts';
import { type Dataset, destination, explainError, jobSettings, queryJob } from '#shared/adapters/bigquery/jobs.ts';
import { jsonLinesOf, rowsFrom } from '#shared/adapters/bigquery/values.ts';
import type { Parameters, Statement, Warehouse } from '#shared/ports/warehouse.ts';
import { checkStatement, deletes, selects } from '#shared/sql/engine/check-statement.ts';

const pageRowsDefault = 10_000;

export function createJobWarehouse(calls: BigQueryCalls, dataset: Dataset): Warehouse {
  return warehouseOver(createJobRunner(calls, dataset), calls, dataset);
}

function warehouseOver(runner: JobRunner, calls: BigQueryCalls, dataset: Dataset): Warehouse {
  const configurationOf = (statement: Statement, parameters: Parameters, more: object = {}) => ({
    query: { ...queryJob(dataset, statement, parameters), ...more },
    ...jobSettings(statement.name),
  });
  const naming = <R>(statement: Statement, work: () => Promise<R>): Promise<R> =>
    work().catch((cause) => {
      throw explainError(statement, cause);
    });

  const pagesOf = async function* <R>(statement: Statement, parameters: Parameters, pageRows: number) {
    try {
      const jobId = await runner.read(configurationOf(statement, parameters));
      let next: Readonly<Record<string, string>> | undefined = {};
      while (next !== undefined) {
        const page = { maxResults: String(pageRows), ...next };
        const { schema = {}, rows: found = [], pageToken } = await runner.resultOf(jobId, page);
        const rows = rowsFrom<R>(schema, found);
        if (rows.length > 0) yield rows;
        next = pageToken === undefined ? undefined : { pageToken };
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

    materialise: (statement, parameters, to) =>
      naming(statement, async () => {
        checkStatement(statement, parameters, selects);
        await runner.write({ configuration: configurationOf(statement, parameters, destination(dataset, to)) });
      }),

    remove: (statement, parameters) =>
      naming(statement, async () => {
        checkStatement(statement, parameters, deletes);
        const jobId = await runner.write({ configuration: configurationOf(statement, parameters) });
        return Number((await runner.resultOf(jobId, { maxResults: '0' })).numDmlAffectedRows ?? 0);
      }),

    load: async (table, rows, disposition = 'append') => {
      if (rows.length === 0 && disposition === 'append') return;
      const lines = [...jsonLinesOf(table, rows)].join('');
      const load = { sourceFormat: 'NEWLINE_DELIMITED_JSON', ...destination(dataset, { table, disposition }) };
      const configuration = { load, ...jobSettings(`load ${table}`) };
      try {
        const begin = (jobReference: object) => calls.upload(...multipart({ jobReference, configuration }, lines));
        await runner.write({ configuration, begin });
      } catch (cause) {
        throw new Error(`Cannot load "${table}": ${(cause as Error).message}`, { cause });
      }
    },

    within: (run) => warehouseOver(runner.within(run), calls, dataset),
    settle: runner.settle,
  };
}

/** The body of a multipart/related upload and its type. */
function multipart(metadata: object, data: string): [string, string] {
  const boundary = randomUUID();
  const part = (type: string, text: string) => `--${boundary}\r\ncontent-type: ${type}\r\n\r\n${text}\r\n`;
  const parts = part('application/json', JSON.stringify(metadata)) + part('application/octet-stream', data);
  return [`${parts}--${boundary}--\r\n`, `multipart/related; boundary=${boundary}`];
}
