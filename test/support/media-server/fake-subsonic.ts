/** A Subsonic server with a dialect, in memory, on loopback. Its plain dialect is held against a real supysonic. */
import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text as bodyText } from 'node:stream/consumers';
import type { Dialect } from '#test/support/media-server/dialects.ts';

export type FakeSong = {
  readonly id: string;
  readonly title: string;
  readonly artist: string;
  readonly album: string;
  readonly duration: number;
  readonly genre?: string;
  readonly musicBrainzId?: string;
  readonly played?: string;
  readonly playCount?: number;
};

export type FakePlaylist = {
  readonly id: string;
  name: string;
  comment: string;
  owner: string;
  isPublic: boolean;
  songIds: string[];
};

export type FakeSubsonic = AsyncDisposable & {
  readonly url: string;
  readonly user: 'ada';
  readonly password: 'sesame ö';
  readonly apiKey: 'key-1';
  readonly songs: FakeSong[];
  readonly playlists: FakePlaylist[];
  readonly stars: Set<string>;
  /** Every call since the start: its method, and whether it wrote. */
  readonly calls: string[];
  /** What stands in the way: nothing, a proxy's page instead of answers, or a scan that runs. */
  trouble: 'none' | 'proxy page' | 'scanning';
  /** How often a login was refused. */
  refusedLogins: number;
};

class Refusal extends Error {
  readonly code: number;
  constructor(code: number, message: string) {
    super(message);
    this.code = code;
  }
}

export const writes = new Set(['createPlaylist', 'updatePlaylist', 'deletePlaylist', 'star', 'unstar', 'scrobble']);

