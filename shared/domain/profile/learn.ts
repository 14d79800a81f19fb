/** Folds listens into a profile: pure, commutative within the window, and honest about what lies outside of it (I1, I2). */
import { shortKey } from '#shared/domain/hash.ts';
import { type Keyed, type Sorted, sortOut, type WeighedListen } from '#shared/domain/profile/arrivals.ts';
import { openHeard } from '#shared/domain/profile/heard.ts';
import { foldSums, mayComeBack } from '#shared/domain/profile/sums.ts';
import { retractedItem, trimWindow, type WindowDials, windowEntry } from '#shared/domain/profile/window.ts';
import { tuning } from '#shared/domain/tuning.ts';
import type { UserId } from '#shared/schemas/ids.ts';
import type { Profile, WindowEntry } from '#shared/schemas/profile.ts';

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
  /** Listens and plays that are known. */
  readonly repeated: number;
  /** Listens older than the window, or than an echo of theirs in it: not guessed at, but left to a rebuild from the warehouse. */
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
 *              │  of a play that is in it: an echo
 *              │  not in it: counted
 *
 * Every listen after the floor is in the window, so whether a listen is new is known exactly there, and before the floor
 * it is not known at all.
 */
export function learn(profile: Profile, batch: Batch): Learned {
  const { window = tuning.window } = batch;
  const batchKey = shortKey(batch.batchId);
  if (hasBatch(profile, batchKey)) {
    return { next: undefined, counted: 0, repeated: batch.listens.length, outdated: 0 };
  }

  const { fresh, echoed, repeated, outdated } = sortOut(profile, batch.listens);
  const isOutdated = outdated > 0 || comesBackLate(profile, fresh, batch.receivedAt);
  const next: Profile = {
    ...profile,
    ...(fresh.length > 0 ? foldSums(profile, listensOf(fresh)) : {}),
    ...(fresh.length + echoed.length > 0 ? slideWindow(profile, { fresh, echoed }, window) : {}),
    heard: rememberHeard(profile, batch),
    ...withBatch(profile, batchKey, { ...batch, window }),
    rebuild: isOutdated ? markRebuild(profile, batchKey, { ...batch, window }) : profile.rebuild,
    listens: profile.listens + fresh.length,
    learnedAt: Math.max(profile.learnedAt, batch.receivedAt),
  };
  return { next, counted: fresh.length, repeated: repeated + echoed.length, outdated };
}

/**
 * History that brings back what was let go is counted from the warehouse, so that no order in which it comes matters. What is
 * played as it is sent is not worth reading a history for: it is too low by at most what the profile says.
 */
function comesBackLate(profile: Profile, fresh: readonly Keyed[], receivedAt: number): boolean {
  const late = fresh.filter(({ listen }) => listen.listenedAt < receivedAt - tuning.affinity.lateSeconds);
  return late.length > 0 && mayComeBack(profile, listensOf(late));
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
  const floor = profile.windowFloor ?? Number.NEGATIVE_INFINITY;
  const gone = new Map(
    batch.listens.map(({ id, listenedAt }): [string, WindowEntry] => {
      const key = shortKey(id);
      return [key, [key, listenedAt, retractedItem]];
    }),
  );
  const kept = profile.window.filter(([key]) => !gone.has(key));
  for (const [key, at, itemId, separation = 0, song = shortKey(itemId)] of profile.window) {
    const untold = itemId === retractedItem && song === shortKey(retractedItem);
    if (gone.has(key) && !untold) gone.set(key, [key, at, retractedItem, separation, song]);
  }
  const stones = [...gone.values()].filter(([, at]) => at >= floor);
  return {
    ...profile,
    ...trimWindow(profile, [...kept, ...stones], window),
    ...withBatch(profile, batchKey, { ...batch, window }),
    rebuild: markRebuild(profile, batchKey, { ...batch, window }),
    learnedAt: Math.max(profile.learnedAt, batch.receivedAt),
  };
}

function markRebuild(
  profile: Profile,
  batchKey: string,
  { receivedAt, window }: Received,
): NonNullable<Profile['rebuild']> {
  const { since, awaiting } = profile.rebuild ?? { since: receivedAt, awaiting: [] };
  // A batch may come late: the warehouse is asked for everything received since the oldest that is awaited.
  return { since: Math.min(since, receivedAt), awaiting: [...awaiting, batchKey].slice(-window.awaitingMax) };
}

function listensOf(fresh: readonly Keyed[]): WeighedListen[] {
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

/** Merges what was told into the window, newest first. */
function slideWindow(
  profile: Profile,
  { fresh, echoed }: Pick<Sorted, 'fresh' | 'echoed'>,
  window: WindowDials,
): Pick<Profile, 'window' | 'windowFloor' | 'watermark'> {
  const entries = [...fresh, ...echoed].map(({ key, listen }) =>
    windowEntry(key, { ...listen, separation: listen.separation ?? 0 }),
  );
  const newest = fresh.reduce((max, { listen }) => Math.max(max, listen.listenedAt), profile.watermark ?? 0);
  return {
    ...trimWindow(profile, [...profile.window, ...entries], window),
    watermark: fresh.length === 0 ? profile.watermark : newest,
  };
}
