/** From a web-standard Request to a Response: route, authenticate, parse, call, answer. The same on both homes. */
import { hash } from 'node:crypto';
import { RegExpRouter } from 'hono/router/reg-exp-router';
import { SmartRouter } from 'hono/router/smart-router';
import { TrieRouter } from 'hono/router/trie-router';
import type { z } from 'zod';
import { readJson } from '#shared/edge/http/body.ts';
import type { Answer, Call, Operation, Operations, Principal } from '#shared/edge/http/operation.ts';
import type { Dialect } from '#shared/edge/http/problem-response.ts';
import type { Clock } from '#shared/ports/clock.ts';
import type { Log } from '#shared/ports/log.ts';
import { faultsOf, Rejection } from '#shared/schemas/problem.ts';

export type Route = {
  readonly id: string;
  readonly operation: Operation;
  readonly handle: (call: Call) => Promise<Answer>;
};

export type Http = {
  /** Route tables with their handlers; see `routesOf`. */
  readonly routes: readonly Route[];
  readonly authenticate: (token: string | undefined) => Promise<Principal>;
  /** Error bodies by path: problem+json, or ListenBrainz's form under `/1`. */
  readonly dialectOf: (path: string) => Dialect;
  readonly clock: Clock;
  readonly log: Log;
};

/** Joins a table to its handlers. A missing handler is a type error; a superfluous one too. */
export function routesOf<T extends Operations>(
  table: T,
  handlers: { readonly [K in keyof T]: (call: Call<T[K]>) => Promise<Answer> },
): Route[] {
  return Object.entries(table).map(([id, operation]) => ({
    id,
    operation,
    handle: handlers[id] as unknown as Route['handle'],
  }));
}

type Matched = { readonly route: Route; readonly params: Readonly<Record<string, string>> };

export function createHttp({
  routes,
  authenticate,
  dialectOf,
  clock,
  log,
}: Http): (request: Request) => Promise<Response> {
  const match = createMatcher(routes);

  return async (request) => {
    const path = pathOf(request.url);
    const dialect = dialectOf(path);
    try {
      if (request.method === 'OPTIONS') return dialect.preflight(match.methods(path));
      const found = match.route(request.method === 'HEAD' ? 'GET' : request.method, path);
      if (found === undefined) throw unmatched(request.method, path, match.methods(path));
      const call = await callOf(request, found, await authenticate(tokenOf(request)), clock());
      return respond(request, await found.route.handle(call), dialect);
    } catch (error) {
      if (!(error instanceof Rejection)) {
        log('ERROR', 'request failed', { path: routeName(match, request.method, path), error: describe(error) });
      }
      return dialect.refuse(
        error instanceof Rejection ? error : new Rejection('internal', 'Try again; the failure was recorded'),
        path,
      );
    }
  };
}

function createMatcher(routes: readonly Route[]) {
  const byMethod = new SmartRouter<Route>({ routers: [new RegExpRouter(), new TrieRouter()] });
  const anyMethod = new TrieRouter<string>();
  for (const route of routes) {
    byMethod.add(route.operation.method, route.operation.path, route);
    anyMethod.add('ANY', route.operation.path, route.operation.method);
  }
  return {
    route: (method: string, path: string): Matched | undefined => {
      const [handlers, stash] = byMethod.match(method, path);
      const first = handlers[0];
      if (first === undefined) return undefined;
      const params: Record<string, string> = {};
      for (const [name, at] of Object.entries(first[1])) {
        params[name] = decode(typeof at === 'number' ? ((stash as string[])[at] as string) : at);
      }
      return { route: first[0], params };
    },
    methods: (path: string): string[] => [...new Set(anyMethod.match('ANY', path)[0].map(([method]) => method))],
  };
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    throw new Rejection('not-found', 'The path holds a malformed percent escape');
  }
}

