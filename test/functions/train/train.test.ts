import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { UserId } from '#shared/schemas/ids.ts';
import { checkerboard, type Deployment, day, landAll, noon, openDeployment } from '#test/functions/train/deployment.ts';

let deployment: Deployment;
beforeEach(async () => {
  deployment = await openDeployment();
});
afterEach(() => deployment[Symbol.asyncDispose]());

const colourOf = (itemId: string): number => Number(itemId.split(' ')[1]) % 2;

describe('train and publish', () => {
  it('see a checkerboard: who plays black squares is proposed black squares, with black squares as the reason', async () => {
    await landAll(deployment, checkerboard({ users: 40, squares: 24, days: 21 }));
    const manifest = await deployment.train(noon);
    expect(manifest).toMatchObject({ modelVersion: '20260928T120000Z', state: 'trained' });
    await deployment.publishAll();

    const pointer = await deployment.models.pointer();
    expect(pointer?.modelVersion).toBe('20260928T120000Z');
    const version = pointer?.modelVersion as NonNullable<typeof pointer>['modelVersion'];
    const [near] = await deployment.models.neighbours(version, ['square 4']);
    expect(near?.neighbours.slice(0, 5).map(({ item }) => colourOf(item.itemId))).toEqual([0, 0, 0, 0, 0]);
    for (const user of [0, 1, 7, 12]) {
      const proposed = await deployment.models.candidates(version, `user ${user}` as UserId);
      const [first] = proposed?.candidates ?? [];
      expect(colourOf(first?.item.itemId ?? '')).toBe(user % 2);
      expect(first?.score).toBe(1);
      expect(first?.seeds.map(({ itemId }) => colourOf(itemId))).toEqual([user % 2, user % 2, user % 2]);
      expect(proposed?.loved.every(({ item }) => colourOf(item.itemId) === user % 2)).toBe(true);
    }
    const [popular] = await deployment.models.lists(version, ['popular:track']);
    expect(popular?.items).toHaveLength(24);
    expect(await deployment.registry.manifest(version)).toMatchObject({ state: 'published' });
  });

  it('make a first model of a handful of listens', async () => {
    await deployment.land('ada', [
      { id: '1', itemId: 'a', listenedAt: noon - day },
      { id: '2', itemId: 'b', listenedAt: noon - day + 300 },
    ]);
    expect(await deployment.train(noon)).toMatchObject({ state: 'trained', ranker: 'kernel' });
    await deployment.publishAll();
    expect(await deployment.models.pointer()).toMatchObject({ modelVersion: '20260928T120000Z' });
  });

  it('make no model of nothing', async () => {
    expect(await deployment.train(noon)).toBeUndefined();
    expect(await deployment.takeMessages()).toEqual([]);
  });
});
