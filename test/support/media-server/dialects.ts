/** How each known Subsonic server departs from the others: a row a server, a column a trap. Sources: their code, and supysonic as run. */

export type Dialect = {
  /** What the envelope says of itself; undefined for servers that are no OpenSubsonic. */
  readonly type: string | undefined;
  /** The code with which a login by token and salt is refused; undefined where it works. */
  readonly tokenRefusal: number | undefined;
  readonly apiKeys: boolean;
  /** A login with both is refused. */
  readonly refusesTokenBesidePassword: boolean;
  /** What `query=""` and an empty query find. */
  readonly pageLengthMax: number;
  /** Beyond that page length: cut without a word, or refused. */
  readonly longPage: 'cut' | 'refuse' | 'give';
  readonly numericIds: boolean;
  readonly mbids: boolean;
  readonly replace: 'replaces' | 'appends';
  readonly emptyReplace: 'keeps' | 'empties';
  readonly unknownSong: 'refuses all' | 'skips' | 'keeps hidden';
  readonly unknownPlaylist: 'refuses' | 'creates';
  readonly tellsCreated: boolean;
  readonly newIsPublic: boolean;
  readonly replaceMakesPublic: boolean;
  /** `updatePlaylist` without `public`. */
  readonly silentUpdate: 'keeps' | 'makes private';
  /** `public=false`. */
  readonly publicFalse: 'private' | 'public' | 'ignored';
  readonly keepsComments: boolean;
  readonly scanStatus: 'everybody' | 'administrators' | 'unknown';
  /** Parameters in the address hide those in the body. */
  readonly addressHidesBody: boolean;
};

const navidrome: Dialect = {
  type: 'navidrome',
  tokenRefusal: undefined,
  apiKeys: false,
  refusesTokenBesidePassword: false,
  pageLengthMax: Number.POSITIVE_INFINITY,
  longPage: 'give',
  numericIds: false,
  mbids: true,
  replace: 'replaces',
  emptyReplace: 'keeps',
  unknownSong: 'keeps hidden',
  unknownPlaylist: 'refuses',
  tellsCreated: true,
  newIsPublic: false,
  replaceMakesPublic: false,
  silentUpdate: 'keeps',
  publicFalse: 'private',
  keepsComments: true,
  scanStatus: 'everybody',
  addressHidesBody: false,
};

export const dialects = {
  navidrome,
  gonic: {
    ...navidrome,
    type: 'gonic',
    refusesTokenBesidePassword: true,
    emptyReplace: 'empties',
    unknownSong: 'refuses all',
    unknownPlaylist: 'creates',
  },
  supysonic: {
    ...navidrome,
    type: undefined,
    tokenRefusal: 10,
    mbids: false,
    emptyReplace: 'empties',
    unknownSong: 'refuses all',
    tellsCreated: false,
    scanStatus: 'administrators',
  },
  lms: {
    ...navidrome,
    type: 'lms',
    tokenRefusal: 42,
    apiKeys: true,
    pageLengthMax: 1_000,
    longPage: 'refuse',
    emptyReplace: 'empties',
    unknownSong: 'skips',
    silentUpdate: 'makes private',
    publicFalse: 'public',
    keepsComments: false,
  },
  ampache: {
    ...navidrome,
    type: 'ampache',
    apiKeys: true,
    emptyReplace: 'empties',
    tellsCreated: false,
    newIsPublic: true,
    replaceMakesPublic: true,
    silentUpdate: 'makes private',
    keepsComments: false,
  },
  nextcloud: {
    ...navidrome,
    type: 'nextcloud music',
    tokenRefusal: 41,
    apiKeys: true,
    mbids: false,
    emptyReplace: 'empties',
    unknownSong: 'skips',
    publicFalse: 'ignored',
    scanStatus: 'unknown',
  },
  funkwhale: {
    ...navidrome,
    type: 'funkwhale',
    mbids: false,
    pageLengthMax: 500,
    longPage: 'cut',
    numericIds: true,
    replace: 'appends',
    unknownSong: 'skips',
    publicFalse: 'ignored',
    keepsComments: false,
    scanStatus: 'unknown',
    addressHidesBody: true,
  },
} as const satisfies Record<string, Dialect>;
