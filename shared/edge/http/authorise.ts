/** Who calls, and whether they may. */
import type { NarrowScope, Operation, Principal } from '#shared/edge/http/operation.ts';
import { queryOf } from '#shared/edge/http/query.ts';
import { Rejection } from '#shared/schemas/problem.ts';

/**
 * The second word of the Authorization header, whatever the scheme's case; ListenBrainz clients say "Token". Of Basic
 * credentials the password: a client that sends no token when it reads takes one in its URL, `https://ada:<token>@host`.
 */
export function tokenOf(request: Request): string | undefined {
  const header = request.headers.get('authorization');
  if (header === null) return undefined;
  const [scheme = '', credentials = ''] = header.trim().split(/\s+/);
  if (scheme.toLowerCase() !== 'basic') return credentials;
  const decoded = Buffer.from(credentials, 'base64').toString('utf8');
  return decoded.slice(decoded.indexOf(':') + 1);
}

/** Whom a call is about: `:userId` under `/v1`; `:userName` or `?user_name=` under `/1`. */
export function namedUser({ userId, userName }: Readonly<Record<string, string>>, url: string): string | undefined {
  return userId ?? userName ?? queryOf(url).user_name;
}

/** On the ListenBrainz wire names mean the same in any case: the token's own user, as that user is called here. */
export function ownName(named: string | undefined, { access }: Operation, principal: Principal): string | undefined {
  const isOwn =
    access === 'listener' && principal.scope === 'user' && named?.toLowerCase() === principal.userId.toLowerCase();
  return isOwn ? principal.userId : named;
}

type Asked = { readonly named: string | undefined; readonly publicReads: boolean };

/** I9: a token opens its own user and nothing else. */
export function authorise(operation: Operation, principal: Principal, { named, publicReads }: Asked): void {
  const { access } = operation;
  if (access === 'public' || access === 'unchecked' || principal.scope === 'operator') return;
  if (principal.scope === 'public') {
    if (access === 'listener' && publicReads) return;
    throw new Rejection('unauthorized', 'Send "Authorization: Bearer <token>" with a valid token');
  }
  if (access === 'operator') throw new Rejection('forbidden', 'This call takes the operator token');
  if (principal.only !== undefined && !scopesOf(operation).includes(principal.only)) {
    throw new Rejection('forbidden', `This token may only ${principal.only}; make one that opens everything`);
  }
  if (access === 'token' || (access === 'listener' && named === undefined)) return;
  if (named !== principal.userId) throw new Rejection('forbidden', 'This token opens another user');
}

/** The narrower tokens that an operation takes. */
export function scopesOf({ method, scopes }: Operation): readonly NarrowScope[] {
  return scopes ?? (method === 'GET' ? ['read'] : []);
}
