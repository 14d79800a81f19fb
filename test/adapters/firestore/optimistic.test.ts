import { expect, it } from 'vitest';
import { optimistic } from '#shared/adapters/firestore/optimistic.ts';
import { limits } from '#shared/schemas/limits.ts';

const atOnce = async () => {};

it('optimistic tries again until it is not overtaken', async () => {
  let attempts = 0;
  const result = await optimistic(
    'a/b',
    async () => (++attempts < 3 ? { lost: true } : { lost: false, result: 7 }),
    atOnce,
  );
  expect([result, attempts]).toEqual([7, 3]);
});

it('I11 Bounded: optimistic gives up after limits.updateAttemptsMax attempts and says of what', async () => {
  let attempts = 0;
  const lost = async () => {
    attempts += 1;
    return { lost: true } as const;
  };
  await expect(optimistic('profiles/ada', lost, atOnce)).rejects.toThrow('Cannot update "profiles/ada"');
  expect(attempts).toBe(limits.updateAttemptsMax);
});
