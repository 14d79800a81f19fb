import { expect, it } from 'vitest';
import { measureHoldout } from '#functions/train/holdout.ts';
import { tuning } from '#shared/domain/tuning.ts';
import { rowsOf } from '#shared/ports/warehouse.ts';
import { checkerboard, landAll, noon, openDeployment } from '#test/functions/train/deployment.ts';

async function measured(dials: Partial<Record<keyof typeof tuning.model.holdout, number>>) {
  await using deployment = await openDeployment();
  await landAll(deployment, checkerboard({ users: 120, squares: 120, days: 14 }));
  await deployment.refresh();
  const holdout = await measureHoldout({
    ...deployment,
    modelVersion: '20260928T120000Z',
    newestAt: noon,
    dials: { ...tuning.model.holdout, ...dials },
  });
  const everything = { name: 'test', text: 'SELECT COUNT(DISTINCT user_index) AS users FROM model_user_items' };
  const [trained] = await rowsOf<{ users: number }>(deployment.warehouse, everything, {});
  return { holdout, trained: trained?.users };
}

it('measureHoldout sees that both rankers foresee the checkerboard far better than chance', async () => {
  const { holdout, trained } = await measured({});
  expect(trained).toBe(120);
  expect(holdout?.kernel.users).toBe(120);
  // Chance proposes 20 of the 99 squares a user does not know yet; taste 20 of the 39 of the own colour.
  expect(holdout?.kernel.mean).toBeGreaterThan(0.45);
  expect(holdout?.spectral.mean).toBeGreaterThan(0.45);
  expect(holdout?.kernel.se).toBeLessThan(0.05);
});

it('measureHoldout trains on a sample of the users and asks a sample of these', async () => {
  const { holdout, trained } = await measured({ interactionsMax: 1_300, usersMax: 25 });
  expect(trained).toBe(60);
  expect(holdout?.kernel.users).toBe(20);
});

it('measureHoldout concludes nothing from few users', async () => {
  expect((await measured({ usersMin: 121 })).holdout).toBeUndefined();
});
