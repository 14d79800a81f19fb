/** One call of the interface, typed by its document: an answer, or an error that says what would be right. */
import { type Calls, calls, type Schemas } from '#functions/page/client/home/api.ts';
import { tokenInUse, turnAway } from '#functions/page/client/home/token.ts';

export type CallName = keyof Calls;
export type Params<K extends CallName> = Calls[K]['params'];
export type AnswerTo<K extends CallName> = Calls[K]['answer'];

/** A refusal in the problem's own sentence. */
export class ProblemError extends Error {
  readonly status: number;
  readonly retryAfterSeconds: number;

  constructor(message: string, { status, retryAfterSeconds = 0 }: { status: number; retryAfterSeconds?: number }) {
    super(message);
    this.status = status;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/** Nobody answered: the home is away for a while, or the network is. */
export class Unreachable extends Error {
  constructor() {
    super('Segue does not answer. It may be starting; the page goes on by itself.');
  }
}

type Sent<K extends CallName> = { readonly body?: Calls[K]['body']; readonly accept?: string };

export async function call<K extends CallName>(
  operation: K,
  params: Params<K>,
  { body, accept = 'application/json' }: Sent<K> = {},
): Promise<AnswerTo<K>> {
  const response = await send(operation, params, {
    headers: { accept, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  if (response.status === 204 || response.status === 202) {
    const text = await response.text();
    return (text === '' ? undefined : JSON.parse(text)) as AnswerTo<K>;
  }
  const isJson = /[/+]json/.test(response.headers.get('content-type') ?? '') && accept === 'application/json';
  return (await (isJson ? response.json() : response.text())) as AnswerTo<K>;
}

/** The response to a call that succeeded, with its body unread. Throws a ProblemError or Unreachable. */
export async function send<K extends CallName>(operation: K, params: Params<K>, init: RequestInit): Promise<Response> {
  const [method] = calls[operation];
  const token = tokenInUse();
  const headers = { ...init.headers, ...(token === undefined ? {} : { authorization: `Bearer ${token}` }) };
  const response = await fetch(urlOf(operation, params), { ...init, method, headers }).catch(() => {
    throw new Unreachable();
  });
  if (response.ok) return response;
  const problem = await problemOf(response);
  if (response.status === 401 && token !== undefined && token === tokenInUse()) turnAway(problem.message);
  throw problem;
}

/** Parameters that the path names stand in it, the others behind it. */
function urlOf<K extends CallName>(operation: K, params: Params<K>): string {
  const left = new URLSearchParams();
  let path: string = calls[operation][1];
  for (const [name, value] of Object.entries(params)) {
    if (value === undefined) continue;
    const slot = `{${name}}`;
    if (path.includes(slot)) path = path.replace(slot, () => encodeURIComponent(String(value)));
    else left.set(name, String(value));
  }
  return left.size === 0 ? path : `${path}?${left}`;
}

async function problemOf(response: Response): Promise<ProblemError> {
  const { status } = response;
  const retryAfterSeconds = Number(response.headers.get('retry-after') ?? 0);
  try {
    const { detail } = (await response.json()) as Schemas['Problem'];
    return new ProblemError(detail, { status, retryAfterSeconds });
  } catch {
    return new ProblemError(`Segue answers ${status} without saying why`, { status, retryAfterSeconds });
  }
}

export const sentenceOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
