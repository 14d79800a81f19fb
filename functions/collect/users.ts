/** Whose library it is, and what its account says of them: stars become loves, plays that nobody told of are heard. */
import type { CollectPorts } from '#functions/collect/handler.ts';
import type { KnownSong } from '#functions/collect/read-library.ts';
import { songOf } from '#shared/domain/identity/keys.ts';
import { withStars } from '#shared/domain/library/stars.ts';
import { openHeard } from '#shared/domain/profile/heard.ts';
import type { NamedItem } from '#shared/domain/wishes/preferences.ts';
import type { ConnectedServer } from '#shared/ports/media-server.ts';
import type { UserId } from '#shared/schemas/ids.ts';
import type { Item } from '#shared/schemas/item.ts';
import { limits } from '#shared/schemas/limits.ts';
import type { User } from '#shared/schemas/user.ts';

type Ports = Pick<CollectPorts, 'users' | 'libraries' | 'catalogue'>;

/** Songs an account may mark as heard: as many as the filter of a profile holds at 1 %. */
const heardMax = 9_000;
const usersPerPage = 200;

/** Known users of a library, each told that they play from it. An account that one user has is theirs; unknown ones wait. */
export function createKeepUsers({ users }: Ports) {
  return async ({ libraryId, for: whose }: ConnectedServer): Promise<UserId[]> => {
    const found: UserId[] = [];
    for await (const user of whose === 'household' ? everybody({ users }) : named({ users }, whose)) {
      found.push(user.userId);
      if (user.libraries?.includes(libraryId)) continue;
      await users.update(user.userId, (known) =>
        known === undefined || known.libraries?.includes(libraryId)
          ? undefined
          : { ...known, libraries: [...(known.libraries ?? []), libraryId].slice(-limits.mediaServersMax) },
      );
    }
    return found;
  };
}

async function* named({ users }: Pick<Ports, 'users'>, userIds: readonly UserId[]): AsyncIterable<User> {
  for (const userId of userIds) {
    const record = await users.read(userId);
    if (record.state === 'known') yield record.user;
  }
}

async function* everybody({ users }: Pick<Ports, 'users'>): AsyncIterable<User> {
  let after: Parameters<typeof users.page>[0];
  for (let read = 0; read < limits.libraryUsersMax; read += usersPerPage) {
    const page = await users.page(after, usersPerPage);
    yield* page;
    const last = page.at(-1);
    if (last === undefined || page.length < usersPerPage) return;
    after = { createdAt: last.createdAt, id: last.id };
  }
}

/** Stars and plays of the account's one user; of a shared account nobody knows whose they are. */
export function createKeepAccount({ users, libraries, catalogue }: Ports) {
  return async ({ libraryId, for: whose }: ConnectedServer, known: readonly KnownSong[], at: number): Promise<void> => {
    const userId = whose === 'household' || whose.length > 1 ? undefined : whose[0];
    if (userId === undefined || (await users.read(userId)).state !== 'known') return;
    const before = await libraries.collected(userId, libraryId);
    const starred = new Map(
      known.filter(({ song }) => song.isStarred).map(({ item }) => [item.itemId as string, item]),
    );
    const appeared = [...starred.values()].filter(({ itemId }) => !before?.starred.includes(itemId)).map(namesOf);
    const lost = before?.starred.filter((itemId) => !starred.has(itemId)) ?? [];
    const gone = lost.length === 0 ? [] : (await readAll(catalogue, lost)).map(namesOf);
    if (appeared.length + gone.length > 0) {
      await users.update(userId, (user) => user && withStars(user, { libraryId, appeared, gone, now: at }));
    }
    const collected = { userId, libraryId, starred: [...starred.keys()].sort(), heard: heardIn(known) };
    if (JSON.stringify(collected) !== JSON.stringify(before)) await libraries.keepCollected(collected);
  };
}

function heardIn(known: readonly KnownSong[]) {
  const heard = openHeard([]);
  const played = known.filter(({ song }) => (song.playCount ?? 0) > 0 || song.lastPlayedAt !== undefined);
  // Songs come in the order of preference: the most played are those that must not be missed.
  for (const { item } of played.slice(0, heardMax)) heard.add(songOf(item));
  return heard.stored();
}

const namesOf = ({ itemId, recordingId, addresses = [] }: Item): NamedItem => ({
  itemId,
  also: [...(recordingId === undefined ? [] : [recordingId]), ...addresses],
});

async function readAll(catalogue: Ports['catalogue'], itemIds: readonly string[]): Promise<Item[]> {
  const items: Item[] = [];
  for (let at = 0; at < itemIds.length; at += limits.itemsPerRequestMax) {
    const page = await catalogue.read(itemIds.slice(at, at + limits.itemsPerRequestMax));
    items.push(...page.filter((item) => item !== undefined));
  }
  return items;
}
