import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { artistSpacing } from '#shared/domain/edition/spacing.ts';

/** Artists by skewed chance, some unknown: from many with one item each to one with nearly all. */
const anyArtists = fc
  .tuple(
    fc.integer({ min: 1, max: 12 }),
    fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 40 }),
  )
  .map(([count, draws]) => draws.map((draw) => (draw > 0.95 ? undefined : `artist ${Math.floor(draw ** 2 * count)}`)));

/** The best distance any order can keep: (most - 1) · distance + artists with most <= places. */
function keepable(artists: readonly (string | undefined)[], distance: number): number {
  const counts = new Map<string, number>();
  for (const artist of artists) if (artist !== undefined) counts.set(artist, (counts.get(artist) ?? 0) + 1);
  const most = Math.max(0, ...counts.values());
  if (most <= 1) return distance;
  const withMost = [...counts.values()].filter((count) => count === most).length;
  return Math.max(1, Math.min(distance, Math.floor((artists.length - withMost) / (most - 1))));
}

describe('artistSpacing', () => {
  it('lets everything be placed at the best distance there is, whatever is chosen among what fits', () => {
    fc.assert(
      fc.property(
        anyArtists,
        fc.integer({ min: 1, max: 9 }),
        fc.infiniteStream(fc.nat()),
        (artists, distance, choices) => {
          const spacing = artistSpacing(artists, distance);
          const rest = artists.map((_, nth) => nth);
          const order: (string | undefined)[] = [];
          while (rest.length > 0) {
            const fitting = rest.filter((nth) => spacing.fits(nth));
            expect(fitting).not.toEqual([]);
            const chosen = fitting[(choices.next().value as number) % fitting.length] as number;
            rest.splice(rest.indexOf(chosen), 1);
            spacing.place(chosen);
            order.push(artists[chosen]);
          }
          const kept = keepable(artists, distance);
          order.forEach((artist, nth) => {
            if (artist !== undefined) expect(order.slice(nth + 1, nth + kept)).not.toContain(artist);
          });
        },
      ),
      { numRuns: 1_000 },
    );
  });
});
