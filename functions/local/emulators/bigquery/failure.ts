/** How BigQuery refuses: a status, a reason, and the body its clients read. */

const statuses = { invalid: 400, invalidQuery: 400, notFound: 404, duplicate: 409, internalError: 500 } as const;
export type Reason = keyof typeof statuses;

export class Failure extends Error {
  readonly reason: Reason;

  constructor(reason: Reason, message: string) {
    super(message);
    this.name = 'Failure';
    this.reason = reason;
  }

  get status(): number {
    return statuses[this.reason];
  }

  get proto(): { reason: Reason; message: string } {
    return { reason: this.reason, message: this.message };
  }

  get body(): object {
    const { message } = this;
    return { error: { code: this.status, message, errors: [{ ...this.proto, domain: 'global' }] } };
  }
}

/** What DuckDB throws, as what BigQuery would have said. */
export function asFailure(error: unknown): Failure {
  if (error instanceof Failure) return error;
  const message = error instanceof Error ? error.message : String(error);
  if (/Table with name .* does not exist/.test(message)) return new Failure('notFound', `Not found: ${message}`);
  return new Failure('invalidQuery', message);
}
