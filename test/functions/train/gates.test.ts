/** Bad days are fed in: the model is held back and the reason is said; a good day is published. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { failedGates } from '#shared/domain/model/gates.ts';
import type { ModelManifest } from '#shared/schemas/model.ts';
import { checkerboard, type Deployment, day, landAll, noon, openDeployment } from '#test/functions/train/deployment.ts';
import { at, listenRow, type Told } from '#test/support/warehouse-rows.ts';

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
    ['within a day', 0.5, 'busiest day'],
    ['within months', 90, 'repetition'],
  ])('hold the model back when a bot played one track 100,000 times %s', async (_when, pauseSeconds, gate) => {
    await landAll(deployment, nextDay());
    const plays = Array.from({ length: 100_000 }, (_, nth) =>
      listenRow({
        listen_id: `bot ${nth}`,
        user_id: 'bot',
        item_id: 'square 3',
        listened_at: at(noon - Math.floor(nth * pauseSeconds)),
      }),
    );
    await deployment.warehouse.load('listens', plays);
    expectHeld(await trainTomorrow(), gate);
    await expectLastGoodStays();
  });

  it('hold the model back when all times are in 1970', async () => {
    const seventies = [...nextDay()].map(
      ([userId, told]) => [userId, told.map((listen) => ({ ...listen, listenedAt: listen.listenedAt % day }))] as const,
    );
    await landAll(deployment, new Map(seventies));
    expectHeld(await trainTomorrow(), 'times');
    await expectLastGoodStays();
  });

  it('hold the model back when an import was made twice under other ids', async () => {
    await landAll(deployment, nextDay());
    await landAll(deployment, new Map([...busyBoard(noon)].map(([userId, told]) => [userId, renamed(told, 'again ')])));
    expectHeld(await trainTomorrow(), 'duplicates');
    await expectLastGoodStays();
  });

  it('recover: once what was wrong is taken out, the next day is published', async () => {
    await deployment.land('bot', [
      ...Array.from({ length: 5_000 }, (_, nth) => ({ id: `b${nth}`, itemId: 'square 3', listenedAt: noon - nth })),
    ]);
    await landAll(deployment, nextDay());
    expect((await trainTomorrow()).state).toBe('held');
    await deployment.warehouse.remove({ name: 'mend', text: `DELETE FROM listens WHERE user_id = 'bot'` }, {});
    await deployment.warehouse.remove(
      { name: 'mend', text: `DELETE FROM listen_messages WHERE JSON_VALUE(data, '$.userId') = 'bot'` },
      {},
    );
    expect(await deployment.train(tomorrow + 3_600)).toMatchObject({ state: 'trained' });
    await deployment.publishAll();
    expect(await deployment.models.pointer()).toMatchObject({ modelVersion: '20260929T130000Z' });
  });
});
