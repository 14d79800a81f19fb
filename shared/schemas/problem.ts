/** Problems: every way to be refused, once, with its status and what the caller can do (RFC 9457, I12). */
import { z } from 'zod';
import { limits } from '#shared/schemas/limits.ts';

/** Code to status and title. The code is the last segment of the problem's `type`. */
export const problems = {
  'invalid-request': { status: 400, title: 'The request does not have the form this call takes' },
  'invalid-json': { status: 400, title: 'The body is not JSON' },
  unauthorized: { status: 401, title: 'A valid token is needed' },
  forbidden: { status: 403, title: 'The token does not open this' },
  'not-found': { status: 404, title: 'There is nothing here' },
  'method-not-allowed': { status: 405, title: 'This path does not take this method' },
  'not-acceptable': { status: 406, title: 'None of the accepted formats can be given' },
  conflict: { status: 409, title: 'The request conflicts with what is there' },
  forgotten: { status: 410, title: 'The user was forgotten' },
  'too-large': { status: 413, title: 'The request is larger than the limit' },
  'limit-reached': { status: 422, title: 'A limit is reached' },
  'too-many-requests': { status: 429, title: 'Too many requests' },
  internal: { status: 500, title: 'Something failed on our side' },
  overloaded: { status: 503, title: 'Too busy right now' },
  'not-ready': { status: 503, title: 'Not ready yet' },
} as const satisfies Record<string, { status: number; title: string }>;
export type ProblemCode = keyof typeof problems;

/** One thing wrong with a request: where, and what would be right. */
export const Fault = z.strictObject({
  pointer: z.string().describe('JSON pointer into the request'),
  detail: z.string(),
});
export type Fault = z.infer<typeof Fault>;

export const Problem = z.strictObject({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  detail: z.string(),
  instance: z.string().optional(),
  faults: z.array(Fault).optional(),
});
export type Problem = z.infer<typeof Problem>;

/** The caller must act: answered with 4xx over HTTP, recorded and dropped in a message handler. Anything else thrown is retried. */
export class Rejection extends Error {
  readonly code: ProblemCode;
  readonly faults: readonly Fault[] | undefined;
  /** Seconds after which trying again makes sense. */
  readonly retryAfterSeconds: number | undefined;
  /** Of a method that a path does not take: those it does. */
  readonly allow: readonly string[] | undefined;

  constructor(
    code: ProblemCode,
    detail: string,
    more: { faults?: readonly Fault[]; retryAfterSeconds?: number; allow?: readonly string[] } = {},
  ) {
    super(shorten(detail));
    this.name = 'Rejection';
    this.code = code;
    this.faults = more.faults;
    this.retryAfterSeconds = more.retryAfterSeconds;
    this.allow = more.allow;
  }
}

/** A zod error as faults: a pointer and a sentence each, at most 20. */
export function faultsOf(error: z.ZodError, at = ''): Fault[] {
  return error.issues.slice(0, 20).map((issue) => ({
    pointer: shorten(
      [at, ...issue.path.map((part) => String(part).replaceAll('~', '~0').replaceAll('/', '~1'))].join('/'),
    ),
    detail: shorten(issue.message),
  }));
}

/** The first thing wrong with one element of a batch, in a sentence. `whole`: what it is called where no part is at fault. */
export function verdictOf(error: z.ZodError, whole: string): string {
  const [issue] = error.issues;
  const where = issue === undefined || issue.path.length === 0 ? whole : `"${issue.path.join('.')}"`;
  return shorten(`${where}: ${issue?.message ?? 'is not valid'}`);
}

/** What was sent comes back in words about it, but not all of it, and whole characters only. */
export function shorten(text: string): string {
  const { detailCharactersMax } = limits;
  return (text.length <= detailCharactersMax ? text : `${text.slice(0, detailCharactersMax)}…`).toWellFormed();
}
