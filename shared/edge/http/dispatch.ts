/** From a web-standard Request to a Response: route, authenticate, parse, call, answer. The same on both homes. */

import type { z } from 'zod';
import { authorise, namedUser, ownName, tokenOf } from '#shared/edge/http/authorise.ts';
import { readFile, readJson } from '#shared/edge/http/body.ts';
import { createMatcher, type Matched, pathOf, type Route, routeName, routeRejection } from '#shared/edge/http/match.ts';
import type { Answer, Call, Operation, Operations, Principal } from '#shared/edge/http/operation.ts';
import { type Dialect, sameOriginHeaders } from '#shared/edge/http/problem-response.ts';
import { queryOf } from '#shared/edge/http/query.ts';
import { createRateLimit, type RateLimit, rateLimitHeaders, type Standing } from '#shared/edge/http/rate-limit.ts';
import { respond } from '#shared/edge/http/respond.ts';
import { inSpan } from '#shared/edge/telemetry.ts';
import type { Clock } from '#shared/ports/clock.ts';
import type { Log } from '#shared/ports/log.ts';
import { httpStatus } from '#shared/ports/telemetry.ts';
import { StoreUnavailable } from '#shared/ports/unavailable.ts';
import { limits } from '#shared/schemas/limits.ts';
import { faultsOf, Rejection } from '#shared/schemas/problem.ts';
import { readUntrusted } from '#shared/schemas/read-untrusted.ts';

export type Http = {
  /** Route tables with their handlers; see `routesOf`. */
  readonly routes: readonly Route[];
  readonly authenticate: (token: string | undefined) => Promise<Principal>;
  /** Error bodies by path: problem+json, or ListenBrainz's form under `/1`. */
  readonly dialectOf: (path: string) => Dialect;
  readonly clock: Clock;
  readonly log: Log;
  /** Whether a `listener` operation may be called without a token, as on ListenBrainz. Left out, it may not. */
  readonly publicReads?: boolean;
  readonly rateLimit?: RateLimit;
};

/** Where a request comes from, as the HTTP server of Node hands it on: its address tells callers without a token apart. */
export type Peer = { readonly incoming?: { readonly socket?: { readonly remoteAddress?: string | undefined } } };

export type HttpHandler = (request: Request, peer?: Peer) => Promise<Response>;

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

