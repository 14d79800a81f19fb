/** A small client of Segue's `/v1` for the commands: patient with a busy server, plain about a refusal. */
import { setTimeout as sleep } from 'node:timers/promises';
import { Failure, Refused } from '#functions/cli/support/failure.ts';
import { BatchResult } from '#shared/schemas/api.ts';

export type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

export type Client = {
  /** The JSON answer to a call, undefined for an empty one. Throws `Refused` for a 4xx, `Failure` when patience ends. */
  readonly call: (method: Method, path: string, body?: unknown) => Promise<unknown>;
  /** Sends a file of lines as it is; resolves with the JSON of each line of the answer. */
  readonly sendLines: (path: string, lines: string) => Promise<readonly unknown[]>;
  /** Sends at most 1,000 listens. Sending them again adds nothing. */
  readonly sendListens: (listens: readonly unknown[]) => Promise<BatchResult>;
};

export type Connection = {
  readonly url: string;
  readonly token: string;
  /** How long one answer may take; a minute when left out. */
  readonly requestTimeoutMs?: number;
  /** Waits so many milliseconds; a test passes its own. */
  readonly pause?: (milliseconds: number) => Promise<unknown>;
};

/** How long a call waits for a server that is busy, starting or gone: at most eight tries over about half a minute. */
const patience = {
  attemptsMax: 8,
  firstPauseMs: 250,
  pauseMsMax: 10_000,
  /** A server may ask for more by Retry-After, up to this. */
  retryAfterMsMax: 60_000,
  requestTimeoutMs: 60_000,
} as const;

/** `url` is the server's root, such as "http://127.0.0.1:8080". */
export function connect({
  url,
  token,
  pause = sleep,
  requestTimeoutMs = patience.requestTimeoutMs,
}: Connection): Client {
  const root = rootOf(url);
  const send = async (method: Method, path: string, body: string | undefined): Promise<string> => {
    const request: RequestInit = {
      method,
      headers: { authorization: `Bearer ${token}`, ...(body !== undefined && { 'content-type': 'application/json' }) },
      ...(body !== undefined && { body }),
    };
    for (let attempt = 1; ; attempt++) {
      const outcome = await attemptOnce(`${root}${path}`, request, requestTimeoutMs);
      if ('text' in outcome) return outcome.text;
      if (attempt === patience.attemptsMax) throw new Failure(`${method} ${root}${path} failed: ${outcome.why}`);
      const backoffMs = Math.min(patience.firstPauseMs * 2 ** (attempt - 1), patience.pauseMsMax);
      await pause(Math.max(backoffMs, outcome.retryAfterMs));
    }
  };
  const call: Client['call'] = async (method, path, body) =>
    jsonOf(await send(method, path, body === undefined ? undefined : JSON.stringify(body)));
  return {
    call,
    sendLines: async (path, lines) => {
      const answer = await send('POST', path, lines);
      return answer.split('\n').flatMap((line) => (line === '' ? [] : [jsonOf(line)]));
    },
    sendListens: async (listens) => BatchResult.parse(await call('POST', '/v1/listens', { listens })),
  };
}

/** Throws a `Failure` unless a Segue answers there now: without patience, so that a mistyped address is told at once. */
export async function greet(url: string): Promise<void> {
  const outcome = await attemptOnce(`${rootOf(url)}/health`, { method: 'GET' }).catch((error: Error) => ({
    why: error.message,
  }));
  if ('text' in outcome) return;
  throw new Failure(`No Segue answers at "${url}" (${outcome.why}): start one with "npm start", or name it with --url`);
}

function rootOf(url: string): string {
  if (!/^https?:$/.test(URL.parse(url)?.protocol ?? '')) {
    throw new Failure(`"${url}" is not the address of a server: give one such as http://127.0.0.1:8080`);
  }
  return url.replace(/\/+$/, '');
}

type Outcome = { readonly text: string } | { readonly why: string; readonly retryAfterMs: number };

/** The text of an answer, or why trying again makes sense; a refusal is thrown. */
async function attemptOnce(
  url: string,
  request: RequestInit,
  timeoutMs: number = patience.requestTimeoutMs,
): Promise<Outcome> {
  let response: Response;
  let text: string;
  try {
    response = await fetch(url, { ...request, signal: AbortSignal.timeout(timeoutMs) });
    text = await response.text();
  } catch (error) {
    return { why: reasonOf(error), retryAfterMs: 0 };
  }
  if (response.ok) return { text };
  const detail = detailOf(text) ?? response.statusText;
  if (response.status === 429 || response.status >= 500) {
    return { why: `${response.status} ${detail}`, retryAfterMs: retryAfterMs(response.headers) };
  }
  throw new Refused(response.status, { message: refusalOf(response.status, detail), detail });
}

/** What Retry-After asks for; its other form, a date, is left to our own patience. */
function retryAfterMs(headers: Headers): number {
  const seconds = Number(headers.get('retry-after'));
  return Number.isFinite(seconds) ? Math.min(Math.max(0, seconds * 1000), patience.retryAfterMsMax) : 0;
}

function refusalOf(status: number, detail: string): string {
  if (status === 401 || status === 403) {
    return `The server refuses the token (${status} ${detail}): give the operator token, or the user's own, with --token or SEGUE_TOKEN`;
  }
  return `The server refuses the request: ${status} ${detail}`;
}

/** Why nothing came back: the network's own code where there is one. */
function reasonOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  if (!(cause instanceof Error)) return String(cause);
  return 'code' in cause && typeof cause.code === 'string' ? cause.code : cause.message;
}

function detailOf(text: string): string | undefined {
  const problem = jsonOf(text);
  if (typeof problem !== 'object' || problem === null || !('detail' in problem)) return undefined;
  return String(problem.detail);
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
