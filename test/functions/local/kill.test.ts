/** kill -9 at random moments of an import, then a restart: nothing lost, nothing doubled, files intact. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { countedIn, type Import, importThroughKills } from '#test/support/kills.ts';

describe('the embedded home', () => {
  // `npm run bench -- --only soak` does the same with 200 kills and 50,000 listens.
  it('I1 Once: killed while listens come in and are learned, it loses none and doubles none', {
    timeout: 120_000,
  }, async () => {
    const data = mkdtempSync(join(tmpdir(), 'segue-kill-'));
    const seed = Math.floor(Math.random() * 1e9);
    const run: Import = { kills: 8, users: 6, batchesPerUser: 20, batchSize: 25, seed };
    const [each, all] = [500, 3_000];
    try {
      expect(await importThroughKills(data, run), `seed ${seed}`).toBe(all);
      expect(await countedIn(data, run), `seed ${seed}`).toEqual({
        profiles: Array(run.users).fill({ listens: each, plays: each }),
        warehouse: { listens: all, ids: all },
        deadLetters: 0,
        integrity: 'ok',
      });
    } finally {
      rmSync(data, { recursive: true, force: true });
    }
  });
});
