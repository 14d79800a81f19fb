/** How answers look under `/1`: ListenBrainz's errors and CORS headers. */
import { commonHeaders, type Dialect, problemDialect, refusalHeaders } from '#shared/edge/http/problem-response.ts';
import { ListenRejection } from '#shared/edge/listenbrainz/listen-rejection.ts';
import { problems, type Rejection } from '#shared/schemas/problem.ts';

/** The dialect of a path: ListenBrainz's under `/1`, problem+json everywhere else. */
export function dialectOf(path: string): Dialect {
  return path === '/1' || path.startsWith('/1/') ? listenBrainzDialect : problemDialect;
}

export const listenBrainzDialect: Dialect = {
  headers: commonHeaders,

  preflight: (methods) => {
    const allowed = [...methods, ...(methods.includes('GET') ? ['HEAD'] : []), 'OPTIONS'].join(', ');
    return new Response(null, {
      status: methods.length === 0 ? 404 : 200,
      headers: {
        ...commonHeaders,
        allow: allowed,
        'access-control-allow-methods': allowed,
        'access-control-allow-headers': 'Authorization, Content-Type',
        'access-control-max-age': '21600',
      },
    });
  },

  refuse: (rejection, { request }) => {
    const status = statusOf(rejection);
    const listen = rejection instanceof ListenRejection ? rejection.listen : undefined;
    return new Response(JSON.stringify({ ...listen, code: status, error: errorOf(rejection, request) }), {
      status,
      headers: { ...refusalHeaders(rejection), 'content-type': 'application/json' },
    });
  },
};

/** ListenBrainz knows no users that are gone, and no limits but those of a request. */
function statusOf({ code }: Rejection): number {
  if (code === 'forgotten') return 404;
  return code === 'limit-reached' ? 400 : problems[code].status;
}

function errorOf(rejection: Rejection, request: Request): string {
  switch (rejection.code) {
    case 'unauthorized':
      return unauthorised(request.headers.get('authorization'));
    case 'invalid-json':
      return `Cannot parse JSON document: ${rejection.message}`;
    case 'too-many-requests':
      return 'You have exceeded your rate limit. See the X-RateLimit-* response headers for more information on your current rate limit.';
    case 'overloaded':
      return 'Cannot submit listens to queue, please try again later.';
    case 'internal':
      return 'Something went wrong. Please try again.';
    default:
      return rejection.faults?.[0]?.detail ?? rejection.message;
  }
}

function unauthorised(header: string | null): string {
  if (header === null || header.trim() === '') return 'You need to provide an Authorization header.';
  if (!/\S\s+\S/.test(header)) return 'Provided Authorization header is invalid.';
  return 'Invalid authorization token.';
}