/** The path as routed: players join URLs carelessly, so double and trailing slashes mean nothing. */
function pathOf(url: string): string {
  const start = url.indexOf('/', url.indexOf('://') + 3);
  const end = url.search(/[?#]/);
  const path = start < 0 ? '/' : url.slice(start, end < 0 ? undefined : end);
  const single = path.includes('//') ? path.replace(/\/{2,}/g, '/') : path;
  return single.length > 1 && single.endsWith('/') ? single.slice(0, -1) : single;
}

function unmatched(method: string, path: string, allowed: readonly string[]): Rejection {
  if (allowed.length === 0) return new Rejection('not-found', `There is no path "${path.slice(0, 200)}"`);
  return new Rejection('method-not-allowed', `Use ${allowed.join(' or ')} instead of ${method.slice(0, 20)}`);
}

function routeName(match: ReturnType<typeof createMatcher>, method: string, path: string): string {
  try {
    return match.route(method, path)?.route.operation.path ?? 'unmatched';
  } catch {
    return 'unmatched';
  }
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

/** The second word of the Authorization header, whatever the scheme's case; ListenBrainz clients say "Token". */
function tokenOf(request: Request): string | undefined {
  const header = request.headers.get('authorization');
  return header === null ? undefined : (header.trim().split(/\s+/)[1] ?? '');
}

async function callOf(request: Request, { route, params }: Matched, principal: Principal, now: number): Promise<Call> {
  const { operation } = route;
  authorise(operation, principal, params);
  const parsed = {
    principal,
    params: operation.params === undefined ? undefined : parse(operation.params, params, 'path'),
    query: operation.query === undefined ? undefined : parse(operation.query, queryOf(request.url), 'query'),
    body: await bodyOf(request, operation),
    accept: request.headers.get('accept'),
    now,
  };
  return parsed as Call;
}

/** I9: a token opens its own user and nothing else. */
function authorise({ access }: Operation, principal: Principal, params: Readonly<Record<string, string>>): void {
  if (access === 'public' || principal.scope === 'operator') return;
  if (principal.scope === 'public') {
    throw new Rejection('unauthorized', 'Send "Authorization: Bearer <token>" with a valid token');
  }
  if (access === 'operator') throw new Rejection('forbidden', 'This call takes the operator token');
  if (access === 'own-user' && params.userId !== principal.userId) {
    throw new Rejection('forbidden', 'This token opens another user');
  }
}

function parse(schema: z.ZodType, value: unknown, at: string): unknown {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const faults = faultsOf(result.error, at);
  const first = faults[0];
  throw new Rejection('invalid-request', `${first?.pointer ?? at}: ${first?.detail ?? 'is not valid'}`, { faults });
}

function queryOf(url: string): Record<string, string> {
  const start = url.indexOf('?');
  return start < 0 ? {} : Object.fromEntries(new URLSearchParams(url.slice(start + 1)));
}

async function bodyOf(request: Request, operation: Operation): Promise<unknown> {
  const schema = operation.bodyParsed ?? operation.body;
  if (schema === undefined) return undefined;
  return parse(schema, await readJson(request, operation.bodyOptional === true), '');
}

/** JSON or text with an ETag; 304 when the client has it already. HEAD is GET without the body. */
function respond(request: Request, answer: Answer, dialect: Dialect): Response {
  const reading = request.method === 'GET' || request.method === 'HEAD';
  const headers: Record<string, string> = { ...dialect.headers, ...answer.headers };
  if (answer.lines !== undefined) {
    headers['content-type'] = 'application/x-ndjson';
    return new Response(linesOf(answer.lines), { status: answer.status, headers });
  }
  const text = answer.text?.text ?? (answer.json === undefined ? undefined : JSON.stringify(answer.json));
  if (text === undefined) return new Response(null, { status: answer.status, headers });
  headers['content-type'] = answer.text?.type ?? 'application/json';
  if (reading && answer.status === 200) {
    headers.etag = `"${hash('sha1', text, 'base64url')}"`;
    headers['cache-control'] ??= `private, max-age=${answer.maxAgeSeconds ?? 0}`;
    headers.vary ??= 'accept, authorization';
    if (matches(request.headers.get('if-none-match'), headers.etag))
      return new Response(null, { status: 304, headers });
  } else headers['cache-control'] ??= 'no-store';
  return new Response(request.method === 'HEAD' ? null : text, { status: answer.status, headers });
}

function matches(ifNoneMatch: string | null, etag: string): boolean {
  if (ifNoneMatch === null) return false;
  return ifNoneMatch.trim() === '*' || ifNoneMatch.split(',').some((tag) => tag.trim().replace(/^W\//, '') === etag);
}

function linesOf(lines: AsyncIterable<unknown>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  const iterator = lines[Symbol.asyncIterator]();
  return new ReadableStream({
    pull: async (controller) => {
      const { done, value } = await iterator.next();
      if (done === true) controller.close();
      else controller.enqueue(encoder.encode(`${JSON.stringify(value)}\n`));
    },
    cancel: async () => {
      await iterator.return?.();
    },
  });
}
