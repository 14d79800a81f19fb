/** From a token to whom it opens. Only hashes are kept or compared. */
import { hash, timingSafeEqual } from 'node:crypto';
import type { Principal } from '#shared/edge/http/operation.ts';
import type { Tokens } from '#shared/ports/users.ts';
import { Rejection } from '#shared/schemas/problem.ts';

/** SHA-256, base64url: tokens are 122 random bits, so no salt or slow hash is needed. */
export function tokenHash(token: string): string {
  return hash('sha256', token, 'base64url');
}

/**
 * No token is the public; a token nobody made is refused. `operatorHash` is the hash of the deployment's own operator
 * token; further operator tokens are found like users' tokens.
 */
export function createAuthenticate(
  tokens: Tokens,
  operatorHash: string,
): (token: string | undefined) => Promise<Principal> {
  if (operatorHash === tokenHash('')) throw new Error('Cannot start: the operator token is empty');
  const operator = Buffer.from(operatorHash);
  return async (token) => {
    if (token === undefined) return { scope: 'public' };
    if (token === '') throw new Rejection('unauthorized', 'The Authorization header holds no token');
    const presented = tokenHash(token);
    if (timingSafeEqual(Buffer.from(presented), operator)) return { scope: 'operator' };
    const found = await tokens.find(presented);
    if (found === undefined) throw new Rejection('unauthorized', 'The token is not valid or was revoked');
    const { scope, userId, tokenId } = found;
    if (scope === 'operator') return { scope };
    const whole = scope === 'user' || scope === 'everything';
    return { scope: 'user', userId, tokenId, ...(whole ? {} : { only: scope }) };
  };
}