export function createHttp(http: Http): HttpHandler {
  const { routes, authenticate, dialectOf, clock, log, publicReads = false, rateLimit = createRateLimit() } = http;
  const match = createMatcher(routes);
  const guesses = createRateLimit(limits.requestsPerWindowMax, limits.wrongTokensPerWindowMax);
  /** A right token is never told to slow down for the wrong ones of its address. */
  const recognise = async (token: string | undefined, visit: Visit): Promise<Principal> => {
    try {
      return await authenticate(token);
    } catch (error) {
      if (error instanceof Rejection && error.code === 'unauthorized') {
        const guessed = guesses(anyone, visit);
        if (guessed.exceeded) throw tooMany(guessed);
      }
      throw error;
    }
  };

  const counted = (response: Response, visit: Visit): Response => {
    const headers = rateLimitHeaders(visit.standing ?? rateLimit(anyone, visit));
    for (const [name, value] of Object.entries(headers)) response.headers.set(name, value);
    return response;
  };

  const answer = async (request: Request, visit: Visit): Promise<Response> => {
    const { path, dialect, now, address } = visit;
    if (request.method === 'OPTIONS') return counted(dialect.preflight(match.methods(path)), visit);
    const found = match.route(request.method === 'HEAD' ? 'GET' : request.method, path);
    if (found === undefined) throw routeRejection(request.method, path, match.methods(path));
    const { operation } = found.route;
    const token = tokenOf(request);
    const principal = operation.access === 'unchecked' ? anyone : await recognise(token, visit);
    const named = ownName(namedUser(found.params, request.url), operation, principal);
    authorise(operation, principal, { named, publicReads });
    visit.standing = rateLimit(principal, { address, now });
    if (visit.standing.exceeded && operation.unlimited !== true) throw tooMany(visit.standing);
    const call = await callOf(request, found, {
      named,
      principal,
      now,
      token: operation.access === 'unchecked' ? token : undefined,
    });
    // All at once: while nobody touches the headers of a Response, the server of the embedded home need not build it.
    const told = operation.access === 'listener' && principal.scope === 'public' ? sameOriginHeaders : dialect.headers;
    const headers = { ...told, ...rateLimitHeaders(visit.standing) };
    return respond(request, await found.route.handle(call), { headers });
  };

  const handle: HttpHandler = async (request, peer) => {
    const path = pathOf(request.url);
    const address = peer?.incoming?.socket?.remoteAddress ?? '';
    const visit: Visit = { path, dialect: dialectOf(path), address, now: clock() };
    return answer(request, visit).catch((error: unknown) => {
      if (error instanceof StoreUnavailable) {
        const retryAfterSeconds = limits.unavailableSeconds;
        const detail = `What is asked for cannot be read or kept for now; send it again in ${retryAfterSeconds} s`;
        log('ERROR', 'store not available', { error: error.message });
        const refusal = new Rejection('overloaded', detail, { retryAfterSeconds });
        return counted(visit.dialect.refuse(refusal, { request, path }), visit);
      }
      if (!(error instanceof Rejection)) {
        log('ERROR', 'request failed', { path: routeName(match, request.method, path), error: describe(error) });
      }
      const rejection =
        error instanceof Rejection ? error : new Rejection('internal', 'Try again; the failure was recorded');
      return counted(visit.dialect.refuse(rejection, { request, path }), visit);
    });
  };

  return (request, peer) => {
    const span = () => ({
      name: `${request.method} ${routeName(match, request.method, pathOf(request.url))}`,
      traceparent: request.headers.get('traceparent') ?? undefined,
      outcome: ({ status }: Response) => ({ [httpStatus]: status }),
    });
    return inSpan(span, () => handle(request, peer));
  };
}

/** One request on its way. A request that is refused before its caller is known counts for its address. */
type Visit = {
  readonly path: string;
  readonly dialect: Dialect;
  readonly address: string;
  readonly now: number;
  standing?: Standing;
};

const anyone: Principal = { scope: 'public' };

function tooMany({ limit, resetIn }: Standing): Rejection {
  const detail = `More than ${limit} requests in ${limits.rateWindowSeconds} seconds; go on in ${resetIn}`;
  return new Rejection('too-many-requests', detail, { retryAfterSeconds: resetIn });
}

function describe(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

type Caller = Pick<Call, 'principal' | 'now' | 'token'> & { readonly named: string | undefined };

async function callOf(request: Request, { route, params }: Matched, { named, ...caller }: Caller): Promise<Call> {
  const { operation } = route;
  const query = queryOf(request.url);
  const parsed = {
    ...caller,
    params:
      operation.params === undefined ? undefined : parse(operation.params, spelled(params, 'userName', named), 'path'),
    query:
      operation.query === undefined ? undefined : parse(operation.query, spelled(query, 'user_name', named), 'query'),
    body: await bodyOf(request, operation),
    accept: request.headers.get('accept'),
  };
  return parsed as Call;
}

function spelled(values: Readonly<Record<string, string>>, key: string, named: string | undefined) {
  return named === undefined || !Object.hasOwn(values, key) ? values : { ...values, [key]: named };
}

function parse(schema: z.ZodType, value: unknown, at: string): unknown {
  const result = readUntrusted(schema, value);
  if (result.success) return result.data;
  const faults = faultsOf(result.error, at);
  const first = faults[0];
  throw new Rejection('invalid-request', `${first?.pointer ?? at}: ${first?.detail ?? 'is not valid'}`, { faults });
}

async function bodyOf(request: Request, operation: Operation): Promise<unknown> {
  if (operation.file !== undefined) return (bytesMax: number) => readFile(request, bytesMax);
  const schema = operation.bodyParsed ?? operation.body;
  if (schema === undefined) return undefined;
  return parse(schema, await readJson(request, operation.bodyOptional === true), '');
}
