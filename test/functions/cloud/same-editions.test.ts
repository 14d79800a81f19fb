import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { startEmbeddedSegue } from '#functions/demo/embedded.ts';
import { startEmulatedSegue } from '#functions/demo/emulated.ts';
import { runDemo } from '#functions/demo/run.ts';
import { generatedSource } from '#functions/demo/sources.ts';
import { describeWithEmulators } from '#test/support/emulators.ts';

const data = mkdtempSync(join(tmpdir(), 'segue-same-'));
afterAll(() => rmSync(data, { recursive: true, force: true }));

async function editionsOf(start: typeof startEmbeddedSegue) {
  const source = generatedSource({ seed: 1, users: 20, listens: 2_000 });
  await using segue = await start({ data, now: source.now });
  const { editions, editionsSha256, playlists } = await runDemo(segue, source, undefined);
  return { editions, playlists, editionsSha256 };
}

await describeWithEmulators('Both homes', () => {
  it('I5 Replay: 20 users and 2,000 listens give the same editions in either home, byte for byte', async () => {
    const embedded = await editionsOf(startEmbeddedSegue);
    const emulated = await editionsOf(startEmulatedSegue);
    console.info(`${embedded.editions} editions, SHA-256 ${embedded.editionsSha256}, in either home`);
    expect(embedded.editions).toBe(60);
    expect(emulated).toEqual(embedded);
  }, 240_000);
});
