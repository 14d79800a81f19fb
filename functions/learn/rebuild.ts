/** Rebuilds a profile from the warehouse, once the warehouse holds everything the profile has seen (I2). */
import { shortKey } from '#shared/domain/hash.ts';
import {
  awaitedBatches,
  landsSoonSeconds,
  rebuildProfile,
  sameState,
  type WarehouseHistory,
} from '#shared/domain/profile/rebuild.ts';
import type { WindowDials } from '#shared/domain/profile/window.ts';
import { tuning } from '#shared/domain/tuning.ts';
import type { Clock } from '#shared/ports/clock.ts';
import { LeaseTaken } from '#shared/ports/lease.ts';
import type { Log } from '#shared/ports/log.ts';
import type { Profiles } from '#shared/ports/profiles.ts';
import { int64, type Parameters, rowsOf, type Warehouse } from '#shared/ports/warehouse.ts';
import type { UserId } from '#shared/schemas/ids.ts';
import type { Profile } from '#shared/schemas/profile.ts';
import { statement, statementParameters } from '#shared/sql/engine/statement.ts';
import type { Refresh } from '#shared/sql/refresh/refresher.ts';

export type RebuildPorts = {
  readonly profiles: Profiles;
  readonly warehouse: Warehouse;
  readonly refresh: Refresh;
  readonly clock: Clock;
  readonly log: Log;
  /** How much a profile remembers; `tuning.window` when left out. */
  readonly window?: WindowDials;
};

/** A message lands within a day or an alert says so; batches received before that are in the warehouse. */
const landsWithinSeconds = 86_400;
/** A batch says when it was received by one clock and is found by when another says that it was published. */
const clocksDifferBySeconds = 3_600;

/**
 * Resolves when the profile is whole again, was not marked, or is left to `watch`, which asks again, because the warehouse is
 * not read anew before long: who waited would keep their own listens waiting. Throws, to be delivered again, while the
 * warehouse lacks a batch that the profile has seen, or when the profile changed meanwhile: what was read would be older.
 */
export function createRebuild({ profiles, warehouse, refresh, clock, log, window = tuning.window }: RebuildPorts) {
  return async (userId: UserId): Promise<void> => {
    const profile = await profiles.read(userId);
    if (profile === undefined || profile.rebuild === null || isAheadOf(profile.rebuild, clock())) return;
    const landedBefore = clock() - landsSoonSeconds;
    const upTo = await refreshed(refresh, profile.rebuild.since);
    if (upTo === 'neither') return log('INFO', 'rebuild left to watch', { verb: 'learn' });
    const counts = await countsOf(warehouse, userId);
    const { batches, missing } = await batchesOf(warehouse, profile);
    if (missing > 0 && upTo === 'since') return log('INFO', 'rebuild left to watch', { verb: 'learn', missing });
    if (missing > 0)
      throw new Error(`Cannot rebuild the profile yet: ${missing} batches have not reached the warehouse`);
    const { listens, newest_at: newestAt } = counts;
    const read = await historyOf(warehouse, userId, window);
    const history = { ...read, batches, listens, newestAt, landedBefore, window };
    // Another worker may bring listens in between two of these readings, of which one would know them and one not.
    if (JSON.stringify(await countsOf(warehouse, userId)) !== JSON.stringify(counts)) {
      throw new Error('Cannot rebuild the profile: its listens changed while they were read');
    }
    const outcome = await profiles.update(userId, (current) => {
      if (current === undefined || !sameState(current, profile)) return { result: 'changed' as const };
      return { next: rebuildProfile(current, history), result: 'rebuilt' as const };
    });
    if (outcome === 'changed') throw new Error('Cannot rebuild the profile: it changed while the warehouse was read');
    log('INFO', 'profile rebuilt', { verb: 'learn', listens: history.listens });
  };
}

/**
 * Rebuilt already of all that is known by name, and to be read once more at a time to come, when `watch` asks: an import of
 * many batches asks for as many rebuilds, of which the first few say everything.
 */
function isAheadOf({ since, awaiting }: NonNullable<Profile['rebuild']>, now: number): boolean {
  return awaiting.length === 0 && since > now;
}

type BatchRow = {
  readonly batch_id: string;
  readonly type: string;
  readonly received_at: number;
  readonly outstanding: number;
};

/** Up to when the warehouse was read: the call, the profile's mark, or neither, as while another process is at it. */
async function refreshed(refresh: Refresh, since: number): Promise<'call' | 'since' | 'neither'> {
  try {
    return (await refresh(since)) ? 'call' : 'since';
  } catch (error) {
    if (error instanceof LeaseTaken) return 'neither';
    throw error;
  }
}

type Batches = {
  /** Batches of listens that the warehouse has counted, of which the profile need not have seen any. */
  readonly batches: WarehouseHistory['batches'];
  /** How many the profile has seen that are not counted. */
  readonly missing: number;
};

async function batchesOf(warehouse: Warehouse, profile: Profile): Promise<Batches> {
  const since = (profile.rebuild?.since ?? 0) - landsWithinSeconds;
  const asked = statement('learn/batches_of_user');
  const given = { user_id: profile.userId, since: new Date((since - clocksDifferBySeconds) * 1_000) };
  const rows = await rowsOf<BatchRow>(warehouse, asked, statementParameters(asked, given));
  const settled = rows.filter(({ outstanding }) => outstanding === 0);
  const counted = new Set(settled.map(({ batch_id }) => shortKey(batch_id)));
  const listened = settled.filter(({ type }) => type === 'listened');
  return {
    batches: listened.map(({ batch_id, received_at }) => [shortKey(batch_id), received_at]),
    missing: awaitedBatches(profile, since).filter((key) => !counted.has(key)).length,
  };
}

type Counts = { readonly listens: number; readonly newest_at: number | null };

/** Says what changes whenever the user's listens do. */
async function countsOf(warehouse: Warehouse, userId: UserId): Promise<Counts> {
  const asked = statement('learn/user_counts');
  const [counts] = await rowsOf<Counts>(warehouse, asked, statementParameters(asked, { user_id: userId }));
  return counts ?? { listens: 0, newest_at: null };
}

type Read = Pick<WarehouseHistory, 'affinities' | 'latest' | 'heardItems'>;

async function historyOf(warehouse: Warehouse, userId: UserId, { listensMax }: WindowDials): Promise<Read> {
  const rows = <R>(name: string, given: Parameters = {}): Promise<R[]> => {
    const asked = statement(name);
    return rowsOf<R>(warehouse, asked, statementParameters(asked, { user_id: userId, ...given }));
  };
  type Affinity = {
    affinity_of: WarehouseHistory['affinities'][number]['of'];
    id: string;
    fast: number;
    slow: number;
    newest_at: number;
    plays: number;
  };
  type Latest = { listen_id: string; listened_at: number; item_id: string; song_id: string; separation: number };
  const affinities = await rows<Affinity>('learn/profile_affinities');
  const latest = await rows<Latest>('learn/profile_window', { window_listens_max: int64(listensMax) });
  const heard = await rows<{ item_id: string }>('learn/profile_heard');
  return {
    affinities: affinities.map(({ affinity_of, id, fast, slow, newest_at, plays }) => ({
      of: affinity_of,
      entry: [id, fast, slow, newest_at, plays],
    })),
    latest: latest.map(({ listen_id, listened_at, item_id, song_id, separation }) => ({
      listenId: listen_id,
      listenedAt: listened_at,
      itemId: item_id,
      songId: song_id,
      separation,
    })),
    heardItems: heard.map(({ item_id }) => item_id),
  };
}
