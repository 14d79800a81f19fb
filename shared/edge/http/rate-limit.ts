/** Counts requests per caller and window, as ListenBrainz does: its four headers describe a window exactly, a leaking bucket not. */
import type { Principal } from '#shared/edge/http/operation.ts';
import { limits } from '#shared/schemas/limits.ts';

/** Where a caller stands after a request. Instants and durations are whole seconds. */
export type Standing = {
  readonly limit: number;
  readonly remaining: number;
  readonly resetAt: number;
  readonly resetIn: number;
  readonly exceeded: boolean;
};

/** Counts one request of a caller: a token is its own caller, those without one are told apart by address. */
export type RateLimit = (principal: Principal, from: { readonly address: string; readonly now: number }) => Standing;

/**
 * The counts live in this process: n instances let n times as many through, which is right, since each has its own
 * capacity to protect. `now` is Unix seconds. When too many callers are remembered, all are forgotten and start anew.
 */
export function createRateLimit(
  perToken: number = limits.requestsPerWindowMax,
  perAddress: number = limits.publicRequestsPerWindowMax,
): RateLimit {
  const windows = new Map<string, { readonly resetAt: number; count: number }>();
  return (principal, { address, now }) => {
    const caller = callerOf(principal, address);
    const limit = principal.scope === 'public' ? perAddress : perToken;
    let window = windows.get(caller);
    // A window that ends later than any that begins now was begun before the clock was set back.
    if (window === undefined || window.resetAt <= now || window.resetAt > now + limits.rateWindowSeconds) {
      if (windows.size >= limits.rateCallersMax) windows.clear();
      window = { resetAt: now + limits.rateWindowSeconds, count: 0 };
      windows.set(caller, window);
    }
    window.count += 1;
    const { resetAt, count } = window;
    return { limit, remaining: Math.max(0, limit - count), resetAt, resetIn: resetAt - now, exceeded: count > limit };
  };
}

function callerOf(principal: Principal, address: string): string {
  if (principal.scope === 'user') return `token ${principal.tokenId}`;
  return principal.scope === 'operator' ? 'operator' : `address ${address}`;
}

export function rateLimitHeaders({ limit, remaining, resetAt, resetIn }: Standing): Record<string, string> {
  return {
    'x-ratelimit-limit': String(limit),
    'x-ratelimit-remaining': String(remaining),
    'x-ratelimit-reset': String(resetAt),
    'x-ratelimit-reset-in': String(resetIn),
  };
}
