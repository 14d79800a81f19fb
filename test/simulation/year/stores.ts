/** Editions and schedules in memory, with the contract of their ports: a year of them has to fit a test. */

import { tuning } from '#shared/domain/tuning.ts';
import type { Editions, Schedules } from '#shared/ports/editions.ts';
import type { Schedule, StoredEdition } from '#shared/schemas/edition.ts';

/** Tells of every edition that is the first with its id. */
export function createEditionsInMemory(first: (stored: StoredEdition) => void): Editions {
  const ids = new Set<string>();
  /** The newest of a user and patch: older ones are never asked for. */
  const newest = new Map<string, StoredEdition[]>();
  const keptMax = tuning.edition.pastEditions + 1;
  const keyOf = (userId: string, patch: string): string => `${patch} ${userId}`;
  return {
    read: async (playlistId) => {
      if (!ids.has(playlistId)) return undefined;
      for (const editions of newest.values()) {
        const found = editions.find(({ edition }) => edition.playlistId === playlistId);
        if (found !== undefined) return found;
      }
      throw new Error(`"${playlistId}" is older than anybody asks for`);
    },
    store: async (stored) => {
      const { playlistId, userId, patch } = stored.edition;
      if (ids.has(playlistId)) return;
      ids.add(playlistId);
      const key = keyOf(userId, patch);
      const kept = [stored, ...(newest.get(key) ?? [])].sort((a, b) => b.manifest.dueAt - a.manifest.dueAt);
      newest.set(key, kept.slice(0, keptMax));
      first(stored);
    },
    latest: async (userId, { patch = '', before = Number.POSITIVE_INFINITY, limit }) =>
      (newest.get(keyOf(userId, patch)) ?? []).filter(({ manifest }) => manifest.dueAt < before).slice(0, limit),
  };
}

export function createSchedulesInMemory(): Schedules {
  const byShard = new Map<number, Map<string, Schedule>>();
  const byUser = new Map<string, Map<string, Schedule>>();
  const put = (schedule: Schedule): void => {
    const { userId, patch, shard } = schedule;
    byShard.set(shard, (byShard.get(shard) ?? new Map()).set(`${userId} ${patch}`, schedule));
    byUser.set(userId, (byUser.get(userId) ?? new Map()).set(patch, schedule));
  };
  return {
    read: async (userId, patch) => byUser.get(userId)?.get(patch),
    ofUser: async (userId) => [...(byUser.get(userId)?.values() ?? [])],
    due: async (shard, now, { after, limit }) => {
      const due: (Schedule & { id: string })[] = [];
      for (const [id, schedule] of byShard.get(shard) ?? []) {
        if (schedule.nextDueAt <= now) due.push({ ...schedule, id });
      }
      const isAfter = ({ nextDueAt, id }: Schedule & { id: string }): boolean =>
        after === undefined || nextDueAt > after.nextDueAt || (nextDueAt === after.nextDueAt && id > after.id);
      return due
        .sort((a, b) => a.nextDueAt - b.nextDueAt || (a.id < b.id ? -1 : 1))
        .filter(isAfter)
        .slice(0, limit);
    },
    update: async (userId, patch, evolve) => {
      const next = evolve(byUser.get(userId)?.get(patch));
      if (next !== undefined) put(next);
    },
    remove: async () => 0,
  };
}
