/** The music of the simulation: few items, whose artists, tags and kinds follow from their number. */
import type { Dice } from '#functions/generator/dice.ts';
import type { ItemInput } from '#shared/schemas/item.ts';

export const itemIdOf = (nth: number): string => `song-${nth}`;
const isEpisode = (nth: number): boolean => nth % 8 === 7;

/** What everybody says of an item, so that it does not matter who says it first. */
export function itemOf(nth: number): Pick<ItemInput, 'kind'> & {
  readonly itemId: string;
  readonly title: string;
  readonly artistId: string;
  readonly artistName: string;
  readonly tags: readonly string[];
} {
  const artist = isEpisode(nth) ? `show-${nth % 3}` : `artist-${nth % 5}`;
  return {
    itemId: itemIdOf(nth),
    kind: isEpisode(nth) ? 'episode' : 'track',
    title: `Title of song-${nth}`,
    artistId: artist,
    artistName: `Name of ${artist}`,
    tags: [`tag-${nth % 4}`],
  };
}

/** How long it was played: unknown, a skip, a part, all of it. */
export function playOf(dice: Dice): { readonly playedMs?: number; readonly durationMs: number } {
  const durationMs = 200_000;
  return dice.often(0.5) ? { durationMs } : { durationMs, playedMs: dice.pick([10_000, 110_000, 160_000, 200_000]) };
}
