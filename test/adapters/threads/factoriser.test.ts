import { setImmediate } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { createThreadedFactoriser } from '#shared/adapters/threads/factoriser.ts';
import { spectralPairs } from '#shared/domain/model/spectral/item-pairs.ts';
import type { Interactions } from '#shared/schemas/interactions.ts';

/** 60 users who play 12 of 90 items each, near their own place. */
const userOf = Int32Array.from({ length: 60 * 12 }, (_, pair) => Math.floor(pair / 12));
const itemOf = userOf.map((user, pair) => (user + 7 * (pair % 12)) % 90);
const interactions: Interactions = { users: 60, items: 90, userOf, itemOf };
const request = { rank: 8, neighboursMax: 10, productsMax: 1e9 };

it.each([1, 2, 7])('createThreadedFactoriser on %i threads gives the pairs of one thread', async (threads) => {
  const pairs = await createThreadedFactoriser({ threads }).pairs(interactions, request);
  expect(pairs).toEqual(spectralPairs(interactions, request));
  expect(pairs.sources).toHaveLength(90 * 10);
});

it('createThreadedFactoriser leaves the event loop free while it works', async () => {
  let turns = 0;
  let done = false;
  const work = createThreadedFactoriser()
    .pairs(interactions, request)
    .finally(() => {
      done = true;
    });
  while (!done) {
    await setImmediate();
    turns += 1;
  }
  await work;
  expect(turns).toBeGreaterThan(10);
});

it('createThreadedFactoriser fails when its thread does', async () => {
  const impossible = { ...interactions, users: -1 };
  await expect(createThreadedFactoriser().pairs(impossible, request)).rejects.toThrow();
});
