/** One store that can forget a user. `forget` asks each of them; the receipt names them. */
import type { UserId } from '#shared/schemas/ids.ts';
import type { Tombstone } from '#shared/schemas/receipt.ts';

export interface Eraser {
  readonly store: string;
  /** Removes everything of the user and resolves with the number of records removed. Repeating it removes nothing more. */
  erase(userId: UserId, tombstone: Tombstone): Promise<number>;
}
