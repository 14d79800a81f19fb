/** Folds listens into a profile: pure, commutative within the window, and honest about what lies outside of it (I1, I2). */
import { shortKey } from '#shared/domain/hash.ts';
import { openHeard } from '#shared/domain/profile/heard.ts';
import { foldSums } from '#shared/domain/profile/sums.ts';
import { type Tuning, tuning } from '#shared/domain/tuning.ts';
import type { UserId } from '#shared/schemas/ids.ts';
import type { Kind } from '#shared/schemas/listen.ts';
import type { Profile, WindowEntry } from '#shared/schemas/profile.ts';

/** A listen with what the catalogue knows of its item. `weight` is its engagement weight. */
export type WeighedListen = {
  readonly id: string;
  readonly itemId: string;
  /** The song it is, where that is not the item's own id: what "heard" asks for. */
  readonly songId?: string | undefined;
  readonly kind: Kind;
  readonly artistId?: string | undefined;
  readonly tags: readonly string[];
  readonly listenedAt: number;
  readonly weight: number;
};

export type WindowDials = Tuning['window'];

export type Batch = {
  readonly batchId: string;
  readonly receivedAt: number;
  readonly listens: readonly WeighedListen[];
  /** How much a profile remembers; `tuning.window` when left out. */
  readonly window?: WindowDials | undefined;
};

export type Learned = {
  /** The new profile, or undefined when nothing changed. */
  readonly next: Profile | undefined;
  readonly counted: number;
  readonly repeated: number;
  /** Listens older than the window: not guessed at, but left to a rebuild from the warehouse. */
  readonly outdated: number;
};

export function emptyProfile(userId: UserId): Profile {
  return {
    userId,
    items: [],
    artists: [],
    shows: [],
    tags: [],
    evicted: { items: null, artists: null, shows: null, tags: null },
    window: [],
    windowFloor: null,
    heard: [],
    batches: [],
    rebuild: null,
    listens: 0,
    watermark: null,
    learnedAt: 0,
  };
}

/**
 * Folds one batch into a profile, which is left as it was.
 *
 *          windowFloor
 *   ───────────┼──────────────────────────▶ listenedAt
 *    outdated  │  in the window: repeated
 *              │  not in it: counted
 *
 * Every counted listen after the floor is in the window, so whether a listen is new is known exactly there, and
 * before the floor it is not known at all.
 */
export function learn(profile: Profile, batch: Batch): Learned {
  const { window = tuning.window } = batch;
  const batchKey = shortKey(batch.batchId);
  if (hasBatch(profile, batchKey)) {
    return { next: undefined, counted: 0, repeated: batch.listens.length, outdated: 0 };
  }

  const keys = batch.listens.map(({ id }) => shortKey(id));
  const seen = alreadyIn(profile.window, new Set(keys));
  const floor = profile.windowFloor ?? Number.NEGATIVE_INFINITY;
  const fresh: { key: string; listen: WeighedListen }[] = [];
  let repeated = 0;
  let outdated = 0;
  for (const [at, listen] of batch.listens.entries()) {
    const key = keys[at] as string;
    if (seen.has(key)) repeated += 1;
    else if (listen.listenedAt <= floor) outdated += 1;
    else {
      seen.add(key);
      fresh.push({ key, listen });
    }
  }

  const next: Profile = {
    ...profile,
    ...(fresh.length > 0 ? { ...foldSums(profile, listensOf(fresh)), ...slideWindow(profile, fresh, window) } : {}),
    heard: rememberHeard(profile, batch),
    ...withBatch(profile, batchKey, { ...batch, window }),
    rebuild: outdated > 0 ? markRebuild(profile, batchKey, { ...batch, window }) : profile.rebuild,
    listens: profile.listens + fresh.length,
    learnedAt: Math.max(profile.learnedAt, batch.receivedAt),
  };
  return { next, counted: fresh.length, repeated, outdated };
}

/** Which of these keys the window knows. A batch is smaller than a window, so it is the window that is walked. */
function alreadyIn(window: Profile['window'], keys: ReadonlySet<string>): Set<string> {
  const known = new Set<string>();
  for (const [key] of window) if (keys.has(key)) known.add(key);
  return known;
}

