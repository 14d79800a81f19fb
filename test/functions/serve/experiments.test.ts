/** An experiment on an embedded home: who is shown what, what the warehouse learns of it, and what the operator is told. */
import { describe, expect, it } from 'vitest';
import { assignVariants } from '#shared/domain/experiment/assign.ts';
import { rowsOf } from '#shared/ports/warehouse.ts';
import { ExperimentView } from '#shared/schemas/api.ts';
import { ExperimentConfig } from '#shared/schemas/experiment.ts';
import type { RowOf } from '#shared/schemas/tables.ts';
import { hourlyListens, monday, openTestHome, type TestHome } from '#test/support/home.ts';
import { publishModel, sinnerman, storeEdition, unnamed } from '#test/support/wire-edition.ts';

const config = ExperimentConfig.parse({
  holdback: 0.2,
  experiments: [
    {
      name: 'calm',
      variants: [
        { name: 'control', share: 0.5 },
        { name: 'short', share: 0.5, overrides: { 'recommend.seedsMax': 0 } },
      ],
    },
  ],
});
const playlistId = '7d9c1c3a-1f0e-5c1a-9b1d-2f3e4d5c6b7a';
const variantOf = (userId: string): string | undefined => assignVariants(config, userId).calm;
/** The first user of a name like this who is given the variant. */
const userIn = (variant: string): string => {
  for (let nth = 0; ; nth++) if (variantOf(`user${nth}`) === variant) return `user${nth}`;
};

async function exposuresIn({ home }: TestHome): Promise<RowOf<'exposures'>[]> {
  await home.idle();
  await home.verbs.refresh();
  const all = { name: 'all', text: 'SELECT * FROM exposures ORDER BY user_id, shown' };
  return rowsOf<RowOf<'exposures'>>(home.stores.warehouse, all, {});
}

async function withListener(opened: TestHome, userId: string): Promise<string> {
  const token = await opened.user(userId);
  await opened.call('POST', '/v1/listens', { listens: hourlyListens(userId, ['a']) });
  await opened.home.idle();
  return token;
}

describe('exposures', () => {
  it('name who was recommended what under which variant, once a day; a variant changes what it says', async () => {
    await using opened = await openTestHome(monday, { experiments: config });
    await publishModel(opened, 'a', [sinnerman, unnamed]);
    for (const variant of ['control', 'short', 'holdback']) {
      const userId = userIn(variant);
      const token = await withListener(opened, userId);
      const path = `/v1/users/${userId}/recommendations`;
      const [{ json }] = [await opened.call('GET', path, undefined, token), await opened.call('GET', path)];
      expect(json.recommendations.length, variant).toBe(variant === 'short' ? 0 : 2);
    }
    const rows = await exposuresIn(opened);
    // Who was shown nothing was not exposed.
    const wanted = [userIn('control'), userIn('holdback')].sort();
    expect(rows.map(({ user_id }) => user_id)).toEqual(wanted);
    expect(rows.map(({ variant }) => variant)).toEqual(wanted.map(variantOf));
    for (const { items, shown } of rows)
      expect([JSON.parse(items), shown]).toEqual([[sinnerman.itemId, unnamed.itemId], 'recommendations']);
    opened.time.now += 86_400;
    await opened.call('GET', `/v1/users/${userIn('control')}/recommendations`);
    expect(await exposuresIn(opened)).toHaveLength(3);
  });

  it('name editions as their manifest has the variant, on both wires and not what was taken out of them', async () => {
    await using opened = await openTestHome(monday, { experiments: config });
    await opened.user('ada');
    await opened.user('bob');
    await storeEdition(opened, { playlistId, dueAt: monday - 60, variants: { calm: 'short' } });
    const bobs = playlistId.replace(/a$/, 'b');
    await storeEdition(opened, { playlistId: bobs, userId: 'bob', dueAt: monday - 60 });
    await opened.call('PUT', `/v1/users/ada/blocks/item/${sinnerman.itemId}`);
    for (const path of [`/v1/playlists/${playlistId}`, `/1/playlist/${playlistId}`, `/v1/playlists/${bobs}`])
      expect((await opened.call('GET', path)).status).toBe(200);
    const rows = await exposuresIn(opened);
    expect(rows.map(({ user_id, variant, shown, items }) => [user_id, variant, shown, JSON.parse(items)])).toEqual([
      ['ada', 'short', 'weekly-exploration', [unnamed.itemId]],
    ]);
  });

  it('I10 Forgotten: an export has them, an erasure removes them, and none comes back', async () => {
    await using opened = await openTestHome(monday, { experiments: config });
    await opened.user('ada');
    await storeEdition(opened, { playlistId, dueAt: monday - 60, variants: { calm: 'short' } });
    await opened.call('GET', `/v1/playlists/${playlistId}`);
    expect(await exposuresIn(opened)).toHaveLength(1);
    const exported = (await opened.call('GET', '/v1/users/ada/export')).text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    const shown = { experiment: 'calm', variant: 'short', shown: 'weekly-exploration', exposedAt: monday };
    expect(exported.filter(({ type }) => type === 'exposure')).toEqual([
      { type: 'exposure', ...shown, items: [sinnerman.itemId, unnamed.itemId] },
    ]);
    const { receiptId } = (await opened.call('DELETE', '/v1/users/ada')).json;
    await opened.home.idle();
    const { state, removed } = (await opened.call('GET', `/v1/receipts/${receiptId}`)).json;
    expect([state, removed['warehouse.exposures']]).toEqual(['done', 1]);
    expect(await exposuresIn(opened)).toEqual([]);
  });
});

describe('GET /v1/experiments/{experiment}', () => {
  it('tells the operator what came of an experiment, and what there is when asked for another', async () => {
    await using opened = await openTestHome(monday, { experiments: config });
    await publishModel(opened, 'a', [sinnerman, unnamed]);
    for (let nth = 0; nth < 60; nth++) {
      const token = await withListener(opened, `user${nth}`);
      await opened.call('GET', `/v1/users/user${nth}/home`, undefined, token);
    }
    await exposuresIn(opened);
    const { status, json } = await opened.call('GET', '/v1/experiments/calm?days=7');
    expect(status).toBe(200);
    const view = ExperimentView.parse(json);
    expect(view.variants.map(({ variant }) => variant)).toEqual(['control', 'short', 'holdback']);
    const control = Array.from({ length: 60 }, (_, nth) => variantOf(`user${nth}`)).filter(
      (each) => each === 'control',
    );
    expect(view.variants[0]).toMatchObject({ users: control.length, outcomes: { taken: { mean: 0 } } });
    // One variant shows nothing at all, so nobody is exposed to it: a ratio that chance does not explain.
    expect([view.state, view.since, view.asOf]).toEqual(['invalid', '2026-11-16T12:00:00Z', '2026-11-23T12:00:00Z']);

    const other = await opened.call('GET', '/v1/experiments/loud');
    expect([other.status, other.json.detail]).toEqual([
      404,
      'There is no experiment "loud"; SEGUE_EXPERIMENTS names "calm"',
    ]);
    expect((await opened.call('GET', '/v1/experiments/calm?days=91')).status).toBe(400);
  });
});
