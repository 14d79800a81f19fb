/** Editions and when the next ones are due. */
import type { DuePatch, Patch, Schedule, StoredEdition } from '#shared/schemas/edition.ts';
import type { PlaylistId, UserId } from '#shared/schemas/ids.ts';

export interface Editions {
  read(playlistId: PlaylistId): Promise<StoredEdition | undefined>;
  /** Keeps the edition unless one with this id is there already: the first one stands (I4). One write. */
  store(stored: StoredEdition): Promise<void>;
  /** Editions of a user, newest period first; of one patch if given. `before` is exclusive, Unix seconds of dueAt. */
  latest(userId: UserId, options: { patch?: Patch; before?: number; limit: number }): Promise<readonly StoredEdition[]>;
}

export interface Schedules {
  read(userId: UserId, patch: DuePatch): Promise<Schedule | undefined>;
  ofUser(userId: UserId): Promise<readonly Schedule[]>;
  /** Schedules of a shard due at `now` or before, oldest first, a page at a time. */
  due(
    shard: number,
    now: number,
    page: { after?: { readonly nextDueAt: number; readonly id: string }; limit: number },
  ): Promise<readonly (Schedule & { readonly id: string })[]>;
  /** Atomic; the schedule is created when undefined is evolved. */
  update(
    userId: UserId,
    patch: DuePatch,
    evolve: (schedule: Schedule | undefined) => Schedule | undefined,
  ): Promise<void>;
  remove(userId: UserId): Promise<number>;
}
