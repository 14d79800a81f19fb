/**
 * Jobs of BigQuery under names of our own: asked for, waited for, found again, and fenced off. A job goes on when its
 * client has given it up, so the next worker must be able to know that it is over.
 *
 *   run r:   segue_r_0 ─▶ segue_r_1 ─▶ … ─▶ segue_r_n      begun in order, so that no name is left out
 *   settle:  waits for 0, 1, … and takes the first free name: what a worker of run r asks for then is refused
 */
import { randomUUID } from 'node:crypto';
import { type Dataset, jobTimeoutMs } from '#shared/adapters/bigquery/jobs.ts';
import type { QueryAnswer } from '#shared/adapters/bigquery/values.ts';
import { backoff } from '#shared/adapters/google/backoff.ts';

/** BigQuery's interface as one of its clients speaks it, each path behind "projects/{project}". Refusals carry a status. */
export type BigQueryCalls = {
  post(path: string, body: object): Promise<unknown>;
  /** `waitMs`: how long BigQuery may take before it answers. */
  get(path: string, waitMs?: number): Promise<unknown>;
  /** Begins a job that brings its data along. */
  upload(body: string, contentType: string): Promise<unknown>;
};

export type JobReference = { readonly projectId: string; readonly jobId: string; readonly location: string };

type Job = { readonly configuration: object; readonly begin?: (reference: JobReference) => Promise<unknown> };

export type JobRunner = {
  /** Resolves with the id of a job that was begun and, if it is waited for, ended well. */
  write(job: Job): Promise<string>;
  read(configuration: object): Promise<string>;
  /** One page of a query's result; waits for the query to end. */
  resultOf(jobId: string, page: Readonly<Record<string, string>>): Promise<QueryAnswer>;
  within(run: string): JobRunner;
  settle(run: string): Promise<void>;
};

/** A job that BigQuery failed for its own reasons is run again: nothing of it is left. */
const attemptsMax = 4;
const passingReasons: ReadonlySet<string> = new Set([
  'backendError',
  'internalError',
  'jobBackendError',
  'jobInternalError',
  'jobRateLimitExceeded',
  'rateLimitExceeded',
]);

/** How long BigQuery holds an answer back for a job to end: well below what its client waits for any answer. */
const answerWithinMs = 5_000;
/** A job has ended by itself by then. */
const endsWithinMs = jobTimeoutMs + 60_000;
/** More writes than any run has. */
const writesMax = 10_000;

export function createJobRunner(calls: BigQueryCalls, dataset: Dataset): JobRunner {
  const jobs = createJobs(calls, dataset);
  const runnerOf = (nextName: (job: Job) => Promise<string>, isLeft: boolean): JobRunner => ({
    write: (job) => writeWith(jobs, job, nextName, isLeft),
    read: (configuration) => jobs.begin({ configuration }),
    resultOf: jobs.resultOf,
    within: (run) => runnerOf(namesOf(jobs, run), true),
    settle: (run) => settle(jobs, run),
  });
  return runnerOf(jobs.begin, false);
}

type Jobs = ReturnType<typeof createJobs>;

