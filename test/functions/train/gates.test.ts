/** Bad days are fed in: the model is held back and the reason is said; a good day is published. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { failedGates } from '#shared/domain/model/gates.ts';
import { rowsOf } from '#shared/ports/warehouse.ts';
import type { ModelManifest } from '#shared/schemas/model.ts';
import type { RowOf } from '#shared/schemas/tables.ts';
import { statement } from '#shared/sql/engine/statement.ts';
import { refresh } from '#shared/sql/refresh/refresh.ts';
import { checkerboard, type Deployment, day, landAll, noon, openDeployment } from '#test/functions/train/deployment.ts';
import { at, everythingIn, listenRow, type Told } from '#test/support/warehouse-rows.ts';

const good = '20260928T120000Z';
const tomorrow = noon + day;

let deployment: Deployment;
beforeEach(async () => {
  deployment = await openDeployment();
  await landAll(deployment, busyBoard(noon));
  expect(await deployment.train(noon)).toMatchObject({ state: 'trained' });
  await deployment.publishAll();
  expect(await deployment.models.pointer()).toMatchObject({ modelVersion: good });
  deployment.at(tomorrow);
});
afterEach(() => deployment[Symbol.asyncDispose]());

/** Enough listeners that a day brings more listens than a gate on volume needs to speak. */
function busyBoard(endsAt: number): Map<string, Told[]> {
  return checkerboard({ users: 220, squares: 120, days: 14, endsAt });
}

/** The listens of the day after, of the share of users asked for. */
function nextDay(share = 1): Map<string, Told[]> {
  const board = busyBoard(tomorrow);
  const users = [...board].slice(0, Math.floor(board.size * share));
  return new Map(users.map(([userId, told]) => [userId, renamed(told.filter(({ listenedAt }) => listenedAt >= noon))]));
}

const renamed = (told: readonly Told[], prefix = 'next '): Told[] =>
  told.map((listen) => ({ ...listen, id: prefix + listen.id }));

async function trainTomorrow(): Promise<ModelManifest> {
  const manifest = await deployment.train(tomorrow);
  await deployment.publishAll();
  return manifest as ModelManifest;
}

const countOf = async ({ warehouse }: Deployment, condition: string): Promise<number> =>
  (await rowsOf(warehouse, { name: 'counted', text: `SELECT listen_id FROM listens WHERE ${condition}` }, {})).length;

/** As a fault of the refresh would: every listen stands there again under another id. */
async function countTwice({ warehouse }: Deployment): Promise<void> {
  const rows = await rowsOf<RowOf<'listens'>>(warehouse, { name: 'counted', text: 'SELECT * FROM listens' }, {});
  await warehouse.load(
    'listens',
    rows.map((row) => ({ ...row, listen_id: `again ${row.listen_id}` })),
  );
}

function expectHeld(manifest: ModelManifest, gate: string): void {
  expect(manifest.state).toBe('held');
  expect(failedGates(manifest.gates).map((each) => each.gate)).toContain(gate);
  const line = deployment.lines.find((logged) => logged.message === 'gate failed' && logged.gate === gate);
  expect(line).toMatchObject({ value: expect.any(Number), limit: expect.any(String), detail: expect.any(String) });
}

async function expectLastGoodStays(): Promise<void> {
  expect(await deployment.takeMessages()).toEqual([]);
  const pointer = await deployment.models.pointer();
  expect(pointer?.modelVersion).toBe(good);
  const [near] = await deployment.models.neighbours(pointer?.modelVersion as never, ['square 4']);
  expect(near?.neighbours.length).toBeGreaterThan(0);
}

