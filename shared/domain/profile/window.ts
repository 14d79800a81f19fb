/** The window of a profile: the latest listens, by which repeats and echoes are known. */
import { shortKey } from '#shared/domain/hash.ts';
import type { Play } from '#shared/domain/listens/echo.ts';
import type { Tuning } from '#shared/domain/tuning.ts';
import type { Profile, WindowEntry } from '#shared/schemas/profile.ts';

export type WindowDials = Tuning['window'];

/** Stands in a window entry for the item of a retracted listen; its song stands beside it, unless it was never told. */
export const retractedItem = '';

type Told = { readonly itemId: string; readonly songId?: string | undefined } & Omit<Play, 'song'>;

/** As short as it can be. */
export function windowEntry(key: string, { itemId, songId = itemId, listenedAt, separation }: Told): WindowEntry {
  if (songId !== itemId) return [key, listenedAt, itemId, separation, shortKey(songId)];
  return separation === 0 ? [key, listenedAt, itemId] : [key, listenedAt, itemId, separation];
}

/** Keeps the newest entries and lifts the floor to the newest that had to leave. */
export function trimWindow(
  profile: Profile,
  entries: WindowEntry[],
  { listensMax }: WindowDials,
): Pick<Profile, 'window' | 'windowFloor'> {
  const sorted = entries.sort(newestFirst);
  const left = sorted[listensMax];
  return {
    window: sorted.slice(0, listensMax),
    windowFloor: left === undefined ? profile.windowFloor : Math.max(profile.windowFloor ?? left[1], left[1]),
  };
}

/** Newest first; ties by key, so that the order never depends on arrival. */
export function newestFirst(a: WindowEntry, b: WindowEntry): number {
  return b[1] - a[1] || (a[0] < b[0] ? -1 : 1);
}
