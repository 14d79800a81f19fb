/**
 * collect: reads the libraries of media servers.
 *
 * Trigger: Scheduler, every quarter of an hour where a media server is named: a look by day, a whole reading at night and
 * when something was added. Reads: the servers, users, catalogue. Writes: catalogue and topic `listens` (what a library
 * says of items), libraries, loves of users (their stars); topic `editions`, for lists in players to follow. Idempotent by: library
 * and item; a second reading of the same writes nothing. Bounded by: librarySongsMax, libraryUsersMax, one call at a time.
 *
 *   look ─▶ nothing new ───────────────────────────────────────────────┐
 *     │        trouble ─▶ noted, nothing is lost                       ▼
 *     └─▶ read all songs ─▶ still the same library? ─▶ items ─▶ what it holds ─▶ stars ─▶ lists in players
 */
import { createReadLibrary } from '#functions/collect/read-library.ts';
import { createKeepAccount, createKeepUsers } from '#functions/collect/users.ts';
import { troubles } from '#shared/domain/library/verdict.ts';
import type { Catalogue } from '#shared/ports/catalogue.ts';
import type { Lease } from '#shared/ports/lease.ts';
import type { Libraries } from '#shared/ports/libraries.ts';
import type { Log } from '#shared/ports/log.ts';
import { type ConnectedServer, MediaServerError } from '#shared/ports/media-server.ts';
import type { Topics } from '#shared/ports/topics.ts';
import type { Users } from '#shared/ports/users.ts';
import type { UserId } from '#shared/schemas/ids.ts';
import type { Library } from '#shared/schemas/library.ts';

export type CollectPorts = {
  readonly mediaServers: readonly ConnectedServer[];
  readonly libraries: Libraries;
  readonly users: Users;
  readonly catalogue: Catalogue;
  readonly topics: Topics;
  readonly lease: Lease;
  readonly log: Log;
};

/** What one run came to, a library each. */
export type LibraryOutcome = {
  readonly libraryId: string;
  readonly server: string;
  readonly outcome: 'read' | 'unchanged' | 'trouble';
  readonly songs: number;
  /** Items that are new in the catalogue, or of which it knows more now. */
  readonly items: number;
  readonly detail: string;
};

export type CollectAsked = {
  /** Reads everything, whether or not something changed. */
  readonly whole?: boolean;
};

const leaseSeconds = 120;
/** Before the day's model is trained, so that it knows what was added. */
const nightHourUtc = 2;

/** `at`: Unix seconds. */
export function createCollect(ports: CollectPorts) {
  const readLibrary = createReadLibrary(ports);
  const keepUsers = createKeepUsers(ports);
  const keepAccount = createKeepAccount(ports);
  /** A wrong password is not tried again before somebody asks or a new process begins: repeating locks people out. */
  const lockedOut = new Set<string>();

  const collectOne = async (connected: ConnectedServer, at: number, whole: boolean): Promise<LibraryOutcome> => {
    const { libraryId } = connected;
    const before = (await ports.libraries.all()).find((library) => library.libraryId === libraryId);
    if (lockedOut.has(libraryId) && !whole) return outcomeOf(before ?? unread(libraryId, at), 'trouble', 0);
    try {
      const { library, outcome, items, known } = await readLibrary(connected, {
        before: before ?? unread(libraryId, at),
        at,
        whole: whole || isNight(before, at),
      });
      lockedOut.delete(libraryId);
      const userIds = await keepUsers(connected);
      if (known !== undefined) await keepAccount(connected, known, at);
      if (library.readAt !== null) await askForDelivery(ports, userIds, known !== undefined);
      return outcomeOf(library, outcome, items);
    } catch (error) {
      if (!(error instanceof MediaServerError)) throw error;
      if (error.kind === 'credentials') lockedOut.add(libraryId);
      ports.log('WARNING', 'library not read', { verb: 'collect', libraryId, kind: error.kind });
      const troubled = withTrouble(before ?? unread(libraryId, at), error, at);
      await ports.libraries.update(libraryId, () => troubled);
      return outcomeOf(troubled, 'trouble', 0);
    }
  };

  return (at: number, { whole = false }: CollectAsked = {}): Promise<readonly LibraryOutcome[]> =>
    ports.lease.run('collect', leaseSeconds, async () => {
      const collected: LibraryOutcome[] = [];
      for (const connected of ports.mediaServers) collected.push(await collectOne(connected, at, whole));
      await removeOthers(ports);
      return collected;
    });
}

/** Tells `deliver` that the lists of a user may have to follow; `verify` asks it to look into the player. */
async function askForDelivery({ topics }: Pick<CollectPorts, 'topics'>, userIds: readonly UserId[], verify: boolean) {
  await topics.publish(
    'editions',
    userIds.map((userId) => ({ message: { type: 'wished' as const, userId, verify } })),
  );
}

/** Libraries that the operator names no more: nobody can say what is in them. */
async function removeOthers({ libraries, mediaServers }: CollectPorts): Promise<void> {
  const named = new Set(mediaServers.map(({ libraryId }) => libraryId));
  for (const { libraryId } of await libraries.all()) if (!named.has(libraryId)) await libraries.remove(libraryId);
}

const unread = (libraryId: string, at: number): Library => ({
  libraryId,
  addedAt: at,
  server: 'media server',
  place: 0,
  parts: 0,
  revision: '',
  songs: 0,
  nameless: 0,
  mark: '',
  readAt: null,
  lookedAt: null,
});

function isNight(before: Library | undefined, at: number): boolean {
  const dueToday = Math.floor(at / 86_400) * 86_400 + nightHourUtc * 3_600;
  const lastDue = dueToday <= at ? dueToday : dueToday - 86_400;
  return (before?.readAt ?? 0) < lastDue;
}

function withTrouble(library: Library, { kind, message }: MediaServerError, at: number): Library {
  const since = library.trouble?.kind === kind ? library.trouble.since : at;
  const { reading: _, ...rest } = library;
  return { ...rest, trouble: { kind, message, since } };
}

function outcomeOf(library: Library, outcome: LibraryOutcome['outcome'], items: number): LibraryOutcome {
  const { libraryId, server, songs, nameless, trouble } = library;
  const unnamed = nameless === 0 ? '' : `, ${nameless} of them without an artist`;
  const detail = trouble === undefined ? `${songs} songs${unnamed}` : `${troubles[trouble.kind]} (${trouble.message})`;
  return { libraryId, server, outcome: trouble === undefined ? outcome : 'trouble', songs, items, detail };
}
