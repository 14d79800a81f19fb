/** Passes requests on to the function that answers them, so that one address takes reads and writes. */
import { Agent as HttpAgent, type IncomingMessage, request as requestHttp } from 'node:http';
import { Agent as HttpsAgent, request as requestHttps } from 'node:https';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream as NodeStream } from 'node:stream/web';
import type { HttpHandler } from '#shared/edge/http/dispatch.ts';
import { createMatcher, pathOf, type Route } from '#shared/edge/http/match.ts';
import type { Log } from '#shared/ports/log.ts';
import { problems, Rejection } from '#shared/schemas/problem.ts';

export type Forwarding = {
  /** For example "https://segue-ingest-….run.app". */
  readonly origin: string;
  /** What is answered there. */
  readonly routes: readonly Route[];
  readonly log: Log;
};

const timeoutMs = 60_000;

/** A handler that passes on what `routes` match, as it came, and leaves the rest to `here`. */
export function forward({ origin, routes, log }: Forwarding, here: HttpHandler): HttpHandler {
  const match = createMatcher(routes);
  const send = createSender(origin);
  const isTheirs = ({ method, url }: Request): boolean => {
    try {
      return match.route(method, pathOf(url)) !== undefined;
    } catch {
      return false;
    }
  };
  return async (request, peer) => {
    if (!isTheirs(request)) return here(request, peer);
    try {
      return await send(request);
    } catch (error) {
      if (error instanceof Rejection) return new Response(null, { status: problems[error.code].status });
      log('ERROR', 'request not passed on', { origin, error: error instanceof Error ? error.message : String(error) });
      return new Response(null, { status: 503, headers: { 'retry-after': '1' } });
    }
  };
}

/** Headers that belong to one connection, not to the message (RFC 9110, 7.6.1). */
const ofTheConnection = ['connection', 'host', 'keep-alive', 'transfer-encoding', 'upgrade', 'te', 'trailer'];

function createSender(origin: string): (request: Request) => Promise<Response> {
  const target = new URL(origin);
  const secure = target.protocol === 'https:';
  const agent = secure ? new HttpsAgent({ keepAlive: true }) : new HttpAgent({ keepAlive: true });
  const start = secure ? requestHttps : requestHttp;

  return async (request) => {
    const headers = Object.fromEntries(request.headers);
    for (const name of ofTheConnection) delete headers[name];
    const { body } = request;
    if (body !== null && headers['content-length'] === undefined) headers['transfer-encoding'] = 'chunked';
    const answer = await new Promise<IncomingMessage>((resolve, reject) => {
      const sent = start(urlAt(target, request.url), { method: request.method, headers, agent }, resolve);
      sent.setTimeout(timeoutMs, () => sent.destroy(new Error(`no answer within ${timeoutMs} ms`)));
      sent.once('error', reject);
      // As it comes: whose it is, and whether it is too much, is judged where it is read.
      if (body === null) sent.end();
      else pipeline(Readable.fromWeb(body as NodeStream), sent).catch(reject);
    });
    return responseOf(answer);
  };
}

/** Path and query at the target and nowhere else: a path of two slashes, read as a reference, would name a host. */
function urlAt(target: URL, asked: string): URL {
  const { pathname, search } = new URL(asked);
  const url = new URL(target);
  url.pathname = pathname;
  url.search = search;
  return url;
}

function responseOf(answer: IncomingMessage): Response {
  const status = answer.statusCode ?? 502;
  const headers = new Headers();
  for (const [name, value] of Object.entries(answer.headers)) {
    if (value !== undefined && !ofTheConnection.includes(name)) headers.set(name, [value].flat().join(', '));
  }
  const empty = status === 204 || status === 304;
  if (empty) answer.resume();
  return new Response(empty ? null : (Readable.toWeb(answer) as ReadableStream), { status, headers });
}
