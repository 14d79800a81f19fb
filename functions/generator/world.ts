/** A whole invented world from one seed: users, catalogue and listens, for the demo and for measuring. Pure. */
import { inventScenes, type WorldItem } from '#functions/generator/catalogue.ts';
import { worldDials } from '#functions/generator/dials.ts';
import { inventListeners } from '#functions/generator/listeners.ts';
import { listensOf } from '#functions/generator/listening.ts';
import type { HistoryListen } from '#shared/formats/history/row.ts';

export type WorldSize = {
  readonly seed: number;
  readonly users: number;
  /** Listens of all users together, exactly. */
  readonly listens: number;
  /** Unix seconds before which everything has happened. */
  readonly until: number;
  /** Days of history before that; half a year when left out, or as long as the listens need. */
  readonly spanDays?: number;
  /** Some 240 tracks each, all scenes together; as many as the listens suggest when left out. */
  readonly artistsPerScene?: number;
};

export type World = {
  readonly users: readonly { readonly userId: string; readonly timeZone: string }[];
  readonly items: readonly WorldItem[];
  /** User after user, each oldest first. Every call begins anew and gives the same. */
  readonly listens: () => Generator<HistoryListen>;
};

/**
 * Users have a home scene from which their taste drifts to another over half a year; items of a scene are played together, a few
 * of them by many. The same arguments give the same world, byte for byte. Throws a RangeError when the listens do
 * not fit the users.
 */
export function generateWorld({ seed, users, listens, until, artistsPerScene, ...size }: WorldSize): World {
  if (users < 1 || listens < 0 || listens > users * worldDials.listensPerUserMax) {
    throw new RangeError(
      `Cannot spread ${listens} listens over ${users} users: give at least 1 user and at most ${worldDials.listensPerUserMax} listens each`,
    );
  }
  const spanDays =
    size.spanDays ?? Math.max(worldDials.spanDays, Math.ceil(listens / users / worldDials.listensPerDayMax));
  const span = { start: until - spanDays * 86_400, until };
  const scenes = inventScenes({ seed, artists: artistsPerScene ?? worldDials.artistsPerSceneOf(listens) }, span);
  const listeners = inventListeners({ seed, users, listens, spanDays }, scenes);
  return {
    users: listeners.map(({ userId, timeZone }) => ({ userId, timeZone })),
    items: scenes.flatMap(({ artists, shows }) => [...artists, ...shows].flatMap(({ items }) => items)),
    *listens() {
      for (const listener of listeners) yield* listensOf(listener, { seed, scenes, span });
    },
  };
}
