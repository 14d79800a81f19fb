/** A media server: a library that can be played, and the playlists in it. One account, whose playlists they are. */

import type { MediaServerAccount } from '#shared/schemas/library.ts';

/** A song as the server tells of it. Ids are the server's own, opaque, and strings whatever it sends. */
export type LibrarySong = {
  readonly songId: string;
  readonly title: string;
  /** The artist as the tags credit it; left out where the server knows none. */
  readonly artistName?: string;
  readonly releaseName?: string;
  readonly durationMs?: number;
  readonly genres: readonly string[];
  readonly explicit?: boolean;
  /** What others call the recording, as `mbid:…` and `isrc:…`. */
  readonly addresses: readonly string[];
  /** Whether the account's owner marked it as a favourite. */
  readonly isStarred: boolean;
  /** The owner's plays, where the server counts them. */
  readonly playCount?: number;
  /** Unix seconds of the owner's last play, where the server says so with its time zone. */
  readonly lastPlayedAt?: number;
};

export type LibraryState = {
  /** While it is, a reading may miss songs: wait. */
  readonly isScanning: boolean;
  /** Changes when something was added lately; cheap to ask for. */
  readonly mark: string;
};

export type PlaylistWanted = {
  /** The server's id of the playlist as it was delivered last; never its name, since people rename. */
  readonly storedId?: string;
  /** Names patch and user in the playlist's comment, so that it is found again when the id is lost. */
  readonly mark: string;
  readonly name: string;
  readonly description: string;
  /** In order; at least one. */
  readonly songIds: readonly string[];
};

export type PlaylistDelivered = {
  readonly playlistId: string;
  readonly outcome: 'unchanged' | 'replaced' | 'created';
  /** Songs the server knows no more: the library has to be read again. */
  readonly staleSongIds: readonly string[];
};

/**
 * Every method throws a MediaServerError. Nothing is ever taken from the account's owner: only playlists that were
 * delivered, or carry the mark, are written or removed, and a playlist is never emptied.
 */
export interface MediaServer {
  /** For status and logs: "Navidrome 0.63.2". */
  identify(): Promise<string>;
  state(): Promise<LibraryState>;
  /** Every song once, in pages, in no order. */
  songs(): AsyncIterable<readonly LibrarySong[]>;
  /** Makes the playlist or replaces its songs in place; private. Writes nothing where nothing differs. */
  putPlaylist(wanted: PlaylistWanted): Promise<PlaylistDelivered>;
  /** Removes playlists that carry the mark, but for the one named. Returns how many. */
  removePlaylists(mark: string, keptId?: string): Promise<number>;
}

/** A media server as its operator named it. */
export type ConnectedServer = Pick<MediaServerAccount, 'for' | 'patches' | 'keepWeeks'> & {
  readonly libraryId: string;
  readonly server: MediaServer;
};

/** What kept a server from answering, and who has to act: the operator for "credentials" and "refused", time for the rest. */
export class MediaServerError extends Error {
  readonly kind: 'credentials' | 'unreachable' | 'refused' | 'nonsense';

  constructor(kind: MediaServerError['kind'], message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'MediaServerError';
    this.kind = kind;
  }
}
