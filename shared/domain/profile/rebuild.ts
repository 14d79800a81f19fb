/** A profile made anew from the warehouse: what `learn` would hold had every listen come in order. */

import { shortKey } from '#shared/domain/hash.ts';
import type { Play } from '#shared/domain/listens/echo.ts';
import { rankKey } from '#shared/domain/profile/decay.ts';
import { openHeard } from '#shared/domain/profile/heard.ts';
import { newestFirst, retractedItem, type WindowDials, windowEntry } from '#shared/domain/profile/window.ts';
import { tuning } from '#shared/domain/tuning.ts';
import type { AffinityEntry, Profile } from '#shared/schemas/profile.ts';

/** What the warehouse says of one user. Affinities hold one more of each kind than a profile keeps. */
export type WarehouseHistory = {
  readonly affinities: readonly { readonly of: 'item' | 'artist' | 'show' | 'tag'; readonly entry: AffinityEntry }[];
  /** Newest first, one more than the window holds; echoes included, and without an item what was taken back. */
  readonly latest: readonly (Omit<Play, 'song'> & {
    readonly listenId: string;
    readonly itemId: string;
    readonly songId: string;
  })[];
  readonly heardItems: readonly string[];
  /** Batches of listens received of late that are counted, in the order of their receipt. */
  readonly batches: Profile['batches'];
  readonly listens: number;
  /** Unix seconds. */
  readonly newestAt: number | null;
  /** Whatever was received before this instant is in the warehouse, also what the profile no longer knows by name. */
  readonly landedBefore: number;
  /** How much a profile remembers; `tuning.window` when left out. */
  readonly window?: WindowDials | undefined;
};

/** A message lands within seconds; one that took longer than this would be an alert. */
export const landsSoonSeconds = 3_600;

/** Keys of the batches received since an instant that must be counted in the warehouse before a profile is rebuilt. */
export function awaitedBatches(profile: Profile, since: number): readonly string[] {
  const seen = profile.batches.filter(([, receivedAt]) => receivedAt >= since).map(([key]) => key);
  return [...new Set([...seen, ...(profile.rebuild?.awaiting ?? [])])];
}

/** True when nothing was folded in between two readings of a profile: each fold adds a batch key. */
export function sameState(a: Profile, b: Profile): boolean {
  return a.listens === b.listens && a.learnedAt === b.learnedAt && a.batches.join() === b.batches.join();
}

export function rebuildProfile(profile: Profile, history: WarehouseHistory): Profile {
  const items = strongest(history, 'item', tuning.affinity.itemsMax);
  const artists = strongest(history, 'artist', tuning.affinity.artistsMax);
  const shows = strongest(history, 'show', tuning.affinity.showsMax);
  const tags = strongest(history, 'tag', tuning.affinity.tagsMax);
  const rebuild = nextRebuild(profile, history);
  // What may not have landed was heard all the same: nothing is taken for unheard before all of it is known (I6).
  const heard = openHeard(rebuild === null ? [] : profile.heard);
  for (const itemId of history.heardItems) heard.add(itemId);
  return {
    ...profile,
    items: items.kept,
    artists: artists.kept,
    shows: shows.kept,
    tags: tags.kept,
    evicted: { items: items.evicted, artists: artists.evicted, shows: shows.evicted, tags: tags.evicted },
    ...windowOf(profile, history),
    heard: heard.stored(),
    batches: batchesOf(profile, history),
    rebuild,
    listens: history.listens,
    watermark: history.newestAt,
  };
}

/**
 * A profile that folded in more batches of late than it can name cannot know that all of them have landed: what was read
 * is the best there is, and is read once more when they must have.
 */
function nextRebuild({ batchesFloor }: Profile, { landedBefore }: WarehouseHistory): Profile['rebuild'] {
  return batchesFloor === undefined || batchesFloor < landedBefore
    ? null
    : { since: batchesFloor + landsSoonSeconds, awaiting: [] };
}

/**
 * What was read holds batches that `learn` has yet to be told of, as in an import: they are folded in already, and told later
 * change nothing. So a history of many batches costs a few rebuilds, not one for each. Their places are those of batches that
 * are counted as surely, and the next to come are named first.
 */
function batchesOf({ batches }: Profile, history: WarehouseHistory): Profile['batches'] {
  const { batchesMax } = history.window ?? tuning.window;
  const folded = new Set(batches.map(([key]) => key));
  const ahead = history.batches.filter(([key]) => !folded.has(key)).slice(0, batchesMax >> 1);
  return [...batches, ...ahead].slice(-batchesMax);
}

function strongest({ affinities }: WarehouseHistory, of: WarehouseHistory['affinities'][number]['of'], max: number) {
  const entries = affinities.filter((each) => each.of === of).map(({ entry }) => entry);
  const beyond = entries[max];
  return { kept: entries.slice(0, max), evicted: beyond === undefined ? null : rankKey(beyond) };
}

/**
 * The warehouse's latest listens, and the stones of retracted ones that nobody told, of which the warehouse knows no more. The floor never
 * sinks: below it lie stones that had to leave the window, and only what is above it is known to be new.
 */
function windowOf(profile: Profile, history: WarehouseHistory): Pick<Profile, 'window' | 'windowFloor'> {
  const { latest, window: { listensMax } = tuning.window } = history;
  const floor = latest[listensMax]?.listenedAt ?? null;
  const entries = latest.map(({ listenId, ...play }) => windowEntry(shortKey(listenId), play));
  const told = new Set(entries.map(([key]) => key));
  const stones = profile.window.filter(
    ([key, at, itemId]) => itemId === retractedItem && !told.has(key) && (floor === null || at > floor),
  );
  const window = [...entries.slice(0, listensMax), ...stones].sort(newestFirst);
  const left = window[listensMax];
  const floors = [profile.windowFloor, floor, left?.[1] ?? null].filter((at) => at !== null);
  return {
    window: window.slice(0, listensMax),
    windowFloor: floors.length === 0 ? null : Math.max(...floors),
  };
}
