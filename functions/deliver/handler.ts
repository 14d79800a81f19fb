/**
 * deliver: writes editions into media servers as playlists (I14).
 *
 * Trigger: topic `editions`, an announcement, or wishes that changed. Reads: user, editions, libraries, what was delivered.
 * Writes: the user's playlists in their media servers, deliveries. Idempotent by: user, patch, and the digest of what the
 * playlist holds. Bounded by: mediaServersMax, patches, weeksKeptMax.
 *
 *   edition ─▶ without what is refused now (I7) ─▶ songs of the library ─▶ the same as delivered: nothing is asked
 *                                                       │      └─▶ none in the library: left alone
 *                                                       └─▶ replaced in place, found by stored id, then by mark
 *
 * A server that is down is no reason to repeat the message: `collect` asks again at its next look.
 */
import { sha256 } from '#shared/domain/digest.ts';
import { markOf, playlistNameOf } from '#shared/domain/library/playlist-name.ts';
import { tuning } from '#shared/domain/tuning.ts';
import { wishesOf } from '#shared/domain/wishes/visibility.ts';
import type { Clock } from '#shared/ports/clock.ts';
import type { Editions } from '#shared/ports/editions.ts';
import type { Libraries, PatchDeliveries, SongOf } from '#shared/ports/libraries.ts';
import type { Log } from '#shared/ports/log.ts';
import { type ConnectedServer, MediaServerError } from '#shared/ports/media-server.ts';
import type { Users } from '#shared/ports/users.ts';
import type { Edition, Patch } from '#shared/schemas/edition.ts';
import type { PatchDelivery } from '#shared/schemas/library.ts';
import type { EditionsMessage } from '#shared/schemas/message.ts';
import type { User } from '#shared/schemas/user.ts';

export type DeliverPorts = {
  readonly mediaServers: readonly ConnectedServer[];
  readonly users: Users;
  readonly editions: Editions;
  readonly libraries: Libraries;
  readonly deliveries: PatchDeliveries;
  readonly clock: Clock;
  readonly log: Log;
};

export function createDeliver(ports: DeliverPorts): (message: EditionsMessage) => Promise<void> {
  const { mediaServers, users, libraries, log } = ports;
  return async (message) => {
    if (message.type === 'due') return;
    if (message.type === 'withdrawn') return withdraw(ports, message.marks);
    const { userId } = message;
    const verify = message.type === 'wished' && message.verify === true;
    const record = await users.read(userId);
    if (record.state !== 'known') return;
    for (const connected of mediaServers) {
      try {
        if (record.user.libraries?.includes(connected.libraryId)) {
          const songOf = await libraries.songOf([connected.libraryId]);
          if (songOf === undefined) continue;
          for (const patch of connected.patches)
            await deliver(ports, { connected, user: record.user, patch, songOf, verify });
        }
      } catch (error) {
        if (!(error instanceof MediaServerError)) throw error;
        log('WARNING', 'playlists not delivered', {
          verb: 'deliver',
          libraryId: connected.libraryId,
          kind: error.kind,
        });
      }
    }
  };
}

type Delivering = {
  readonly connected: ConnectedServer;
  readonly user: User;
  readonly patch: Patch;
  readonly songOf: SongOf;
  readonly verify: boolean;
};

async function deliver(ports: DeliverPorts, delivering: Delivering): Promise<void> {
  const { connected, user, patch } = delivering;
  const { libraryId, server, keepWeeks } = connected;
  const kept = tuning.patches[patch].cadence === 'weekly' ? keepWeeks : 1;
  const [latest, before] = await Promise.all([
    ports.editions.latest(user.userId, { patch, limit: kept }),
    ports.deliveries.read(user.userId, libraryId, patch),
  ]);
  const lists: PatchDelivery['lists'] = [];
  for (const { edition } of latest) {
    const list = await deliverOne(ports, delivering, edition, before?.lists ?? []);
    if (list !== undefined) lists.push(list);
  }
  if (kept > 1) {
    const stays = new Set(latest.map(({ edition }) => edition.period));
    for (const { period } of before?.lists ?? []) {
      if (!stays.has(period)) await server.removePlaylists(markOf(user.userId, patch, period));
    }
  }
  if (lists.length > 0 && JSON.stringify(lists) !== JSON.stringify(before?.lists)) {
    await ports.deliveries.keep({ userId: user.userId, libraryId, patch, lists });
  }
}

async function deliverOne(
  ports: DeliverPorts,
  { connected, user, patch, songOf, verify }: Delivering,
  edition: Edition,
  before: PatchDelivery['lists'],
): Promise<PatchDelivery['lists'][number] | undefined> {
  const { server, keepWeeks, for: whose, libraryId } = connected;
  const isKept = tuning.patches[patch].cadence === 'weekly' && keepWeeks > 1;
  // In place, there is one list of a patch, whatever its period.
  const earlier = isKept ? before.find(({ period }) => period === edition.period) : before[0];
  const { allows } = wishesOf(user, ports.clock());
  const items = edition.items.filter(({ item }) => allows(item));
  const songIds = [...new Set(items.flatMap(({ item }) => songOf(item) ?? []))];
  const mark = isKept ? markOf(user.userId, patch, edition.period) : markOf(user.userId, patch);
  if (songIds.length === 0) {
    // An empty replace keeps the old songs on some servers: where all of them are refused now, the list goes.
    if (earlier !== undefined && items.length === 0) await server.removePlaylists(mark);
    return undefined;
  }
  const name = playlistNameOf(edition, { isKept, user, isShared: whose === 'household' || whose.length > 1 });
  const description = descriptionOf(edition, items.length - songIds.length);
  const digest = sha256(JSON.stringify([name, description, ...songIds]));
  if (earlier?.digest === digest && !verify) return earlier;
  const wanted = { mark, name, description, songIds, ...(earlier && { storedId: earlier.storedId }) };
  const { playlistId: storedId, outcome, staleSongIds } = await server.putPlaylist(wanted);
  if (staleSongIds.length > 0) {
    // Whoever answers so holds something else than was read: another mark makes the next look a reading.
    await ports.libraries.update(libraryId, (library) => library && { ...library, mark: '' });
  }
  if (outcome !== 'unchanged') {
    ports.log('INFO', 'playlist delivered', { verb: 'deliver', libraryId, patch, outcome, songs: songIds.length });
  }
  return { period: edition.period, playlistId: edition.playlistId, storedId, digest };
}

function descriptionOf({ description, period }: Edition, missing: number): string {
  const lacking = missing === 0 ? '' : ` ${missing} more are not in this library.`;
  return `${description} (${period}).${lacking}`;
}

/** Nobody asks for this again: a server that does not answer has the message repeated. */
async function withdraw({ mediaServers, log }: DeliverPorts, marks: readonly string[]): Promise<void> {
  for (const { server, libraryId } of mediaServers) {
    let playlists = 0;
    for (const mark of marks) playlists += await server.removePlaylists(mark);
    log('INFO', 'playlists withdrawn', { verb: 'deliver', libraryId, playlists });
  }
}
