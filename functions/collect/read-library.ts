/** One look at a library and, where that is due, one reading: everything in it as items, and what it holds. */
import type { CollectPorts } from '#functions/collect/handler.ts';
import { canonicalJson, sha256 } from '#shared/domain/digest.ts';
import { batchIdOf } from '#shared/domain/identity/ids.ts';
import { keysOfItem } from '#shared/domain/library/holdings.ts';
import { itemOfSong, withSong } from '#shared/domain/library/song-item.ts';
import { pagesOf } from '#shared/domain/pages.ts';
import type { ConnectedServer, LibrarySong } from '#shared/ports/media-server.ts';
import type { Item } from '#shared/schemas/item.ts';
import type { Library, LibraryEntry, LibraryTrouble } from '#shared/schemas/library.ts';
import { limits } from '#shared/schemas/limits.ts';

export type Reading = { readonly before: Library; readonly at: number; readonly whole: boolean };

export type Read = {
  readonly library: Library;
  readonly outcome: 'read' | 'unchanged';
  readonly items: number;
  /** Songs with the items they are; undefined when nothing was read. */
  readonly known?: readonly KnownSong[];
};

export type KnownSong = { readonly song: LibrarySong; readonly item: Item };

type Ports = Pick<CollectPorts, 'libraries' | 'catalogue' | 'topics' | 'log'>;

/** Items of one message: some 500 bytes each. */
const itemsPerMessage = 250;
/** Below this share of what was there before, a reading counts when the next one agrees. */
const shrunkShare = 0.5;

export function createReadLibrary(ports: Ports) {
  const { libraries, log } = ports;
  return async (connected: ConnectedServer, { before, at, whole }: Reading): Promise<Read> => {
    const { server, libraryId } = connected;
    const state = await server.state();
    const { trouble: _trouble, reading: _reading, suspect, ...calm } = before;
    const keep = async (library: Library): Promise<Read> => {
      await libraries.update(libraryId, () => library);
      return { library, outcome: 'unchanged', items: 0 };
    };
    const troubled = (kind: LibraryTrouble['kind'], message: string): LibraryTrouble => ({
      kind,
      message,
      since: before.trouble?.kind === kind ? before.trouble.since : at,
    });
    if (state.isScanning) {
      return keep({ ...before, lookedAt: at, trouble: troubled('scanning', `${before.songs} songs are known`) });
    }
    const isDue = whole || before.readAt === null || state.mark !== before.mark || suspect !== undefined;
    if (!isDue) return keep({ ...calm, lookedAt: at });

    const name = await server.identify();
    const songs = await songsOf(connected, (count) =>
      libraries.update(libraryId, (library) => ({ ...(library ?? calm), server: name, reading: count })),
    );
    const after = await server.state();
    if (after.isScanning || after.mark !== state.mark) {
      return keep({ ...before, lookedAt: at, trouble: troubled('scanning', 'it changed while it was read') });
    }
    const { known, nameless, changed } = await recognise(ports, songs, readerOf(connected));
    const entries = known.map(({ song, item }): LibraryEntry => [song.songId, ...keysOfSong(song, item)]);
    const revision = sha256(canonicalJson(entries));
    if (songs.length < shrunkShare * before.songs && suspect !== revision) {
      const message = `${songs.length} of ${before.songs} songs are left`;
      return keep({ ...before, lookedAt: at, suspect: revision, trouble: troubled('shrunk', message) });
    }
    await tell(ports, changed, at);
    const library: Library = {
      ...calm,
      server: name,
      revision,
      songs: songs.length,
      nameless,
      mark: state.mark,
      readAt: at,
      lookedAt: at,
    };
    if (revision === before.revision) await libraries.update(libraryId, () => library);
    else await libraries.replace(library, entries);
    log('INFO', 'library read', { verb: 'collect', libraryId, songs: songs.length, items: changed.length });
    return { library, outcome: 'read', items: changed.length, known };
  };
}

/** The songs in the order of preference where several are one item: starred, then most played, then by id. */
async function songsOf(
  { server }: ConnectedServer,
  progress: (count: number) => Promise<void>,
): Promise<LibrarySong[]> {
  const songs: LibrarySong[] = [];
  for await (const page of server.songs()) {
    songs.push(...page);
    await progress(songs.length);
  }
  const rank = ({ isStarred, playCount = 0 }: LibrarySong): number => (isStarred ? 1e9 : 0) + playCount;
  return songs.sort((a, b) => rank(b) - rank(a) || (a.songId < b.songId ? -1 : 1));
}

/** What a song is found by: the item it is known as, and what its own names and addresses say. */
function keysOfSong(song: LibrarySong, item: Item): string[] {
  const named = itemOfSong(song);
  return [...new Set([...keysOfItem(item), ...(named === undefined ? [] : keysOfItem(named))])];
}

/** Whose word of items counts beside everybody's: that of the account's one user. */
const readerOf = ({ for: whose }: ConnectedServer): string | undefined =>
  whose === 'household' || whose.length > 1 ? undefined : whose[0];

type Recognised = {
  readonly known: readonly KnownSong[];
  readonly nameless: number;
  /** Items of which the catalogue knows less than the library says. */
  readonly changed: readonly Item[];
};

/** Whose address a song has, it is; else it is what its names say. */
async function recognise(
  { catalogue }: Pick<Ports, 'catalogue'>,
  songs: readonly LibrarySong[],
  reader: string | undefined,
): Promise<Recognised> {
  const told = songs.flatMap((song) => {
    const item = itemOfSong(song);
    return item === undefined ? [] : [{ song, item }];
  });
  const addresses = [...new Set(told.flatMap(({ item }) => item.addresses ?? []))];
  const owners = new Map<string, string>();
  for (const page of pagesOf(addresses, limits.itemsPerRequestMax)) {
    for (const [nth, found] of (await catalogue.byAddresses(page, reader)).entries()) {
      if (found?.itemId !== undefined) owners.set(page[nth] as string, found.itemId);
    }
  }
  const idOf = (item: Item): string =>
    item.addresses?.map((address) => owners.get(address)).find((owner) => owner !== undefined) ?? item.itemId;
  const items = new Map<string, Item>();
  for (const page of pagesOf([...new Set(told.map(({ item }) => idOf(item)))], limits.itemsPerRequestMax)) {
    for (const item of await catalogue.read(page, reader)) if (item !== undefined) items.set(item.itemId, item);
  }
  const changed = new Map<string, Item>();
  const known = told.map(({ song, item }): KnownSong => {
    const itemId = idOf(item);
    const next = withSong(items.get(itemId), { ...item, itemId: itemId as Item['itemId'] });
    if (next !== undefined) {
      items.set(itemId, next);
      changed.set(itemId, next);
    }
    return { song, item: items.get(itemId) as Item };
  });
  return { known, nameless: songs.length - told.length, changed: [...changed.values()] };
}

async function tell({ catalogue, topics }: Pick<Ports, 'catalogue' | 'topics'>, items: readonly Item[], at: number) {
  for (const page of pagesOf(items, itemsPerMessage)) {
    await catalogue.put(page);
    const batchId = batchIdOf(undefined, [String(at), ...page.map(({ itemId }) => itemId)]);
    await topics.publish('listens', [{ message: { type: 'catalogued', batchId, receivedAt: at, items: [...page] } }]);
  }
}
