/** Libraries of media servers: what they hold, what their accounts say of a user, and what was delivered. */
import type { Patch } from '#shared/schemas/edition.ts';
import type { UserId } from '#shared/schemas/ids.ts';
import type { AccountNotes, Library, LibraryEntry, PatchDelivery } from '#shared/schemas/library.ts';
import type { ItemCard } from '#shared/schemas/model.ts';
import type { Profile } from '#shared/schemas/profile.ts';
import type { User } from '#shared/schemas/user.ts';

/** An item as far as it takes to find it in a library. */
export type PlayableItem = Pick<ItemCard, 'itemId' | 'recordingId' | 'addresses'>;

/** The server's id of the song that is the item; undefined for an item that the library does not hold. */
export type SongOf = (item: PlayableItem) => string | undefined;

/** What libraries change in what a user is offered. */
export type Surroundings = {
  /** What their accounts say was heard, in slices like those of a profile. */
  readonly heard: Profile['heard'];
  /** Whether an item may be offered: what a library holds, for who wants nothing else. */
  readonly playable: ((item: PlayableItem) => boolean) | undefined;
};

export interface Libraries {
  all(): Promise<readonly Library[]>;
  /** Atomic. `evolve` gets undefined for an unknown library, and returns undefined to write nothing. */
  update(libraryId: string, evolve: (library: Library | undefined) => Library | undefined): Promise<void>;
  /** Exchanges what a library holds: readers see what it held before, or all of the new. */
  replace(library: Library, entries: readonly LibraryEntry[]): Promise<void>;
  remove(libraryId: string): Promise<void>;
  /** Of several libraries, the first that holds an item counts. Undefined when none of them was ever read. */
  songOf(libraryIds: readonly string[]): Promise<SongOf | undefined>;
  /** Costs nothing for a user without a library. */
  around(user: Pick<User, 'userId' | 'libraries' | 'settings'>): Promise<Surroundings>;
  collected(userId: UserId, libraryId: string): Promise<AccountNotes | undefined>;
  keepCollected(collected: AccountNotes): Promise<void>;
}

export interface PatchDeliveries {
  read(userId: UserId, libraryId: string, patch: Patch): Promise<PatchDelivery | undefined>;
  keep(delivery: PatchDelivery): Promise<void>;
  ofUser(userId: UserId): Promise<readonly PatchDelivery[]>;
}
