/** Jellyfin in memory, as its code reads: playlists are shared unless told otherwise, unknown songs are dropped, and an old server has no recording ids. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text as bodyText } from 'node:stream/consumers';

export type FakeJellyfinSong = {
  readonly Id: string;
  readonly Name: string;
  readonly Artists: readonly string[];
  readonly Album: string;
};
export type FakeJellyfinPlaylist = {
  Id: string;
  Name: string;
  Overview?: string;
  isPublic: boolean;
  songIds: string[];
};

export type FakeJellyfin = AsyncDisposable & {
  readonly url: string;
  readonly songs: FakeJellyfinSong[];
  readonly playlists: FakeJellyfinPlaylist[];
  /** Methods and paths of what wrote. */
  readonly writes: string[];
  /** Tokens that are still good; emptied, everybody has to log in again. */
  readonly tokens: Set<string>;
};

export async function startFakeJellyfin(
  songs: readonly FakeJellyfinSong[],
  { recordings = true } = {},
): Promise<FakeJellyfin> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const fake: FakeJellyfin = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    songs: [...songs],
    playlists: [],
    writes: [],
    tokens: new Set(),
    [Symbol.asyncDispose]: () =>
      new Promise<void>((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
  server.on('request', (request, response) => void answer(fake, { recordings }, request, response));
  return fake;
}

async function answer(
  fake: FakeJellyfin,
  { recordings }: { recordings: boolean },
  request: IncomingMessage,
  response: ServerResponse,
) {
  const body = await bodyText(request);
  const sent = body === '' ? {} : JSON.parse(body);
  const url = new URL(request.url ?? '', 'http://fake');
  const path = url.pathname;
  const give = (status: number, value?: unknown): void => {
    response
      .writeHead(status, { 'content-type': 'application/json' })
      .end(value === undefined ? '' : JSON.stringify(value));
  };
  const token = /Token="([^"]+)"/.exec(request.headers.authorization ?? '')?.[1];
  if (path === '/Users/AuthenticateByName') {
    if (sent.Username !== 'ada' || sent.Pw !== 'sesame') return give(401);
    const made = `token-${fake.tokens.size + 1}-${fake.writes.length}`;
    fake.tokens.add(made);
    return give(200, { AccessToken: made, User: { Id: 'user-1' } });
  }
  if (path === '/System/Info/Public') return give(200, { Version: '10.11.3' });
  if (token === undefined || !fake.tokens.has(token)) return give(401);
  if (request.method !== 'GET') fake.writes.push(`${request.method} ${path}`);
  const known = (ids: readonly string[]): string[] => ids.filter((id) => fake.songs.some((song) => song.Id === id));
  const [, kind, id, part] = path.split('/');
  const list = fake.playlists.find((playlist) => playlist.Id === id);
  if (path === '/Items' && url.searchParams.get('includeItemTypes') === 'Playlist') {
    return give(200, { Items: fake.playlists.map(({ Id, Name, Overview }) => ({ Id, Name, Overview })) });
  }
  if (path === '/Items') {
    const start = Number(url.searchParams.get('startIndex') ?? 0);
    const page = fake.songs.slice(start, start + Number(url.searchParams.get('limit')));
    const Items = page.map((song) => ({
      ...song,
      RunTimeTicks: 1_800_000_000,
      Genres: ['Dub'],
      ProviderIds: {
        MusicBrainzTrack: '11111111-0000-4000-8000-000000000000',
        ...(recordings ? { MusicBrainzRecording: '00000000-0000-4000-8000-000000000001' } : {}),
      },
    }));
    return give(200, { Items, TotalRecordCount: fake.songs.length });
  }
  if (path === '/Playlists') {
    const Id = `list-${fake.playlists.length + 1}`;
    fake.playlists.push({ Id, Name: sent.Name, isPublic: sent.IsPublic ?? true, songIds: known(sent.Ids) });
    return give(200, { Id });
  }
  if (list === undefined) return give(404);
  if (kind === 'Playlists' && part === 'Items') return give(200, { Items: list.songIds.map((Id) => ({ Id })) });
  if (kind === 'Playlists') {
    list.songIds = known(sent.Ids);
    list.isPublic = sent.IsPublic ?? list.isPublic;
    return give(204);
  }
  if (request.method === 'GET') return give(200, { Id: list.Id, Name: list.Name, Overview: list.Overview });
  if (request.method === 'DELETE') fake.playlists.splice(fake.playlists.indexOf(list), 1);
  else Object.assign(list, { Name: sent.Name, Overview: sent.Overview });
  return give(204);
}
