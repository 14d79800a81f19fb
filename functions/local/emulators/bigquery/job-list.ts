/** The jobs that were inserted: what each was, how it ended, and its result page by page. */
import { randomUUID } from 'node:crypto';
import type { EmulatedDatabase } from '#functions/local/emulators/bigquery/database.ts';
import { asBigQueryError, BigQueryError } from '#functions/local/emulators/bigquery/failure.ts';
import {
  dryRun,
  type JobOutcome,
  type LoadConfiguration,
  type QueryConfiguration,
  runLoad,
  runQuery,
} from '#functions/local/emulators/bigquery/jobs.ts';

export type JobRequest = {
  readonly jobReference?: { readonly jobId?: string; readonly location?: string };
  readonly configuration?: {
    readonly query?: QueryConfiguration;
    readonly load?: LoadConfiguration;
    readonly dryRun?: boolean;
  };
};

export type JobResource = { readonly jobReference: { readonly jobId: string } };

export type Jobs = {
  /** Runs the job to its end. A job that fails is inserted all the same; a dry run that fails is refused. */
  insert(projectId: string, request: JobRequest, data?: string): Promise<JobResource>;
  get(jobId: string): JobResource;
  results(jobId: string, page: { readonly maxResults: number; readonly pageToken: string | null }): object;
};

type Job = { readonly resource: JobResource; readonly outcome: JobOutcome | BigQueryError };

/** Older jobs are forgotten with their results. */
const jobsMax = 200;
/** BigQuery ends a page by bytes; rows are near enough here. */
const pageRowsMax = 50_000;

export function createJobs(database: EmulatedDatabase): Jobs {
  const jobs = new Map<string, Job>();

  const run = (
    { query, load, dryRun: dry }: NonNullable<JobRequest['configuration']>,
    data: string,
  ): Promise<JobOutcome> => {
    if (query !== undefined) return dry === true ? dryRun(database, query) : runQuery(database, query);
    if (load !== undefined) return runLoad(database, load, data);
    throw new BigQueryError('invalid', 'The job has neither query nor load');
  };
  const find = (jobId: string): Job => {
    const job = jobs.get(jobId);
    if (job === undefined) throw new BigQueryError('notFound', `Not found: Job ${jobId}`);
    return job;
  };

  return {
    insert: async (projectId, { jobReference, configuration = {} }, data = '') => {
      const { jobId = randomUUID(), location = 'local' } = jobReference ?? {};
      if (jobs.has(jobId)) throw new BigQueryError('duplicate', `Already Exists: Job ${jobId}`);
      const outcome = await run(configuration, data).catch(asBigQueryError);
      if (outcome instanceof BigQueryError && configuration.dryRun === true) throw outcome;
      const reference = { projectId, jobId, location };
      const resource = { kind: 'bigquery#job', id: jobId, jobReference: reference, configuration, ...ended(outcome) };
      if (jobs.size >= jobsMax) jobs.delete(jobs.keys().next().value ?? '');
      jobs.set(jobId, { resource, outcome });
      return resource;
    },

    get: (jobId) => find(jobId).resource,

    results: (jobId, { maxResults, pageToken }) => {
      const { resource, outcome } = find(jobId);
      if (outcome instanceof BigQueryError) throw outcome;
      const { fields, rows, affectedRows } = outcome;
      const from = Number(pageToken ?? 0);
      const to = from + Math.min(maxResults, pageRowsMax);
      return {
        jobReference: resource.jobReference,
        jobComplete: true,
        schema: { fields },
        totalRows: String(rows.length),
        rows: rows.slice(from, to),
        ...(maxResults > 0 && to < rows.length ? { pageToken: String(to) } : {}),
        ...(affectedRows === undefined ? {} : { numDmlAffectedRows: String(affectedRows) }),
      };
    },
  };
}

function ended(outcome: JobOutcome | BigQueryError): object {
  if (outcome instanceof BigQueryError) {
    return { status: { state: 'DONE', errorResult: outcome.proto, errors: [outcome.proto] }, statistics: {} };
  }
  const { bytes, affectedRows } = outcome;
  return {
    status: { state: 'DONE' },
    statistics: {
      totalBytesProcessed: String(bytes),
      ...(affectedRows === undefined ? {} : { query: { numDmlAffectedRows: String(affectedRows) } }),
    },
  };
}
