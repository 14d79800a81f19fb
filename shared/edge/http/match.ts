/** Which operation a request is for: the path as routed, its parameters, and the methods it would take. */
import { RegExpRouter } from 'hono/router/reg-exp-router';
import { SmartRouter } from 'hono/router/smart-router';
import { TrieRouter } from 'hono/router/trie-router';
import type { Answer, Call, Operation } from '#shared/edge/http/operation.ts';
import { Rejection } from '#shared/schemas/problem.ts';

export type Route = {
  readonly id: string;
  readonly operation: Operation;
  readonly handle: (call: Call) => Promise<Answer>;
};

export type Matched = { readonly route: Route; readonly params: Readonly<Record<string, string>> };

export type Matcher = ReturnType<typeof createMatcher>;

export function createMatcher(routes: readonly Route[]) {
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
export function pathOf(url: string): string {
  const start = url.indexOf('/', url.indexOf('://') + 3);
  const end = url.search(/[?#]/);
  const path = start < 0 ? '/' : url.slice(start, end < 0 ? undefined : end);
  const single = path.includes('//') ? path.replace(/\/{2,}/g, '/') : path;
  return single.length > 1 && single.endsWith('/') ? single.slice(0, -1) : single;
}

export function routeRejection(method: string, path: string, allowed: readonly string[]): Rejection {
  if (allowed.length === 0) return new Rejection('not-found', `There is no path "${path.slice(0, 200)}"`);
  return new Rejection('method-not-allowed', `Use ${allowed.join(' or ')} instead of ${method.slice(0, 20)}`, {
    allow: allowed,
  });
}

/** The path of the table for logs: what a client made of it may be personal. */
export function routeName(match: Matcher, method: string, path: string): string {
  try {
    return match.route(method, path)?.route.operation.path ?? 'unmatched';
  } catch {
    return 'unmatched';
  }
}