/** What can be done with one job: each by its name. */
function createJobs(calls: BigQueryCalls, { projectId, location }: Dataset) {
  const insert = async ({ configuration, begin }: Job, jobId: string): Promise<boolean> => {
    const jobReference: JobReference = { projectId, jobId, location };
    try {
      await (begin ?? ((reference) => calls.post('/jobs', { jobReference: reference, configuration })))(jobReference);
      return true;
    } catch (error) {
      if (statusOf(error) === 409) return false;
      throw error;
    }
  };
  const find = async (jobId: string) => (await calls.get(`/jobs/${jobId}?location=${location}`)) as JobResource;
  const giveUp = (jobId: string): Promise<unknown> =>
    calls.post(`/jobs/${jobId}/cancel?location=${location}`, {}).catch(() => undefined);

  const endOf = async (jobId: string): Promise<JobResource> => {
    const deadline = Date.now() + endsWithinMs;
    for (let looks = 1; Date.now() < deadline; looks++) {
      const job = await find(jobId);
      if (job.status.state === 'DONE') return job;
      // What the query says of its own end, the job says too: here it only tells us when to look again.
      const waiting = isQuery(job) && calls.get(queryPath(jobId, { location, maxResults: '0' }), answerWithinMs);
      const isOver = await Promise.resolve(waiting).catch(() => false);
      if (isOver === false) await backoff(looks);
    }
    throw new Error(`Job "${jobId}" has not ended within ${endsWithinMs} ms`);
  };

  const resultOf = async (jobId: string, page: Readonly<Record<string, string>>): Promise<QueryAnswer> => {
    const deadline = Date.now() + endsWithinMs;
    try {
      while (Date.now() < deadline) {
        const answer = (await calls.get(queryPath(jobId, { location, ...page }), answerWithinMs)) as QueryAnswer;
        if (answer.jobComplete !== false) return answer;
      }
      throw new Error(`Job "${jobId}" has not ended within ${endsWithinMs} ms`);
    } catch (error) {
      await giveUp(jobId);
      throw error;
    }
  };

  /** Begins a job that belongs to no run. */
  const begin = async (job: Job): Promise<string> => {
    const jobId = `segue_${randomUUID()}`;
    await insert(job, jobId);
    return jobId;
  };
  return { insert, find, giveUp, endOf, resultOf, begin };
}

async function writeWith(
  jobs: Jobs,
  job: Job,
  nextName: (job: Job) => Promise<string>,
  isLeft: boolean,
): Promise<string> {
  for (let attempts = 1; ; attempts++) {
    const jobId = await nextName(job);
    const { status } = await jobs.endOf(jobId).catch(async (error) => {
      // What belongs to a run is left to its successor, who waits for it: what takes long is not begun for ever anew.
      if (!isLeft) await jobs.giveUp(jobId);
      throw error;
    });
    const { errorResult } = status;
    if (errorResult === undefined) return jobId;
    if (attempts === attemptsMax || !passingReasons.has(errorResult.reason)) throw new Error(errorResult.message);
    await backoff(attempts);
  }
}

/** The names of a run's writes, taken in order: after one whose begin is uncertain there is none. */
function namesOf(jobs: Jobs, run: string): (job: Job) => Promise<string> {
  let writes = 0;
  let last: Promise<unknown> = Promise.resolve();
  return (job) => {
    const begun = last.then(async () => {
      const jobId = nameOf(run, writes++);
      // The name is taken when the answer to our own insert was lost, and when a successor has settled this run.
      if (!(await jobs.insert(job, jobId)) && isFence(await jobs.find(jobId))) {
        throw new Error(`Run "${run}" is over: another worker has taken its place`);
      }
      return jobId;
    });
    last = begun;
    return begun;
  };
}

async function settle(jobs: Jobs, run: string): Promise<void> {
  for (let write = 0; write < writesMax; write++) {
    const jobId = nameOf(run, write);
    if (await jobs.insert({ configuration: fence }, jobId)) return;
    if (isFence(await jobs.endOf(jobId))) return;
  }
  throw new Error(`Run "${run}" has more than ${writesMax} writes`);
}

type JobResource = {
  readonly configuration: { readonly query?: object; readonly labels?: Readonly<Record<string, string>> };
  readonly status: {
    readonly state: string;
    readonly errorResult?: { readonly reason: string; readonly message: string };
  };
};

const nameOf = (run: string, write: number): string => `segue_${run}_${write}`;

/** Costs nothing and does nothing, under a name that nobody else can then take. */
const fence = { query: { query: 'SELECT 1', useLegacySql: false }, labels: { statement: 'fence' } };
const isFence = ({ configuration }: JobResource): boolean => configuration.labels?.statement === 'fence';
const isQuery = ({ configuration }: JobResource): boolean => configuration.query !== undefined;

function queryPath(jobId: string, page: Readonly<Record<string, string>>): string {
  const asked = { 'formatOptions.useInt64Timestamp': 'true', timeoutMs: String(answerWithinMs), ...page };
  return `/queries/${jobId}?${new URLSearchParams(asked)}`;
}

/** REST says `status`, the official client `code`. */
function statusOf(error: unknown): number | undefined {
  const { status, code } = error as { readonly status?: unknown; readonly code?: unknown };
  return [status, code].find((known) => typeof known === 'number');
}
