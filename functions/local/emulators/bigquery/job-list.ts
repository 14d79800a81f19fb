/**
 * The jobs that were inserted, as the service has them: begun and answered at once, ending some time later whether or not
 * anybody still asks, known by their id for good, and found again by it.
 */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
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
import { pageOf } from '#functions/local/emulators/bigquery/page.ts';
import { createTableLimits, type TableLimits } from '#functions/local/emulators/bigquery/table-limits.ts';

export type JobRequest = {
  readonly jobReference?: { readonly jobId?: string; readonly location?: string };
  readonly configuration?: {
    readonly query?: QueryConfiguration;
    readonly load?: LoadConfiguration;
    readonly labels?: Readonly<Record<string, string>>;
    readonly dryRun?: boolean;
  };
};
type Configuration = NonNullable<JobRequest['configuration']>;

export type JobResource = {
  readonly jobReference: { readonly projectId: string; readonly jobId: string; readonly location: string };
  readonly configuration: Configuration;
  readonly status: { readonly state: 'PENDING' | 'RUNNING' | 'DONE' };
};

export type Page = { readonly maxResults: number; readonly pageToken: string | null; readonly timeoutMs: number };

export type Jobs = {
  /** Begins a job. A job that fails is inserted all the same; a dry run that fails is refused. */
  insert(projectId: string, request: JobRequest, data?: string): Promise<JobResource>;
  get(jobId: string): JobResource;
  /** A page of a query's result, or that it is not complete, after at most the time asked for. */
  results(jobId: string, page: Page): Promise<object>;
  cancel(jobId: string): object;
  /** How often each table was added to or overwritten. */
  readonly modifications: TableLimits['modifications'];
};

export type JobOptions = {
  /** Waited for between what a job reads and what it commits. */
  readonly pace?: (resource: JobResource) => Promise<unknown>;
  /** Changes of one table a day. */
  readonly modificationsMax?: number;
};

type Job = {
  readonly reference: JobResource['jobReference'];
  readonly configuration: Configuration;
  readonly cancelled: PromiseWithResolvers<never>;
  state: 'PENDING' | 'RUNNING' | 'DONE';
  ended: Promise<void>;
  outcome: JobOutcome | BigQueryError | undefined;
};

/** Results of older jobs are forgotten. */
const resultsMax = 200;

export function createJobs(database: EmulatedDatabase, { pace, modificationsMax }: JobOptions = {}): Jobs {
  const jobs = new Map<string, Job>();
  const withResults: Job[] = [];
  const limits = createTableLimits(modificationsMax);

  const find = (jobId: string): Job => {
    const job = jobs.get(jobId);
    if (job === undefined) throw new BigQueryError('notFound', `Not found: Job ${jobId}`);
    return job;
  };
  const run = async (job: Job, data: string): Promise<JobOutcome> => {
    const { query, load, dryRun: dry } = job.configuration;
    if (query !== undefined && dry === true) return dryRun(database, query);
    using _slot = await limits.enter(job.configuration);
    job.state = 'RUNNING';
    const beforeCommit = async (): Promise<void> => {
      await Promise.race([job.cancelled.promise, pace?.(resourceOf(job)) ?? Promise.resolve()]);
    };
    // Awaited here, so that the slot is held for as long as the job runs.
    if (query !== undefined) return await runQuery(database, query, beforeCommit);
    if (load !== undefined) return await runLoad(database, load, { data, beforeCommit });
    throw new BigQueryError('invalid', 'The job has neither query nor load');
  };
  const begin = (job: Job, data: string): Promise<void> =>
    run(job, data)
      .catch(asBigQueryError)
      .then((outcome) => {
        job.outcome = outcome;
        job.state = 'DONE';
        withResults.push(job);
        const oldest = withResults.length > resultsMax ? withResults.shift() : undefined;
        if (oldest !== undefined && !(oldest.outcome instanceof BigQueryError)) oldest.outcome = forgotten;
      });

  return {
    modifications: limits.modifications,

    insert: async (projectId, { jobReference, configuration = {} }, data = '') => {
      const { jobId = randomUUID(), location = 'local' } = jobReference ?? {};
      if (jobs.has(jobId)) throw new BigQueryError('duplicate', `Already Exists: Job ${jobId}`);
      const cancelled = Promise.withResolvers<never>();
      cancelled.promise.catch(() => undefined);
      const reference = { projectId, jobId, location };
      const job: Job = {
        reference,
        configuration,
        cancelled,
        state: 'PENDING',
        ended: Promise.resolve(),
        outcome: undefined,
      };
      if (configuration.dryRun !== true) jobs.set(jobId, job);
      job.ended = begin(job, data);
      if (configuration.dryRun === true) {
        await job.ended;
        if (job.outcome instanceof BigQueryError) throw job.outcome;
      }
      return resourceOf(job);
    },

    get: (jobId) => resourceOf(find(jobId)),

    cancel: (jobId) => {
      const job = find(jobId);
      job.cancelled.reject(new BigQueryError('stopped', 'Job execution was cancelled: User requested cancellation'));
      return { job: resourceOf(job) };
    },

    results: async (jobId, { timeoutMs, ...asked }) => {
      const job = find(jobId);
      const timer = new AbortController();
      await Promise.race([job.ended, sleep(timeoutMs, undefined, { signal: timer.signal })]);
      timer.abort();
      const { outcome, reference } = job;
      if (outcome === undefined) return { jobReference: reference, jobComplete: false };
      if (outcome instanceof BigQueryError) throw outcome;
      return { jobReference: reference, jobComplete: true, ...pageOf(outcome, asked) };
    },
  };
}

const forgotten = new BigQueryError('notFound', 'Not found: the result of this job is no longer kept');

function resourceOf({ reference, configuration, state, outcome }: Job): JobResource {
  return {
    ...{ kind: 'bigquery#job', id: reference.jobId },
    jobReference: reference,
    configuration,
    ...(outcome === undefined ? { status: { state }, statistics: {} } : ended(outcome)),
  };
}

function ended(outcome: JobOutcome | BigQueryError) {
  if (outcome instanceof BigQueryError) {
    const { proto } = outcome;
    return { status: { state: 'DONE' as const, errorResult: proto, errors: [proto] }, statistics: {} };
  }
  const { bytes, affectedRows } = outcome;
  return {
    status: { state: 'DONE' as const },
    statistics: {
      totalBytesProcessed: String(bytes),
      ...(affectedRows === undefined ? {} : { query: { numDmlAffectedRows: String(affectedRows) } }),
    },
  };
}