export async function startFakeSubsonic(dialect: Dialect, songs: readonly FakeSong[]): Promise<FakeSubsonic> {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const fake: FakeSubsonic = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/music`,
    user: 'ada',
    password: 'sesame ö',
    apiKey: 'key-1',
    songs: [...songs],
    playlists: [],
    stars: new Set(),
    calls: [],
    trouble: 'none',
    refusedLogins: 0,
    [Symbol.asyncDispose]: () =>
      new Promise<void>((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
  server.on('request', async (request, response) => {
    if (fake.trouble === 'proxy page') {
      response.writeHead(502, { 'content-type': 'text/html' }).end('<h1>Bad gateway</h1>');
      return;
    }
    const method = /\/rest\/(\w+)/.exec(request.url ?? '')?.[1] ?? '';
    fake.calls.push(method);
    const answer = answerOf(fake, dialect, method, await parametersOf(request, dialect));
    response.writeHead(200, { 'content-type': 'application/json' }).end(
      JSON.stringify({
        'subsonic-response': {
          version: '1.16.1',
          ...(dialect.type === undefined ? {} : { type: dialect.type, serverVersion: '9', openSubsonic: true }),
          ...answer,
        },
      }),
    );
  });
  return fake;
}

async function parametersOf(request: IncomingMessage, dialect: Dialect): Promise<URLSearchParams> {
  const address = new URL(request.url ?? '', 'http://fake').searchParams;
  const body = new URLSearchParams(await bodyText(request));
  if (dialect.addressHidesBody && address.size > 0) return address;
  return new URLSearchParams([...address, ...body]);
}

function answerOf(fake: FakeSubsonic, dialect: Dialect, method: string, query: URLSearchParams): object {
  try {
    expectLogin(fake, dialect, query);
    const handler = handlers[method];
    if (handler === undefined) throw new Refusal(0, 'Unknown method');
    return { status: 'ok', ...handler({ fake, dialect, query }) };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    if (error.code === 40) fake.refusedLogins += 1;
    return { status: 'failed', error: { code: error.code, message: error.message } };
  }
}

function expectLogin(fake: FakeSubsonic, dialect: Dialect, query: URLSearchParams): void {
  const [key, user, token, salt, password] = ['apiKey', 'u', 't', 's', 'p'].map((name) => query.get(name));
  if (key !== null) {
    if (!dialect.apiKeys) throw new Refusal(42, 'No API keys here');
    if (user !== null) throw new Refusal(43, 'Conflicting login');
    if (key !== fake.apiKey) throw new Refusal(44, 'Unknown API key');
    return;
  }
  if (token !== null && password !== null && dialect.refusesTokenBesidePassword) throw new Refusal(10, 'Both');
  if (token !== null) {
    if (dialect.tokenRefusal !== undefined) throw new Refusal(dialect.tokenRefusal, 'Token login is not supported');
    const right = createHash('md5')
      .update(fake.password + salt)
      .digest('hex');
    if (user !== fake.user || token !== right) throw new Refusal(40, 'Wrong username or password');
    return;
  }
  const plain = password?.startsWith('enc:') ? Buffer.from(password.slice(4), 'hex').toString() : password;
  if (user !== fake.user || plain !== fake.password) throw new Refusal(40, 'Wrong username or password');
}

type Call = { readonly fake: FakeSubsonic; readonly dialect: Dialect; readonly query: URLSearchParams };

const songView = ({ fake, dialect }: Call, song: FakeSong) => {
  const { musicBrainzId, played, playCount, ...rest } = song;
  return {
    ...rest,
    id: dialect.numericIds ? Number(song.id) : song.id,
    ...(dialect.mbids ? { musicBrainzId: musicBrainzId ?? '', ...(played ? { played, playCount } : {}) } : {}),
    ...(fake.stars.has(song.id) ? { starred: '2026-01-01T00:00:00Z' } : {}),
  };
};

const listView = ({ id, name, comment, owner, isPublic, songIds }: FakePlaylist) => ({
  id,
  name,
  ...(comment === '' ? {} : { comment }),
  owner,
  public: isPublic,
  songCount: songIds.length,
});

const own = ({ fake, query }: Call, name: string): FakePlaylist => {
  const list = fake.playlists.find(({ id }) => id === query.get(name));
  if (list === undefined) throw new Refusal(70, 'Not found');
  if (list.owner !== fake.user) throw new Refusal(50, 'Not yours');
  return list;
};

const handlers: Readonly<Record<string, (call: Call) => object>> = {
  ping: () => ({}),
  search3: (call) => {
    const { fake, dialect, query } = call;
    const asked = Number(query.get('songCount') ?? 20);
    const offset = Number(query.get('songOffset') ?? 0);
    if (asked > dialect.pageLengthMax && dialect.longPage === 'refuse') throw new Refusal(0, 'Too many');
    const length = Math.min(asked, dialect.pageLengthMax);
    const page = query.get('query') === '' ? fake.songs.slice(offset, offset + length) : [];
    return { searchResult3: page.length === 0 ? {} : { song: page.map((song) => songView(call, song)) } };
  },
  getAlbumList2: ({ fake, query }) => {
    const albums = [...new Set(fake.songs.map(({ album }) => album))];
    const offset = Number(query.get('offset') ?? 0);
    const page = (query.get('type') === 'newest' ? albums.reverse() : albums).slice(
      offset,
      offset + Number(query.get('size')),
    );
    const view = page.map((album) => ({
      id: album,
      songCount: fake.songs.filter((song) => song.album === album).length,
    }));
    return { albumList2: view.length === 0 ? {} : { album: view } };
  },
  getAlbum: (call) => ({
    album: {
      id: call.query.get('id'),
      song: call.fake.songs.filter(({ album }) => album === call.query.get('id')).map((song) => songView(call, song)),
    },
  }),
  getSong: (call) => {
    const song = call.fake.songs.find(({ id }) => id === call.query.get('id'));
    if (song === undefined) throw new Refusal(70, 'Song not found');
    return { song: songView(call, song) };
  },
  getScanStatus: ({ fake, dialect }) => {
    if (dialect.scanStatus === 'administrators') throw new Refusal(50, 'Administrators only');
    if (dialect.scanStatus === 'unknown') throw new Refusal(0, 'Unknown method');
    return { scanStatus: { scanning: fake.trouble === 'scanning', count: fake.songs.length } };
  },
  getPlaylists: ({ fake }) => ({
    playlists: fake.playlists.length === 0 ? {} : { playlist: fake.playlists.map(listView) },
  }),
  getPlaylist: (call) => {
    const list = call.fake.playlists.find(({ id }) => id === call.query.get('id'));
    if (list === undefined) throw new Refusal(70, 'Not found');
    const entry = list.songIds.flatMap((id) => call.fake.songs.filter((song) => song.id === id));
    return {
      playlist: { ...listView(list), ...(entry.length === 0 ? {} : { entry: entry.map((s) => songView(call, s)) }) },
    };
  },
  createPlaylist: createPlaylist,
  updatePlaylist: (call) => {
    const list = own(call, 'playlistId');
    const { dialect, query } = call;
    const comment = query.get('comment');
    if (comment !== null && comment !== '' && dialect.keepsComments) list.comment = comment;
    list.name = query.get('name') ?? list.name;
    const shared = query.get('public');
    if (shared === null) {
      if (dialect.silentUpdate === 'makes private') list.isPublic = false;
    } else if (shared === 'true' || dialect.publicFalse === 'public') list.isPublic = true;
    else if (dialect.publicFalse === 'private') list.isPublic = false;
    return {};
  },
  deletePlaylist: (call) => {
    const list = own(call, 'id');
    call.fake.playlists.splice(call.fake.playlists.indexOf(list), 1);
    return {};
  },
};

function createPlaylist(call: Call): object {
  const { fake, dialect, query } = call;
  const sent = query.getAll('songId');
  const unknown = sent.filter((id) => !fake.songs.some((song) => song.id === id));
  if (unknown.length > 0 && dialect.unknownSong === 'refuses all') throw new Refusal(70, 'Song not found');
  const songIds = dialect.unknownSong === 'skips' ? sent.filter((id) => !unknown.includes(id)) : sent;
  const target = query.get('playlistId');
  const exists = fake.playlists.some(({ id }) => id === target);
  if (target !== null && (exists || dialect.unknownPlaylist === 'refuses')) {
    const list = own(call, 'playlistId');
    if (songIds.length === 0 && dialect.emptyReplace === 'keeps') return {};
    list.songIds = dialect.replace === 'appends' ? [...list.songIds, ...songIds] : songIds;
    if (dialect.replaceMakesPublic) list.isPublic = true;
    return dialect.tellsCreated ? { playlist: listView(list) } : {};
  }
  const name = query.get('name');
  if (name === null && target === null) throw new Refusal(10, 'Name missing');
  const made: FakePlaylist = {
    id: `pl-${fake.calls.length}`,
    name: name ?? '',
    comment: '',
    owner: fake.user,
    isPublic: dialect.newIsPublic,
    songIds,
  };
  fake.playlists.push(made);
  return dialect.tellsCreated ? { playlist: listView(made) } : {};
}
