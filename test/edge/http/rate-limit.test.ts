import { describe, expect, it } from 'vitest';
import { createRateLimit, rateLimitHeaders } from '#shared/edge/http/rate-limit.ts';
import type { UserId } from '#shared/schemas/ids.ts';
import { limits } from '#shared/schemas/limits.ts';

const now = 1_700_000_000;
const token = (tokenId: string) => ({ scope: 'user' as const, userId: 'ada' as UserId, tokenId });
const anyone = { scope: 'public' as const };

describe('createRateLimit', () => {
  it('counts a window down, says when it ends, and starts anew behind it', () => {
    const rateLimit = createRateLimit(3, 1);
    const standings = [0, 1, 2, 3].map((second) => rateLimit(token('a'), { address: '', now: now + second }));
    expect(standings.map(({ remaining }) => remaining)).toEqual([2, 1, 0, 0]);
    expect(standings.map(({ exceeded }) => exceeded)).toEqual([false, false, false, true]);
    expect(standings.map(({ resetAt }) => resetAt)).toEqual([10, 10, 10, 10].map((seconds) => now + seconds));
    expect(standings.map(({ resetIn }) => resetIn)).toEqual([10, 9, 8, 7]);
    expect(rateLimit(token('a'), { address: '', now: now + 10 })).toMatchObject({ remaining: 2, exceeded: false });
  });

  it('counts every token for itself, and those without one by address', () => {
    const rateLimit = createRateLimit(1, 1);
    for (const principal of [token('a'), token('b'), { scope: 'operator' as const }]) {
      expect(rateLimit(principal, { address: 'same', now }).exceeded).toBe(false);
    }
    expect(rateLimit(anyone, { address: 'one', now }).exceeded).toBe(false);
    expect(rateLimit(anyone, { address: 'two', now }).exceeded).toBe(false);
    expect(rateLimit(anyone, { address: 'one', now }).exceeded).toBe(true);
  });

  it('I11 Bounded: many callers do not fill the memory', () => {
    const rateLimit = createRateLimit(1, 1);
    rateLimit(token('first'), { address: '', now });
    for (let caller = 0; caller < limits.rateCallersMax; caller++) rateLimit(anyone, { address: `${caller}`, now });
    // Forgotten with all the others, so it counts from the beginning.
    expect(rateLimit(token('first'), { address: '', now }).exceeded).toBe(false);
  });
});

it('rateLimitHeaders gives the four headers that clients of ListenBrainz read, as whole numbers', () => {
  const headers = rateLimitHeaders({ limit: 30, remaining: 29, resetAt: now, resetIn: 7, exceeded: false });
  expect(headers).toEqual({
    'x-ratelimit-limit': '30',
    'x-ratelimit-remaining': '29',
    'x-ratelimit-reset': String(now),
    'x-ratelimit-reset-in': '7',
  });
});
