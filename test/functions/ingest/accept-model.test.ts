import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createAcceptModel } from '#functions/ingest/accept-model.ts';
import { tuning } from '#shared/domain/tuning.ts';
import type { ModelVersion } from '#shared/schemas/ids.ts';
import type { Gate, ModelManifest } from '#shared/schemas/model.ts';
import { Rejection } from '#shared/schemas/problem.ts';
import { checkerboard, type Deployment, day, landAll, noon, openDeployment } from '#test/functions/train/deployment.ts';

let deployment: Deployment;
let held: ModelManifest;
beforeEach(async () => {
  deployment = await openDeployment();
  await landAll(deployment, checkerboard({ users: 40, squares: 24, days: 21 }));
  await deployment.train(noon);
  await deployment.publishAll();
  deployment.at(noon + day);
  const trained = (await deployment.train(noon + day)) as ModelManifest;
  await deployment.takeMessages();
  held = { ...trained, state: 'held', gates: [gate('recall'), gate('coverage'), ...trained.gates] };
  await deployment.registry.record(held);
});
afterEach(() => deployment[Symbol.asyncDispose]());

const gate = (name: string): Gate => ({ gate: name, passed: false, value: 0.1, limit: 'at least 0.2', detail: '' });

async function accept(modelVersion: string, gates: readonly string[]): Promise<unknown> {
  const call = { params: { modelVersion }, body: { gates } } as unknown;
  try {
    const accepting = createAcceptModel(deployment);
    return (await accepting(call as Parameters<typeof accepting>[0])).json;
  } catch (error) {
    if (error instanceof Rejection) return error.code;
    throw error;
  }
}

describe('createAcceptModel', () => {
  it('publishes a held candidate whose gates are all named, and says in the manifest whose word it was', async () => {
    const { modelVersion } = held;
    expect(await accept(modelVersion, ['recall', 'coverage'])).toMatchObject({ next: 'publication' });
    await deployment.publishAll();
    expect(await deployment.models.pointer()).toMatchObject({ modelVersion });
    const manifest = await deployment.registry.manifest(modelVersion);
    expect(manifest?.state).toBe('published');
    expect(manifest?.gates.filter(({ ended }) => ended === 'operator').map((each) => each.gate)).toEqual([
      'recall',
      'coverage',
    ]);
  });

  it('refuses a model that is unknown, not held or superseded, and gates that are not those that hold it', async () => {
    expect(await accept('20200101T000000Z', ['recall'])).toBe('not-found');
    expect(await accept(held.modelVersion, ['recall'])).toBe('conflict');
    expect(await accept(held.modelVersion, ['recall', 'coverage', 'volume'])).toBe('conflict');
    expect(await accept('20260928T120000Z' as ModelVersion, ['recall'])).toBe('conflict');
    deployment.at(noon + 2 * day);
    await deployment.train(noon + 2 * day);
    expect(await accept(held.modelVersion, ['recall', 'coverage'])).toBe('conflict');
    expect((await deployment.models.pointer())?.modelVersion).toBe('20260928T120000Z');
  });

  it('lets the next training pass what was held before it was made', async () => {
    deployment.at(noon + 2 * day);
    await deployment.warehouse.remove({ name: 'loss', text: `DELETE FROM listens WHERE user_id < 'user 2'` }, {});
    await deployment.warehouse.remove({ name: 'loss', text: 'DELETE FROM listen_messages WHERE TRUE' }, {});
    const lost = (await deployment.train(noon + 2 * day)) as ModelManifest;
    if (lost.state !== 'held') throw new Error('Nothing was lost');
    expect(await accept(lost.modelVersion, ['history'])).toMatchObject({ next: 'training' });
    deployment.at(noon + 2 * day + 600);
    const next = (await deployment.train(noon + 2 * day + 600)) as ModelManifest;
    expect(next).toMatchObject({ state: 'trained' });
    expect(next.gates).toContainEqual(expect.objectContaining({ gate: 'history', ended: 'operator' }));
    expect(tuning.model.gates.listenersMin).toBeLessThan(40);
  });
});
