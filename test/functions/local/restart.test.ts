import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openHome } from '#functions/local/home.ts';
import { operatorToken } from '#test/support/home.ts';

describe('openHome', () => {
  it('I1 Once: what a killed process had leased is free again at once, so rebuilds do not wait for its end', async () => {
    const data = mkdtempSync(join(tmpdir(), 'segue-restart-'));
    const open = () => openHome({ data, operatorToken, codeVersion: 'test', log: () => {} });
    try {
      {
        await using killed = await open();
        const until = Math.floor(Date.now() / 1_000) + 600;
        const lease = { holder: '6f1ed002-ab59-4a27-88ef-1d345c5e6a01', until };
        await killed.stores.store.update('leases', 'refresh', () => ({ next: lease, result: undefined }));
        await expect(killed.verbs.refresh()).rejects.toThrow('another worker is at it');
      }
      await using restarted = await open();
      await expect(restarted.verbs.refresh()).resolves.toBe(true);
    } finally {
      rmSync(data, { recursive: true, force: true });
    }
  });
});
