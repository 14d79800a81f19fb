/** The MediaServer port over Jellyfin 10.9 and newer, as one of its users. */
import { createJellyfinClient, type JellyfinAccount, type JellyfinSession } from '#shared/adapters/jellyfin/client.ts';
import {
  type LibrarySong,
  type MediaServer,
  MediaServerError,
  type PlaylistDelivered,
  type PlaylistWanted,
} from '#shared/ports/media-server.ts';
import { limits } from '#shared/schemas/limits.ts';

type JellyfinItem = {
  readonly Id?: string;
  readonly Name?: string;
  readonly Album?: string;
  readonly AlbumArtist?: string;
  readonly Artists?: readonly string[];
  readonly Genres?: readonly string[];
  readonly RunTimeTicks?: number;
  readonly ProviderIds?: Readonly<Record<string, string>>;
  readonly UserData?: { readonly IsFavorite?: boolean; readonly PlayCount?: number; readonly LastPlayedDate?: string };
  readonly Overview?: string;
};

const pageLength = 500;
const ticksPerMs = 10_000;

export function createJellyfinServer(account: JellyfinAccount): MediaServer {
  const session = createJellyfinClient(account);
  return {
    identify: async () => {
      const { request } = await session();
      const info = (await request({ method: 'GET', path: '/System/Info/Public' })) as
        | { readonly Version?: string }
        | undefined;
      return `Jellyfin ${info?.Version ?? ''}`.trim();
    },
    state: async () => {
      const newest = await itemsOf(await session(), { sortBy: 'DateCreated', sortOrder: 'Descending', limit: '20' });
      return { isScanning: false, mark: `${newest.total} ${newest.items.map(({ Id }) => Id).join(' ')}` };
    },
    songs: () => songsOf(session),
    putPlaylist: async (wanted) => putPlaylist(await session(), wanted),
    removePlaylists: async (mark, keptId) => {
      const open = await session();
      const marked = (await playlistsOf(open)).filter(({ Id, Overview }) => hasMark(Overview, mark) && Id !== keptId);
      for (const { Id } of marked) await open.request({ method: 'DELETE', path: `/Items/${Id}` });
      return marked.length;
    },
  };
}

async function* songsOf(session: () => Promise<JellyfinSession>): AsyncIterable<readonly LibrarySong[]> {
  const seen = new Set<string>();
  for (let offset = 0; offset < limits.librarySongsMax; offset += pageLength) {
    const query = {
      fields: 'ProviderIds,Genres',
      sortBy: 'DateCreated',
      startIndex: String(offset),
      limit: String(pageLength),
    };
    const { items } = await itemsOf(await session(), query);
    const fresh = items.map(songOf).filter((song) => song !== undefined && !seen.has(song.songId)) as LibrarySong[];
    for (const { songId } of fresh) seen.add(songId);
    if (fresh.length > 0) yield fresh;
    if (items.length < pageLength) return;
  }
}

async function itemsOf({ userId, request }: JellyfinSession, query: Readonly<Record<string, string>>, type = 'Audio') {
  const search = new URLSearchParams({
    userId,
    includeItemTypes: type,
    recursive: 'true',
    enableUserData: 'true',
    enableTotalRecordCount: 'true',
    ...query,
  });
  const answer = (await request({ method: 'GET', path: `/Items?${search}` })) as
    | { readonly Items?: readonly JellyfinItem[]; readonly TotalRecordCount?: number }
    | undefined;
  return { items: answer?.Items ?? [], total: answer?.TotalRecordCount ?? 0 };
}

