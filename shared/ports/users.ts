/** Users and their tokens: what people told us, and who may say it. */
import type { UserId } from '#shared/schemas/ids.ts';
import type { Tombstone } from '#shared/schemas/receipt.ts';
import type { Token } from '#shared/schemas/token.ts';
import type { User } from '#shared/schemas/user.ts';

export type KnownUser = { readonly state: 'known'; readonly user: User };
export type UserRecord = KnownUser | { readonly state: 'unknown' } | ({ readonly state: 'forgotten' } & Tombstone);

export interface Users {
  read(userId: UserId): Promise<UserRecord>;
  /**
   * Atomic. `evolve` gets undefined for an unknown user and returns the user to keep, or undefined to write nothing.
   * A forgotten user is never revived: `evolve` is not called and the record says so.
   */
  update(userId: UserId, evolve: (user: User | undefined) => User | undefined): Promise<UserRecord>;
  /** Puts a tombstone where the user was. Returns false when it already stood there. */
  forget(userId: UserId, tombstone: Tombstone): Promise<boolean>;
  /** Puts a user where the tombstone with this receipt stands. Returns false when it does not. */
  revive(receiptId: string, user: User): Promise<boolean>;
  /** Users in the order of their creation, a page at a time: for sweeps, never for a request. */
  page(
    after: { createdAt: number; id: string } | undefined,
    limit: number,
  ): Promise<readonly (User & { id: string })[]>;
}

export interface Tokens {
  /** The token with this hash (SHA-256, base64url), or undefined. */
  find(hash: string): Promise<Token | undefined>;
  create(token: Token): Promise<void>;
  ofUser(userId: UserId): Promise<readonly Token[]>;
  /** Returns false when there was no such token of that user. */
  revoke(userId: UserId, tokenId: string): Promise<boolean>;
}