function hasBatch(profile: Profile, batchKey: string): boolean {
  return profile.batches.some(([key]) => key === batchKey);
}

type Received = { readonly receivedAt: number; readonly window: WindowDials };

type Batches = Pick<Profile, 'batches' | 'batchesFloor'>;

/** Keeps the last keys, and lifts the floor to the newest that had to leave. */
function withBatch(profile: Profile, batchKey: string, { receivedAt, window }: Received): Batches {
  const all: Profile['batches'] = [...profile.batches, [batchKey, receivedAt]];
  const batches = all.slice(-window.batchesMax);
  if (batches.length === all.length) return { batches };
  const left = all.slice(0, -window.batchesMax).map(([, at]) => at);
  return { batches, batchesFloor: Math.max(profile.batchesFloor ?? 0, ...left) };
}

/** A listen to take out again. */
export type Retraction = { readonly id: string; readonly listenedAt: number };

/**
 * Takes listens out: their keys stay in the window without an item, so that a copy that arrives later does not count
 * either, and the profile is marked for rebuild, because a decayed sum is never un-added.
 */
export function retract(
  profile: Profile,
  batch: Omit<Batch, 'listens'> & { readonly listens: readonly Retraction[] },
): Profile | undefined {
  const { window = tuning.window } = batch;
  const batchKey = shortKey(batch.batchId);
  if (hasBatch(profile, batchKey)) return undefined;
  const gone = new Map(batch.listens.map(({ id, listenedAt }) => [shortKey(id), listenedAt]));
  const floor = profile.windowFloor ?? Number.NEGATIVE_INFINITY;
  const kept = profile.window.filter(([key]) => !gone.has(key));
  for (const [key, at] of profile.window) if (gone.has(key)) gone.set(key, at);
  const stones = [...gone].filter(([, at]) => at >= floor).map(([key, at]): WindowEntry => [key, at, retractedItem]);
  return {
    ...profile,
    ...trimWindow(profile, [...kept, ...stones], window),
    ...withBatch(profile, batchKey, { ...batch, window }),
    rebuild: markRebuild(profile, batchKey, { ...batch, window }),
    learnedAt: Math.max(profile.learnedAt, batch.receivedAt),
  };
}

/** Stands in a window entry for the item of a retracted listen. */
export const retractedItem = '';

function markRebuild(
  profile: Profile,
  batchKey: string,
  { receivedAt, window }: Received,
): NonNullable<Profile['rebuild']> {
  const { since, awaiting } = profile.rebuild ?? { since: receivedAt, awaiting: [] };
  // A batch may come late: the warehouse is asked for everything received since the oldest that is awaited.
  return { since: Math.min(since, receivedAt), awaiting: [...awaiting, batchKey].slice(-window.awaitingMax) };
}

type Fresh = readonly { readonly key: string; readonly listen: WeighedListen }[];

function listensOf(fresh: Fresh): WeighedListen[] {
  return fresh.map(({ listen }) => listen);
}

/** Outdated listens too: that an item was heard is true whether or not the listen can be counted yet. */
function rememberHeard(profile: Profile, batch: Batch): Profile['heard'] {
  const heard = openHeard(profile.heard);
  for (const { itemId, songId } of batch.listens) {
    heard.add(itemId);
    if (songId !== undefined && songId !== itemId) heard.add(songId);
  }
  return heard.stored();
}

/** Merges the fresh listens into the window, newest first. */
function slideWindow(
  profile: Profile,
  fresh: Fresh,
  window: WindowDials,
): Pick<Profile, 'window' | 'windowFloor' | 'watermark'> {
  const entries: WindowEntry[] = fresh.map(({ key, listen }) => [key, listen.listenedAt, listen.itemId]);
  const slid = trimWindow(profile, [...profile.window, ...entries], window);
  const newest = (slid.window[0] as WindowEntry)[1];
  return { ...slid, watermark: Math.max(profile.watermark ?? newest, newest) };
}

/** Keeps the newest entries and lifts the floor to the newest that had to leave. */
function trimWindow(
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
