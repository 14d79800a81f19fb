/** Keeps tracks of one artist apart: says which item may come next so that later ones still find their places. */

export type Spacing = {
  /** Whether the nth item may come next. */
  fits(nth: number): boolean;
  place(nth: number): void;
};

/**
 * Task scheduling with a cooldown. `count` items of an artist need (count - 1) · distance + 1 places, and k artists
 * with as many need k - 1 more. While more places are left than that, anyone may come whose artist has rested; then
 * only artists with the most items left. Something fits until all are placed, whatever is chosen among what fits.
 * Where even the best order cannot keep the distance, it shrinks to what can be kept.
 */
export function artistSpacing(artists: readonly (string | undefined)[], distance: number): Spacing {
  const { groups, left } = grouped(artists);
  /** How many artists have a given number of items left. */
  const withLeft: number[] = new Array(artists.length + 1).fill(0);
  for (const count of left) withLeft[count] = (withLeft[count] as number) + 1;
  let most = Math.max(0, ...left);
  const kept = keepable({ places: artists.length, most, artistsWithMost: withLeft[most] as number, distance });
  /** The place from which on an artist may come again. */
  const restedAt: number[] = left.map(() => 0);
  let placed = 0;

  return {
    fits(nth) {
      const group = groups[nth] as number;
      const tight = artists.length - placed <= (most - 1) * kept + (withLeft[most] as number);
      if (group === unknownArtist) return !tight || most <= 1;
      return (restedAt[group] as number) <= placed && (!tight || left[group] === most);
    },
    place(nth) {
      const group = groups[nth] as number;
      placed += 1;
      if (group === unknownArtist) return;
      const count = left[group] as number;
      left[group] = count - 1;
      withLeft[count] = (withLeft[count] as number) - 1;
      withLeft[count - 1] = (withLeft[count - 1] as number) + 1;
      while (most > 0 && withLeft[most] === 0) most -= 1;
      restedAt[group] = placed - 1 + kept;
    },
  };
}

const unknownArtist = -1;

/** Artists as numbers, and how many items each of them has. */
function grouped(artists: readonly (string | undefined)[]): {
  readonly groups: readonly number[];
  readonly left: number[];
} {
  const numbers = new Map<string, number>();
  const left: number[] = [];
  const groups = artists.map((artist) => {
    if (artist === undefined) return unknownArtist;
    const group = numbers.get(artist) ?? numbers.size;
    numbers.set(artist, group);
    left[group] = (left[group] ?? 0) + 1;
    return group;
  });
  return { groups, left };
}

type Demand = {
  readonly places: number;
  readonly most: number;
  readonly artistsWithMost: number;
  readonly distance: number;
};

/** The distance that some order of these items can keep, at most the one wanted and at least 1. */
function keepable({ places, most, artistsWithMost, distance }: Demand): number {
  if (most <= 1) return distance;
  return Math.max(1, Math.min(distance, Math.floor((places - artistsWithMost) / (most - 1))));
}