/** `MusicBrainzTrack` names a track on a release; only `MusicBrainzRecording`, known since 10.11, is the recording. */
function songOf({ Id, Name, Album, AlbumArtist, Artists, Genres, RunTimeTicks, ProviderIds, UserData }: JellyfinItem) {
  if (Id === undefined || Name === undefined || Name.trim() === '') return undefined;
  const artistName = Artists?.join(', ') || AlbumArtist;
  const mbid = ProviderIds?.MusicBrainzRecording?.toLowerCase();
  const durationMs = Math.round((RunTimeTicks ?? 0) / ticksPerMs);
  const played = Date.parse(UserData?.LastPlayedDate ?? '');
  const song: LibrarySong = {
    songId: Id,
    title: Name.trim(),
    ...(artistName ? { artistName } : {}),
    ...(Album ? { releaseName: Album } : {}),
    ...(durationMs > 0 && durationMs <= limits.durationMsMax ? { durationMs } : {}),
    genres: [...new Set(Genres ?? [])],
    addresses: mbid ? [`mbid:${mbid}`] : [],
    isStarred: UserData?.IsFavorite === true,
    ...(UserData?.PlayCount ? { playCount: UserData.PlayCount } : {}),
    ...(Number.isFinite(played) && played > 0 ? { lastPlayedAt: Math.floor(played / 1_000) } : {}),
  };
  return song;
}

const overviewOf = ({ mark, description }: PlaylistWanted): string => `${description} [${mark}]`;
const hasMark = (overview: string | undefined, mark: string): boolean => overview?.includes(`[${mark}]`) === true;

async function playlistsOf(session: JellyfinSession): Promise<readonly (JellyfinItem & { readonly Id: string })[]> {
  const { items } = await itemsOf(session, { fields: 'Overview' }, 'Playlist');
  return items.filter((item): item is JellyfinItem & { readonly Id: string } => item.Id !== undefined);
}

async function putPlaylist(session: JellyfinSession, wanted: PlaylistWanted): Promise<PlaylistDelivered> {
  if (wanted.songIds.length === 0) throw new Error(`Cannot deliver "${wanted.name}": it has no songs`);
  const own = await playlistsOf(session);
  const found =
    own.find(({ Id }) => Id === wanted.storedId) ?? own.find(({ Overview }) => hasMark(Overview, wanted.mark));
  if (found !== undefined && sameOrder(await entriesOf(session, found.Id), wanted.songIds)) {
    return { playlistId: found.Id, outcome: 'unchanged', staleSongIds: [] };
  }
  const playlistId = found?.Id ?? (await create(session, wanted));
  if (found !== undefined) {
    const body = { Ids: wanted.songIds, IsPublic: false };
    await session.request({ method: 'POST', path: `/Playlists/${playlistId}`, body });
  }
  await describe(session, playlistId, wanted);
  const there = new Set(await entriesOf(session, playlistId));
  const staleSongIds = wanted.songIds.filter((id) => !there.has(id));
  return { playlistId, outcome: found === undefined ? 'created' : 'replaced', staleSongIds };
}

/** Private, said outright: a new playlist is shared otherwise. */
async function create({ userId, request }: JellyfinSession, { name, songIds }: PlaylistWanted): Promise<string> {
  const body = { Name: name, Ids: songIds, UserId: userId, MediaType: 'Audio', IsPublic: false };
  const answer = (await request({ method: 'POST', path: '/Playlists', body })) as { readonly Id?: string } | undefined;
  if (answer?.Id === undefined) throw new MediaServerError('nonsense', `"${name}" was created without an id`);
  return answer.Id;
}

async function entriesOf({ userId, request }: JellyfinSession, playlistId: string): Promise<string[]> {
  const path = `/Playlists/${playlistId}/Items?userId=${userId}`;
  const answer = (await request({ method: 'GET', path })) as { readonly Items?: readonly JellyfinItem[] } | undefined;
  return (answer?.Items ?? []).flatMap(({ Id }) => (Id === undefined ? [] : [Id]));
}

/** There are no comments: the mark stands in the overview, which is written with the whole item. */
async function describe(
  { userId, request }: JellyfinSession,
  playlistId: string,
  wanted: PlaylistWanted,
): Promise<void> {
  const item = (await request({ method: 'GET', path: `/Items/${playlistId}?userId=${userId}` })) as
    | JellyfinItem
    | undefined;
  if (item === undefined || item.Overview === overviewOf(wanted)) return;
  await request({ method: 'POST', path: `/Items/${playlistId}`, body: { ...item, Overview: overviewOf(wanted) } });
}

const sameOrder = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((id, nth) => id === b[nth]);
