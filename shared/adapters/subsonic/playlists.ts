/**
 * Writes a playlist so that it is right on every known server:
 *
 *   find by stored id, else by mark, else by name once ─▶ same songs: done, nothing written
 *     ─▶ replace in place, or create ─▶ read back ─▶ appended instead of replaced: make it anew
 *                                               ─▶ public: make it private       ─▶ songs missing: name them
 */
import {
  type CallParameters,
  type Envelope,
  listIn,
  type SubsonicCall,
  SubsonicRefusal,
} from '#shared/adapters/subsonic/client.ts';
import { MediaServerError, type PlaylistDelivered, type PlaylistWanted } from '#shared/ports/media-server.ts';

export type SubsonicServer = {
  readonly call: SubsonicCall;
  /** As the account is called on the server; undefined when it logs in by a key alone. */
  readonly user: string | undefined;
  /** The server's kind in lower case, "" where it does not say. */
  readonly type: string;
};

type Playlist = {
  readonly id: string;
  readonly name: string;
  readonly comment: string;
  readonly isPublic: boolean;
  readonly songIds: readonly string[];
};

const notFound = 70;

export async function putPlaylist(server: SubsonicServer, wanted: PlaylistWanted): Promise<PlaylistDelivered> {
  if (wanted.songIds.length === 0) throw new Error(`Cannot deliver "${wanted.name}": it has no songs`);
  const found = await findPlaylist(server, wanted);
  if (found === undefined) return createAnew(server, wanted);
  const before = await readPlaylist(server, found);
  if (sameOrder(before.songIds, wanted.songIds)) {
    // A comment that was never taken is not sent again and again: some servers keep none.
    const isDescribed = before.comment === '' ? wanted.storedId === found : before.comment === commentOf(wanted);
    if (!isDescribed || before.isPublic) await describe(server, before, wanted);
    return { playlistId: found, outcome: isDescribed && !before.isPublic ? 'unchanged' : 'replaced', staleSongIds: [] };
  }
  const { known, stale } = await write(server, wanted.songIds, [['playlistId', found]]);
  const after = await readPlaylist(server, found);
  if (after.songIds.length > known.length && sameOrder(after.songIds.slice(-known.length), known)) {
    await server.call('deletePlaylist', [['id', found]]);
    return createAnew(server, wanted);
  }
  await describe(server, after, wanted);
  return { playlistId: found, outcome: 'replaced', staleSongIds: missing(known, after.songIds).concat(stale) };
}

/** Removes what carries the mark, but for the one named. */
export async function removePlaylists(server: SubsonicServer, mark: string, keptId?: string): Promise<number> {
  const marked = (await ownPlaylists(server)).filter(({ id, comment }) => hasMark(comment, mark) && id !== keptId);
  for (const { id } of marked) await server.call('deletePlaylist', [['id', id]]);
  return marked.length;
}

const commentOf = ({ mark, description }: PlaylistWanted): string => `${description} [${mark}]`;
const hasMark = (comment: string, mark: string): boolean => comment.includes(`[${mark}]`);

async function findPlaylist(server: SubsonicServer, wanted: PlaylistWanted): Promise<string | undefined> {
  const own = await ownPlaylists(server);
  const stored = own.find(({ id }) => id === wanted.storedId);
  const marked = own.find(({ comment }) => hasMark(comment, wanted.mark));
  // A name is taken over once, before anything was ever delivered, and only from a list that nobody described.
  const named =
    wanted.storedId === undefined ? own.find(({ name, comment }) => name === wanted.name && comment === '') : undefined;
  return (stored ?? marked ?? named)?.id;
}

/** The account's own: others' public lists stand among them, and an administrator sees everybody's. */
async function ownPlaylists({ call, user }: SubsonicServer): Promise<Omit<Playlist, 'songIds'>[]> {
  return listIn(await call('getPlaylists'), 'playlists', 'playlist')
    .filter(
      ({ owner, readonly }) =>
        readonly !== true &&
        (user === undefined || typeof owner !== 'string' || owner.toLowerCase() === user.toLowerCase()),
    )
    .map(headOf);
}

const headOf = ({ id, name, comment, public: shared }: Envelope): Omit<Playlist, 'songIds'> => ({
  id: String(id),
  name: typeof name === 'string' ? name : '',
  comment: typeof comment === 'string' ? comment : '',
  isPublic: shared === true || shared === 'true',
});

async function readPlaylist({ call }: SubsonicServer, id: string): Promise<Playlist> {
  const answer = await call('getPlaylist', [['id', id]]);
  const [head] = listIn(answer, 'playlist');
  if (head === undefined) throw new MediaServerError('nonsense', `playlist "${id}" was read back without a playlist`);
  return { ...headOf({ id, ...head }), songIds: listIn(head, 'entry').map((entry) => String(entry.id)) };
}

async function createAnew(server: SubsonicServer, wanted: PlaylistWanted): Promise<PlaylistDelivered> {
  const before = new Set((await ownPlaylists(server)).map(({ id }) => id));
  const { known, stale, answer } = await write(server, wanted.songIds, [['name', wanted.name]]);
  const [told] = listIn(answer, 'playlist');
  // Older servers answer with nothing: it is the one that was not there before.
  const made =
    told?.id === undefined
      ? (await ownPlaylists(server)).find(({ id, name }) => !before.has(id) && name === wanted.name)?.id
      : String(told.id);
  if (made === undefined) throw new MediaServerError('nonsense', `"${wanted.name}" was created and is not there`);
  const after = await readPlaylist(server, made);
  await describe(server, after, wanted);
  return { playlistId: made, outcome: 'created', staleSongIds: missing(known, after.songIds).concat(stale) };
}

/** The songs in one call. A server that refuses all of them for one it does not know is asked which it knows. */
async function write({ call }: SubsonicServer, songIds: readonly string[], target: CallParameters) {
  const put = (ids: readonly string[]): Promise<Envelope> =>
    call('createPlaylist', [...target, ...ids.map((id) => ['songId', id] as const)]);
  try {
    return { known: songIds, stale: [], answer: await put(songIds) };
  } catch (error) {
    if (!isNotFound(error)) throw error;
    const known: string[] = [];
    for (const id of songIds) if (await knows(call, id)) known.push(id);
    if (known.length === 0 || known.length === songIds.length) throw error;
    return { known, stale: songIds.filter((id) => !known.includes(id)), answer: await put(known) };
  }
}

const knows = (call: SubsonicCall, id: string): Promise<boolean> =>
  call('getSong', [['id', id]]).then(
    () => true,
    (error) => {
      if (error instanceof SubsonicRefusal && error.kind === 'refused') return false;
      throw error;
    },
  );

const isNotFound = (error: unknown): boolean => error instanceof SubsonicRefusal && error.code === notFound;

/** Comment and privacy; the name stays as its owner has it. On LMS the mere presence of `public` shares a list. */
async function describe({ call, type }: SubsonicServer, { id, isPublic }: Playlist, wanted: PlaylistWanted) {
  const privacy: CallParameters = isPublic && type !== 'lms' ? [['public', 'false']] : [];
  await call('updatePlaylist', [['playlistId', id], ['comment', commentOf(wanted)], ...privacy]);
}

const sameOrder = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((id, nth) => id === b[nth]);

function missing(wanted: readonly string[], there: readonly string[]): string[] {
  const known = new Set(there);
  return wanted.filter((id) => !known.has(id));
}
