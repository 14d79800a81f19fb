/** How refusals look: RFC 9457 problem+json on `/v1`. ListenBrainz's own form stands in edge/listenbrainz. */
import { problems, type Rejection } from '#shared/schemas/problem.ts';

export type Dialect = {
  /** Headers of every answer. */
  readonly headers: Readonly<Record<string, string>>;
  readonly preflight: (methods: readonly string[]) => Response;
  readonly refuse: (rejection: Rejection, refused: { readonly request: Request; readonly path: string }) => Response;
};

/** Headers of an answer that tells of somebody and was asked for without a token: no web page of elsewhere reads it. */
export const sameOriginHeaders = {
  'x-content-type-options': 'nosniff',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
} as const;

/** Browsers may call from anywhere: tokens travel in a header, never in a cookie. */
const cors = {
  'access-control-allow-origin': '*',
  'access-control-expose-headers':
    'ETag, Retry-After, X-RateLimit-Limit, X-RateLimit-Remaining, X-RateLimit-Reset, X-RateLimit-Reset-In',
} as const;

export const commonHeaders: Readonly<Record<string, string>> = { ...sameOriginHeaders, ...cors };

function preflight(methods: readonly string[]): Response {
  const allowed = [...new Set([...methods, ...(methods.includes('GET') ? ['HEAD'] : []), 'OPTIONS'])].join(', ');
  return new Response(null, {
    status: methods.length === 0 ? 404 : 204,
    headers: {
      ...commonHeaders,
      allow: allowed,
      'access-control-allow-methods': allowed,
      'access-control-allow-headers': 'Authorization, Content-Type, If-None-Match',
      'access-control-max-age': '21600',
    },
  });
}

export const problemDialect: Dialect = {
  headers: commonHeaders,
  preflight,
  refuse: (rejection, { path }) => {
    const { status, title } = problems[rejection.code];
    const body = {
      type: `urn:segue:problem:${rejection.code}`,
      title,
      status,
      detail: rejection.message,
      instance: path.slice(0, 500),
      ...(rejection.faults === undefined ? {} : { faults: rejection.faults }),
    };
    return new Response(JSON.stringify(body), {
      status,
      headers: { ...refusalHeaders(rejection), 'content-type': 'application/problem+json' },
    });
  },
};

/** Headers of any refusal, in whatever dialect. */
export function refusalHeaders(rejection: Rejection): Record<string, string> {
  const { status } = problems[rejection.code];
  return {
    ...commonHeaders,
    'cache-control': 'no-store',
    ...(rejection.allow === undefined ? {} : { allow: [...rejection.allow, 'OPTIONS'].join(', ') }),
    ...(status === 401 ? { 'www-authenticate': 'Bearer realm="segue"' } : {}),
    ...(status === 503 || status === 429 ? { 'retry-after': String(rejection.retryAfterSeconds ?? 1) } : {}),
  };
}
