import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createRetireModel } from '#functions/ingest/retire-model.ts';
import { tuning } from '#shared/domain/tuning.ts';
import type { ModelVersion, UserId } from '#shared/schemas/ids.ts';
import type { ModelManifest } from '#shared/schemas/model.ts';
import { Rejection } from '#shared/schemas/problem.ts';
import { checkerboard, type Deployment, day, landAll, noon, openDeployment } from '#test/functions/train/deployment.ts';

const [first, second, third, fourth] = [28, 29, 30, 31].map((nth) =>
  nth === 31 ? '20261001T120000Z' : `202609${nth}T120000Z`,
) as [ModelVersion, ModelVersion, ModelVersion, ModelVersion];

let deployment: Deployment;
beforeEach(async () => {
  deployment = await openDeployment();
  await landAll(deployment, checkerboard({ users: 40, squares: 24, days: 21 }));
});
afterEach(() => deployment[Symbol.asyncDispose]());

/** Trains the model of the nth day and publishes it. */
async function publishDay(nth: number): Promise<ModelManifest> {
  const at = noon + nth * day;
  deployment.at(at);
  const manifest = (await deployment.train(at)) as ModelManifest;
  await deployment.publishAll();
  return manifest;
}

/** Retires a model as the operator does; resolves with the answer, or with the code of the refusal. */
async function retire(modelVersion: ModelVersion, now: number): Promise<unknown> {
  const call = { principal: { scope: 'operator' }, params: { modelVersion }, query: undefined, body: undefined, now };
  try {
    return (await createRetireModel(deployment)(call as Parameters<ReturnType<typeof createRetireModel>>[0])).json;
  } catch (error) {
    if (error instanceof Rejection) return error.code;
    throw error;
  }
}

const followed = async (): Promise<string | undefined> => (await deployment.models.pointer())?.modelVersion;
const squares = Array.from({ length: 24 }, (_, square) => `square ${square}`);

describe('I8 A rollback', () => {
  it('I8 A rollback moves readers to the last good model, whole; a repeat changes nothing', async () => {
    await publishDay(0);
    const whole = JSON.stringify(await deployment.models.neighbours(first, squares));
    await publishDay(1);
    const now = noon + day + 60;
    expect(await retire(second, now)).toEqual({ retired: second, modelVersion: first });
    const pointer = await deployment.models.pointer();
    expect(pointer).toMatchObject({ modelVersion: first, publishedAt: now, previous: [] });
    expect(JSON.stringify(await deployment.models.neighbours(first, squares))).toBe(whole);
    expect(await deployment.registry.manifest(second)).toMatchObject({ state: 'retired' });

    expect(await retire(second, now + 60)).toEqual({ retired: second, modelVersion: first });
    expect(await deployment.models.pointer()).toEqual(pointer);
  });

  it('I8 A rollback holds: neither late messages nor its own training bring a bad model back, and the next is judged by the good one', async () => {
    const good = await publishDay(0);
    const { modelVersion, shards } = await publishDay(1);
    await retire(second, noon + day);
    for (let shard = 0; shard < shards; shard++) await deployment.publish({ modelVersion, shard, shards });
    expect((await deployment.train(noon + day))?.state).toBe('retired');
    await deployment.publishAll();
    expect(await followed()).toBe(first);

    // Had the bad model been ten times as large, measured by it the next one would lack listens.
    const bad = (await deployment.registry.manifest(second)) as ModelManifest;
    await deployment.registry.record({ ...bad, counts: { ...bad.counts, listens: 10 * good.counts.listens } });
    expect((await publishDay(2)).state).toBe('trained');
    expect(await deployment.models.pointer()).toMatchObject({ modelVersion: third, previous: [first] });
  });

  it('I8 A rollback passes over models that were retired before', async () => {
    for (const nth of [0, 1, 2]) await publishDay(nth);
    expect(await retire(second, noon + 2 * day)).toEqual({ retired: second, modelVersion: third });
    expect(await retire(third, noon + 2 * day)).toEqual({ retired: third, modelVersion: first });
    await publishDay(3);
    expect(await followed()).toBe(fourth);
  });

  it('I8 A rollback finds every model whole that it can go to; of those before them the documents are gone', async () => {
    for (const nth of [0, 1, 2, 3, 4]) await publishDay(nth);
    const { previous = [] } = (await deployment.models.pointer()) ?? {};
    expect(previous).toEqual([fourth, third]);
    const kept = async (version: ModelVersion) =>
      (await deployment.models.neighbours(version, squares)).filter((near) => near !== undefined).length;
    expect(await Promise.all([first, third, fourth].map(kept))).toEqual([0, squares.length, squares.length]);
    expect(await deployment.models.candidates(first, 'user 3' as UserId)).toBeUndefined();
    expect(await deployment.models.lists(first, ['artist:colour 0'])).toEqual([undefined]);
  });

  it('I8 A rollback is refused where there is nothing to return to, and for a model nobody trained', async () => {
    await publishDay(0);
    expect(await retire(first, noon)).toBe('conflict');
    expect(await retire(fourth, noon)).toBe('not-found');
    await publishDay(1);
    expect(await retire(second, noon + (tuning.model.keptDays + 1) * day)).toBe('conflict');
    expect(await followed()).toBe(second);
    expect(await deployment.registry.manifest(second)).toMatchObject({ state: 'published' });
  });
});
