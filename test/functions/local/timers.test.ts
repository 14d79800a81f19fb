import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Home } from '#functions/local/home.ts';
import { startTimers } from '#functions/local/timers.ts';

/** The verbs that the timers fire within so many seconds of a start, in a home with a model or without. */
async function firedWithin(seconds: number, hasModel: boolean): Promise<string[]> {
  const fired: string[] = [];
  const home = {
    run: async (verb: string) => void fired.push(verb),
    stores: {
      store: { query: async () => [] },
      models: { pointer: async () => (hasModel ? {} : undefined) },
      registry: { manifests: async () => [{ trainedAt: Date.now() / 1_000 }] },
    },
  } as unknown as Home;
  const timers = startTimers(home, () => {});
  await vi.advanceTimersByTimeAsync(seconds * 1_000);
  timers.stop();
  return fired;
}

describe('startTimers', () => {
  beforeEach(() => void vi.useFakeTimers({ now: new Date('2026-11-27T12:00:05Z') }));
  afterEach(() => void vi.useRealTimers());

  it('I4 One edition: catches up at the start what was due while the home was down', async () => {
    expect(await firedWithin(2, true)).toEqual(['collect', 'plan', 'watch']);
  });

  it('I6 Fresh: makes no edition of a new home while its history is still on the way in', async () => {
    expect(await firedWithin(2, false)).toEqual(['collect', 'train', 'watch']);
  });
});
