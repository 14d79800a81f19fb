/** JSON over HTTP with kept-alive connections: what hot paths use instead of a client library of several megabytes. */
import { Agent as HttpAgent, type IncomingMessage, request as requestHttp } from 'node:http';
import { Agent as HttpsAgent, request as requestHttps } from 'node:https';
import { backoff } from '#shared/adapters/google/backoff.ts';

export type RestOptions = {
  /** For example "https://firestore.googleapis.com". */
  readonly origin: string;
  /** A valid access token; asked before every request, so it caches. */
  readonly token: () => Promise<string>;
  /** Milliseconds for one attempt, from sending to the last byte. */
  readonly attemptTimeoutMs?: number;
};

export type Rest = {
  /**
   * Posts JSON, or text of another type, and resolves with the parsed answer. Lost connections, 429 and 5xx are tried
   * again a bounded number of times, so what is posted must bear being done twice. Any other refusal throws a RestError
   * at once.
   */
  post(path: string, body: unknown, contentType?: string): Promise<unknown>;
  /** `waitMs`: how long the service may take to answer on purpose, beyond what any answer may take. */
  get(path: string, waitMs?: number): Promise<unknown>;
};

/** A refusal of Google's API: its HTTP status, the name of its error, for example "FAILED_PRECONDITION", and what BigQuery adds to it, "backendError". */
export class RestError extends Error {
  readonly status: number;
  readonly reason: string;
  readonly detail: string | undefined;

  constructor(path: string, status: number, answer: string) {
    const { reason, detail, message } = explained(answer);
    super(`Cannot call "${path}": ${status} ${detail ?? reason} ${message}`);
    this.name = 'RestError';
    this.status = status;
    this.reason = reason;
    this.detail = detail;
  }
}

const attemptsMax = 4;
/** As many as one instance serves at once. */
const connectionsMax = 100;

export function createRest({ origin, token, attemptTimeoutMs = 10_000 }: RestOptions): Rest {
  const { protocol, hostname, port } = new URL(origin);
  const options = { keepAlive: true, maxSockets: connectionsMax };
  const request = protocol === 'https:' ? requestHttps : requestHttp;
  const agent = protocol === 'https:' ? new HttpsAgent(options) : new HttpAgent(options);

  const attempt = async ({ method, path, body = '', contentType, waitMs = 0 }: Asked): Promise<unknown> => {
    const timeoutMs = attemptTimeoutMs + waitMs;
    const headers = {
      authorization: `Bearer ${await token()}`,
      ...(contentType === undefined ? {} : { 'content-type': contentType }),
      'content-length': Buffer.byteLength(body),
    };
    const { status, text } = await new Promise<Answer>((resolve, reject) => {
      const sent = request({ method, hostname, port, path, headers, agent }, (response) =>
        collect(response).then(resolve, reject),
      );
      sent.setTimeout(timeoutMs, () => sent.destroy(new Error(`no answer within ${timeoutMs} ms`)));
      sent.once('error', reject);
      sent.end(body);
    });
    if (status !== 200) throw new RestError(path, status, text);
    return JSON.parse(text);
  };

  const send = async (asked: Asked): Promise<unknown> => {
    for (let attempts = 1; ; attempts++) {
      try {
        return await attempt(asked);
      } catch (error) {
        if (attempts === attemptsMax || !isPassing(error)) throw error;
        await backoff(attempts);
      }
    }
  };

  return {
    post: (path, body, contentType = 'application/json') =>
      send({ method: 'POST', path, body: typeof body === 'string' ? body : JSON.stringify(body), contentType }),
    get: (path, waitMs = 0) => send({ method: 'GET', path, waitMs }),
  };
}

type Asked = {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly body?: string;
  readonly contentType?: string;
  readonly waitMs?: number;
};

type Answer = { readonly status: number; readonly text: string };

async function collect(response: IncomingMessage): Promise<Answer> {
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk as Buffer);
  return { status: response.statusCode ?? 0, text: Buffer.concat(chunks).toString('utf8') };
}

/** BigQuery says 403 where others say 429. */
const passingDetails: ReadonlySet<string> = new Set(['rateLimitExceeded', 'userRateLimitExceeded']);

function isPassing(error: unknown): boolean {
  if (!(error instanceof RestError)) return true;
  return error.status === 429 || error.status >= 500 || passingDetails.has(error.detail ?? '');
}

/** Google's error body; streaming methods wrap it in an array, and the oldest services name the reason in a list. */
function explained(answer: string): { reason: string; detail?: string; message: string } {
  try {
    const parsed = JSON.parse(answer);
    const { status, message, errors } = (Array.isArray(parsed) ? parsed[0] : parsed).error;
    return { reason: String(status), detail: errors?.[0]?.reason, message: String(message) };
  } catch {
    return { reason: 'UNKNOWN', message: answer.slice(0, 200) };
  }
}
