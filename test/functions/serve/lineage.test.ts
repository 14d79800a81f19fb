/** From an edition back to what it was made of: model, watermark, statements, dials and code. */
import { describe, expect, it } from 'vitest';
import { configDigest } from '#shared/domain/digest.ts';
import { tuning } from '#shared/domain/tuning.ts';
import { ManifestView } from '#shared/schemas/api.ts';
import { ExperimentConfig, noExperiments } from '#shared/schemas/experiment.ts';
import { statementsDigest } from '#shared/sql/engine/statement.ts';
import { hourlyListens, monday, openTestHome } from '#test/support/home.ts';

const songs = Array.from({ length: 40 }, (_, nth) => `song ${nth}`);
const experiments = ExperimentConfig.parse({
  experiments: [{ name: 'calm', variants: [{ name: 'still', share: 1, overrides: { 'recommend.jitter': 0 } }] }],
});

describe('GET /v1/playlists/{playlistId}/manifest', () => {
  it('I5 Replay: leads from an edition to its model, watermark, statements, dials and code', async () => {
    await using opened = await openTestHome(monday, { experiments });
    const { call, home } = opened;
    const users = ['ada', 'bob', 'cyd', 'dan'];
    for (const [nth, userId] of users.entries()) {
      const listens = hourlyListens(userId, songs.slice(nth * 3, nth * 3 + 25), monday - 3_600 * nth);
      await call('POST', '/v1/listens', { listens });
    }
    await home.idle();
    for (const verb of ['train', 'plan']) {
      expect((await call('POST', `/v1/run/${verb}`, { at: monday + 8 * 86_400 })).status).toBe(200);
      await home.idle();
      opened.time.now = monday + 8 * 86_400;
    }
    const { playlists } = (await call('GET', '/v1/users/ada/playlists')).json;
    const { status, json } = await call('GET', `/v1/playlists/${playlists[0].playlistId}/manifest`);
    expect(status).toBe(200);
    const { model, ...manifest } = ManifestView.parse(json);
    expect(manifest.watermark).toBe('2026-11-23T11:00:00Z');
    expect(manifest).toMatchObject({
      codeVersion: 'test',
      configDigest: configDigest({ tuning, experiments }),
      variants: { calm: 'still' },
    });
    expect(model).toMatchObject({
      modelVersion: manifest.modelVersion,
      state: 'published',
      codeVersion: 'test',
      configDigest: configDigest({ tuning, experiments: noExperiments }),
      statementsDigest: statementsDigest(),
      watermark: monday,
      counts: { listens: 100 },
    });
    expect(statementsDigest()).toMatch(/^[0-9a-f]{16}$/);
  });
});
