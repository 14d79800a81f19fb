/** Whose token a write came with. */
import type { Principal } from '#shared/edge/http/operation.ts';
import type { UserId } from '#shared/schemas/ids.ts';
import { Rejection } from '#shared/schemas/problem.ts';

/** Throws a Rejection for no token, and for the operator's, which is valid but nobody's to scrobble with. */
export function listenerOf(principal: Principal): UserId {
  if (principal.scope === 'user') return principal.userId;
  if (principal.scope === 'public') throw new Rejection('unauthorized', 'Send "Authorization: Token <token>"');
  const detail =
    'The operator token opens no listener of its own; make a user token with POST /v1/users/{userId}/tokens';
  throw new Rejection('forbidden', detail);
}
