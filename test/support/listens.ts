/** Arbitrary listens for laws: few items and instants, so that repeats, ties and disorder really happen. */
import fc from 'fast-check';
import type { WeighedListen } from '#shared/domain/profile/learn.ts';

export const epoch = 1_700_000_000;

export const weighedListen: fc.Arbitrary<WeighedListen> = fc
  .record({
    n: fc.integer({ min: 0, max: 60 }),
    item: fc.integer({ min: 0, max: 12 }),
    at: fc.integer({ min: 0, max: 90 * 86_400 }),
    weight: fc.constantFrom(0, 0.5, 0.7, 1),
  })
  .map(({ n, item, at, weight }) => ({
    // The same id is always the same listen: a resend never differs from what it repeats.
    id: `listen ${n} ${item} ${at} ${weight}`,
    itemId: `item ${item}`,
    kind: item % 5 === 0 ? 'episode' : 'track',
    artistId: item % 7 === 3 ? undefined : `artist ${item % 4}`,
    tags: [`tag ${item % 3}`],
    listenedAt: epoch + at,
    weight,
  }));

export const weighedListens = (max: number) => fc.array(weighedListen, { maxLength: max });
