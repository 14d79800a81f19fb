import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { engagementWeight } from '#shared/domain/listens/engagement.ts';

describe('engagementWeight', () => {
  it.each([
    ['a scrobble that says no more', {}, 1],
    ['a full play', { playedMs: 200_000, durationMs: 200_000 }, 1],
    ['three quarters', { playedMs: 150_000, durationMs: 200_000 }, 0.75],
    ['exactly half: Last.fm counts it', { playedMs: 100_000, durationMs: 200_000 }, 0.5],
    ['just under half: a skip', { playedMs: 99_999, durationMs: 200_000 }, 0],
    ['four minutes of an hour', { playedMs: 240_000, durationMs: 3_600_000 }, 0.5],
    ['a jingle of 30 seconds', { playedMs: 30_000, durationMs: 30_000 }, 0],
    ['a jingle whose scrobbler said no playedMs', { durationMs: 20_000 }, 0],
    ['unknown length, three minutes', { playedMs: 180_000 }, 180 / 210],
    ['unknown length, ten seconds', { playedMs: 10_000 }, 0],
    ['a length of 0 is no length', { playedMs: 210_000, durationMs: 0 }, 1],
  ])('weighs %s', (_what, played, weight) => {
    expect(engagementWeight(played)).toBeCloseTo(weight, 12);
  });

  it('never leaves 0 or 0.5 to 1, and grows with what was played', () => {
    const ms = fc.integer({ min: 0, max: 8_000_000 });
    fc.assert(
      fc.property(ms, ms, ms, (durationMs, a, b) => {
        const [less, more] = [Math.min(a, b), Math.max(a, b)].map((playedMs) =>
          engagementWeight({ playedMs, durationMs }),
        );
        expect(more).toBeGreaterThanOrEqual(less as number);
        expect(more === 0 || ((more as number) >= 0.5 && (more as number) <= 1)).toBe(true);
      }),
    );
  });
});
