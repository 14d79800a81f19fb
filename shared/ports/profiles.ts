/** Profiles: what we learned, one bounded document a user. */
import type { UserId } from '#shared/schemas/ids.ts';
import type { Profile } from '#shared/schemas/profile.ts';
import type { Tombstone } from '#shared/schemas/receipt.ts';

export interface Profiles {
  /** Undefined for a user without listens and for a forgotten one. */
  read(userId: UserId): Promise<Profile | undefined>;
  /**
   * Atomic read-modify-write: one read and at most one write. `evolve` is pure, may be called again, and returns
   * `next` undefined to leave the profile as it is. A forgotten user's listens are dropped: `evolve` is not called
   * and the answer is 'forgotten'.
   */
  update<R>(
    userId: UserId,
    evolve: (profile: Profile | undefined) => { readonly next?: Profile; readonly result: R },
  ): Promise<R | 'forgotten'>;
  /** Replaces the profile with a tombstone. Returns false when there was no profile. */
  forget(userId: UserId, tombstone: Tombstone): Promise<boolean>;
  /** Puts a profile where the tombstone with this receipt stands. Returns false when it does not. */
  revive(receiptId: string, profile: Profile): Promise<boolean>;
  /** Users whose profile is marked for rebuild since `before` or longer, oldest mark first, at most `limit`. */
  marked(before: number, limit: number): Promise<readonly UserId[]>;
}
