/** Joins the log lines of one request: Cloud Logging shows lines that name the same trace together. */
import { AsyncLocalStorage } from 'node:async_hooks';
import type { IncomingHttpHeaders } from 'node:http';
import { createLog } from '#shared/edge/log.ts';
import type { Log, Severity } from '#shared/ports/log.ts';

const traces = new AsyncLocalStorage<string>();

/** Runs `work` with the trace that the request's `traceparent` names. */
export function withTrace<R>(headers: IncomingHttpHeaders, work: () => R): R {
  const trace = /^[0-9a-f]{2}-([0-9a-f]{32})-/.exec(traceparentOf(headers) ?? '')?.[1];
  return trace === undefined ? work() : traces.run(trace, work);
}

/** The caller's place in a trace (W3C Trace Context). */
export function traceparentOf({ traceparent }: IncomingHttpHeaders): string | undefined {
  return typeof traceparent === 'string' ? traceparent : undefined;
}

/** A log for the deployment's project, from the severity that SEGUE_LOG names; INFO when it is not set. */
export function createCloudLog(projectId: string): Log {
  const log = createLog((process.env.SEGUE_LOG ?? 'INFO') as Severity);
  return (severity, message, fields) => {
    const trace = traces.getStore();
    const joined =
      trace === undefined ? {} : { 'logging.googleapis.com/trace': `projects/${projectId}/traces/${trace}` };
    log(severity, message, { ...fields, ...joined });
  };
}
