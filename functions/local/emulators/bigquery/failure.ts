/** How BigQuery refuses: a status, a reason, and the body its clients read. */

/** https://cloud.google.com/bigquery/docs/error-messages */
const statuses = {
  invalid: 400,
  invalidQuery: 400,
  stopped: 400,
  jobRateLimitExceeded: 400,
  rateLimitExceeded: 403,
  quotaExceeded: 403,
  notFound: 404,
  duplicate: 409,
  tooManyRequests: 429,
  internalError: 500,
  backendError: 503,
} as const;
export type ErrorReason = keyof typeof statuses;

export class BigQueryError extends Error {
  readonly reason: ErrorReason;

  constructor(reason: ErrorReason, message: string) {
    super(message);
    this.name = 'Failure';
    this.reason = reason;
  }

  get status(): number {
    return statuses[this.reason];
  }

  get proto(): { reason: ErrorReason; message: string } {
    return { reason: this.reason, message: this.message };
  }

  get body(): object {
    const { message } = this;
    return { error: { code: this.status, message, errors: [{ ...this.proto, domain: 'global' }] } };
  }
}

/** What DuckDB throws, as what BigQuery would have said. */
export function asBigQueryError(error: unknown): BigQueryError {
  if (error instanceof BigQueryError) return error;
  const message = error instanceof Error ? error.message : String(error);
  if (/Table with name .* does not exist/.test(message)) return new BigQueryError('notFound', `Not found: ${message}`);
  return new BigQueryError('invalidQuery', message);
}
