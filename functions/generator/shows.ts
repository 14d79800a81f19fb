/** How shows are heard: one episode after the other, most to the end. */
import type { Maker, WorldItem } from '#functions/generator/catalogue.ts';
import { worldDials } from '#functions/generator/dials.ts';
import type { Dice } from '#functions/generator/dice.ts';

export type Episode = { readonly show: Maker; readonly index: number; readonly item: WorldItem };

/** The next episode of one of the followed shows, in serial order, if it is out. `heard` is the next index by show. */
export function nextEpisode(
  follows: readonly Maker[],
  heard: ReadonlyMap<Maker, number>,
  { at, dice }: { readonly at: number; readonly dice: Dice },
): Episode | undefined {
  if (follows.length === 0) return undefined;
  const show = dice.pick(follows);
  const index = heard.get(show) ?? 0;
  const item = show.items[index];
  return item !== undefined && item.publishedAt <= at ? { show, index, item } : undefined;
}

/** Hears an episode, perhaps in part; the show moves on when it was completed or given up. */
export function hearEpisode(
  { show, index, item }: Episode,
  heard: Map<Maker, number>,
  dice: Dice,
): { readonly item: WorldItem; readonly playedMs: number } {
  const completed = dice.often(worldDials.completedShare);
  if (completed || dice.often(worldDials.givenUpShare)) heard.set(show, index + 1);
  return { item, playedMs: Math.floor(item.durationMs * (completed ? dice.between(0.95, 1) : dice.between(0.1, 0.6))) };
}