describe('gates', () => {
  it('let a good day pass', async () => {
    await landAll(deployment, nextDay());
    const manifest = await trainTomorrow();
    expect(failedGates(manifest.gates)).toEqual([]);
    expect(manifest.gates.map(({ gate }) => gate)).toEqual(
      expect.arrayContaining(['times', 'duplicates', 'volume', 'history', 'neighbours', 'coverage', 'recall']),
    );
    expect(await deployment.models.pointer()).toMatchObject({ modelVersion: '20260929T120000Z', previous: [good] });
  });

  it('hold the model back when half of the listens of the day are missing', async () => {
    await landAll(deployment, nextDay(0.5));
    expectHeld(await trainTomorrow(), 'volume');
    await expectLastGoodStays();
  });

  it('hold the model back when half of the history is gone', async () => {
    await deployment.warehouse.remove({ name: 'loss', text: `DELETE FROM listens WHERE user_id < 'user 2'` }, {});
    await deployment.warehouse.remove(
      { name: 'loss', text: `DELETE FROM listen_messages WHERE message_id < 'm6'` },
      {},
    );
    await landAll(deployment, nextDay());
    expectHeld(await trainTomorrow(), 'history');
    await expectLastGoodStays();
  });

  it.each([
    ['within a day', 0.5],
    ['within months', 90],
  ])(
    'set one bot aside that played one track 100,000 times %s, name it, and hold nobody for it',
    async (_when, pause) => {
      await landAll(deployment, nextDay());
      const plays = Array.from({ length: 100_000 }, (_, nth) =>
        listenRow({
          listen_id: `bot ${nth}`,
          user_id: 'bot',
          item_id: 'square 3',
          listened_at: at(noon - Math.floor(nth * pause)),
        }),
      );
      await deployment.warehouse.load('listens', plays);
      const manifest = await trainTomorrow();
      expect(manifest.state).toBe('trained');
      expect(manifest.quality).toMatchObject({ 'listeners set aside': 1 });
      expect(deployment.lines).toContainEqual(
        expect.objectContaining({ message: 'listener set aside', userId: 'bot', mostRepeated: 100_000 }),
      );
      const learned = await everythingIn(deployment.warehouse, 'model_users', 'user_index');
      expect(learned).toHaveLength(220);
      expect(learned.map(({ user_id }) => user_id)).not.toContain('bot');
    },
  );

  it('hold the model back when a tenth of all listeners and more are bots', async () => {
    await landAll(deployment, nextDay());
    const plays = Array.from({ length: 30 * 3_000 }, (_, nth) =>
      listenRow({
        listen_id: `bot ${nth}`,
        user_id: `bot ${nth % 30}`,
        item_id: `square ${nth % 100}`,
        listened_at: at(noon - 43_200 + Math.floor(nth / 30) * 10),
      }),
    );
    await deployment.warehouse.load('listens', plays);
    expectHeld(await trainTomorrow(), 'busiest day');
    await expectLastGoodStays();
  });

  it('make the next model after an erasure, of whoever it was', async () => {
    const erased = ['user 1', 'user 2', 'user 3'];
    for (const table of ['listen_messages', 'listens', 'model_users'] as const) {
      for (const user_id of erased) await deployment.warehouse.remove(statement(`forget/${table}`), { user_id });
    }
    const [{ erasable } = { erasable: 0 }] = await rowsOf<{ erasable: number }>(
      deployment.warehouse,
      { name: 'erased', text: `SELECT COUNT(*) AS erasable FROM listens WHERE user_id = 'user 1'` },
      {},
    );
    expect(erasable).toBe(0);
    await landAll(deployment, new Map([...nextDay()].filter(([userId]) => !erased.includes(userId))));
    expect(failedGates((await trainTomorrow()).gates)).toEqual([]);
  });

  it('take a course for a course: what stays as it is for days is published, and recorded as such', async () => {
    await deployment.warehouse.remove({ name: 'loss', text: `DELETE FROM listens WHERE user_id < 'user 2'` }, {});
    await deployment.warehouse.remove(
      { name: 'loss', text: `DELETE FROM listen_messages WHERE message_id < 'm6'` },
      {},
    );
    const manifests: ModelManifest[] = [];
    for (let days = 1; days <= 4; days++) {
      deployment.at(noon + days * day);
      manifests.push((await deployment.train(noon + days * day)) as ModelManifest);
      await deployment.publishAll();
    }
    expect(manifests.map(({ state }) => state)).toEqual(['held', 'held', 'held', 'trained']);
    const [ended] = manifests[3]?.gates.filter((gate) => gate.ended !== undefined) ?? [];
    expect(ended).toMatchObject({ gate: 'history', passed: true, ended: 'course' });
  });

  it('hold the model back when all times are in 1970', async () => {
    const seventies = [...nextDay()].map(
      ([userId, told]) => [userId, told.map((listen) => ({ ...listen, listenedAt: listen.listenedAt % day }))] as const,
    );
    await landAll(deployment, new Map(seventies));
    expectHeld(await trainTomorrow(), 'times');
    await expectLastGoodStays();
  });

  it('let the model through when an import was made twice under other ids: one play told twice is one listen', async () => {
    await landAll(deployment, nextDay());
    await landAll(deployment, new Map([...busyBoard(noon)].map(([userId, told]) => [userId, renamed(told, 'again ')])));
    expect((await trainTomorrow()).state).toBe('trained');
    expect(await countOf(deployment, "STARTS_WITH(listen_id, 'again ')")).toBe(0);
  });

  it('hold the model back when listens were counted twice all the same', async () => {
    await landAll(deployment, nextDay());
    await refresh(deployment.warehouse, { overlapSeconds: 0 });
    await countTwice(deployment);
    expectHeld(await trainTomorrow(), 'duplicates');
    await expectLastGoodStays();
  });

  it('recover: once what was wrong is taken out, the next day is published', async () => {
    await landAll(deployment, nextDay());
    const absurd = (told: readonly Told[]) =>
      renamed(told, 'again ').map((listen) => ({ ...listen, listenedAt: listen.listenedAt % day }));
    await landAll(deployment, new Map([...busyBoard(noon)].map(([userId, told]) => [userId, absurd(told)])));
    expect((await trainTomorrow()).state).toBe('held');
    await deployment.warehouse.remove(
      { name: 'mend', text: `DELETE FROM listens WHERE STARTS_WITH(listen_id, 'again ')` },
      {},
    );
    await deployment.warehouse.remove(
      { name: 'mend', text: `DELETE FROM listen_messages WHERE data LIKE '%again %'` },
      {},
    );
    const mended = (await deployment.train(tomorrow + 3_600)) as ModelManifest;
    expect(failedGates(mended.gates)).toEqual([]);
    await deployment.publishAll();
    expect(await deployment.models.pointer()).toMatchObject({ modelVersion: '20260929T130000Z' });
  });
});
