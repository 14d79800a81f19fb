/** Arbitrary listens for laws: few items and instants, so that repeats, ties and disorder really happen. */
import fc from 'fast-check';
import type { WeighedListen } from '#shared/domain/profile/arrivals.ts';

export const epoch = 1_700_000_000;

export const weighedListen: fc.Arbitrary<WeighedListen> = fc
  .record({
    n: fc.integer({ min: 0, max: 60 }),
    item: fc.integer({ min: 0, max: 12 }),
    hours: fc.integer({ min: 0, max: 90 * 12 }),
  })
  .map(({ n, item, hours }) => ({
    // The same id is always the same listen: a resend never differs from what it repeats.
    id: `listen ${n} ${item} ${hours}`,
    itemId: `item ${item}`,
    kind: item % 5 === 0 ? 'episode' : 'track',
    artistId: item % 7 === 3 ? undefined : `artist ${item % 4}`,
    tags: [`tag ${item % 3}`],
    // No two are of one play.
    listenedAt: epoch + hours * 7_200 + n * 60,
    weight: [0, 0.5, 0.7, 1][n % 4] as number,
  }));

export const weighedListens = (max: number) => fc.array(weighedListen, { maxLength: max });
