/** Reads a Subsonic library: song by song where the server lists them, else album by album. */
import {
  type CallParameters,
  type Envelope,
  listIn,
  type SubsonicCall,
  SubsonicRefusal,
} from '#shared/adapters/subsonic/client.ts';
import type { LibrarySong, LibraryState } from '#shared/ports/media-server.ts';
import { limits } from '#shared/schemas/limits.ts';

/** As many as every server gives: one cuts to 500 without a word, another refuses more than 1,000. */
const pageLength = 500;

/** An empty query means everything. A page that is shorter than asked for is the last; counts are not to be trusted. */
export async function* songsOf(call: SubsonicCall): AsyncIterable<readonly LibrarySong[]> {
  const seen = new Set<string>();
  const once = (songs: readonly Envelope[]): LibrarySong[] =>
    songs.flatMap((raw) => {
      const song = readSong(raw);
      if (song === undefined || seen.has(song.songId)) return [];
      seen.add(song.songId);
      return [song];
    });
  let read = 0;
  for (; read < limits.librarySongsMax; read += pageLength) {
    const page = listIn(await call('search3', everySong(read)), 'searchResult3', 'song');
    if (page.length > 0) yield once(page);
    if (page.length < pageLength) break;
  }
  if (seen.size > 0) return;
  for await (const album of albumsOf(call)) {
    yield once(listIn(await call('getAlbum', [['id', String(album.id)]]), 'album', 'song'));
  }
}

const everySong = (offset: number): CallParameters => [
  ['query', ''],
  ['songCount', String(pageLength)],
  ['songOffset', String(offset)],
  ['artistCount', '0'],
  ['albumCount', '0'],
];

async function* albumsOf(call: SubsonicCall): AsyncIterable<Envelope> {
  for (let offset = 0; offset < limits.librarySongsMax; offset += pageLength) {
    const page = listIn(
      await call('getAlbumList2', [
        ['type', 'alphabeticalByName'],
        ['size', String(pageLength)],
        ['offset', String(offset)],
      ]),
      'albumList2',
      'album',
    );
    yield* page;
    if (page.length < pageLength) return;
  }
}

/** Whether a scan runs, where an account may ask for that, and which albums are the newest. */
export async function libraryState(call: SubsonicCall): Promise<LibraryState> {
  const newest = await call('getAlbumList2', [
    ['type', 'newest'],
    ['size', '20'],
  ]);
  const albums = listIn(newest, 'albumList2', 'album').map(({ id, songCount }) => `${id}:${songCount}`);
  const [scan] = await call('getScanStatus').then(
    (answer) => listIn(answer, 'scanStatus'),
    (error) => {
      // Some let nobody but an administrator ask, others do not know the call.
      if (error instanceof SubsonicRefusal && error.kind === 'refused') return [];
      throw error;
    },
  );
  return { isScanning: scan?.scanning === true, mark: `${scan?.count ?? ''} ${albums.join(' ')}` };
}

/** Undefined for what is no song, such as an audio book or an episode, and for what has no id or no title. */
function readSong(raw: Envelope): LibrarySong | undefined {
  const title = textOf(raw.title);
  const songId = raw.id === undefined ? undefined : String(raw.id);
  if (songId === undefined || songId === '' || title === undefined) return undefined;
  if (raw.isDir === true || (raw.type !== undefined && raw.type !== 'music')) return undefined;
  const artistName = textOf(raw.displayArtist) ?? textOf(raw.artist);
  const releaseName = textOf(raw.album);
  const seconds = Number(raw.duration);
  const lastPlayedAt = instantOf(raw.played);
  return {
    songId,
    title,
    ...(artistName === undefined ? {} : { artistName }),
    ...(releaseName === undefined ? {} : { releaseName }),
    ...(seconds > 0 && seconds * 1_000 <= limits.durationMsMax ? { durationMs: Math.round(seconds * 1_000) } : {}),
    ...(raw.explicitStatus === 'explicit' ? { explicit: true } : {}),
    genres: genresOf(raw),
    addresses: addressesOf(raw),
    isStarred: textOf(raw.starred) !== undefined,
    ...(typeof raw.playCount === 'number' && raw.playCount > 0 ? { playCount: raw.playCount } : {}),
    ...(lastPlayedAt === undefined ? {} : { lastPlayedAt }),
  };
}

const textOf = (value: unknown): string | undefined =>
  typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;

function genresOf(raw: Envelope): string[] {
  const names = listIn(raw, 'genres').map(({ name }) => textOf(name));
  const all = names.length > 0 ? names : [textOf(raw.genre)];
  return [...new Set(all.filter((name) => name !== undefined))];
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const isrc = /^[A-Z]{2}[A-Z0-9]{3}\d{7}$/;

/** Every server ships the recording under the name that the specification gives to the track. */
function addressesOf(raw: Envelope): string[] {
  const mbid = textOf(raw.musicBrainzId);
  const codes = (Array.isArray(raw.isrc) ? raw.isrc : [raw.isrc])
    .map((code) => textOf(code)?.toUpperCase().replaceAll('-', ''))
    .filter((code) => code !== undefined && isrc.test(code));
  return [
    ...(mbid !== undefined && uuid.test(mbid) ? [`mbid:${mbid.toLowerCase()}`] : []),
    ...codes.map((code) => `isrc:${code}`),
  ];
}

/** Servers that leave the zone out mean their own, which nobody here knows: such an instant is none. */
function instantOf(value: unknown): number | undefined {
  const text = textOf(value);
  if (text === undefined || !/(?:Z|[+-]\d{2}:?\d{2})$/.test(text)) return undefined;
  const ms = Date.parse(text);
  return Number.isFinite(ms) && ms > 0 ? Math.floor(ms / 1_000) : undefined;
}
