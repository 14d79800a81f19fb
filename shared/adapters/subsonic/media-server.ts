/** The MediaServer port over the Subsonic protocol: Navidrome, gonic, LMS, Ampache, Nextcloud Music, Funkwhale, supysonic. */
import { randomBytes } from 'node:crypto';
import { createSubsonicClient, type SubsonicAccount } from '#shared/adapters/subsonic/client.ts';
import { libraryState, songsOf } from '#shared/adapters/subsonic/library.ts';
import { putPlaylist, removePlaylists, type SubsonicServer } from '#shared/adapters/subsonic/playlists.ts';
import type { MediaServer } from '#shared/ports/media-server.ts';

export type SubsonicOptions = SubsonicAccount & {
  /** At least six characters, new for every call; random when left out. */
  readonly salt?: () => string;
};

export function createSubsonicServer({ salt = randomSalt, ...account }: SubsonicOptions): MediaServer {
  const call = createSubsonicClient(account, { salt });
  const identify = async (): Promise<{ readonly type: string; readonly version: string }> => {
    const { type, serverVersion, version } = await call('ping');
    return { type: String(type ?? ''), version: String(serverVersion ?? version ?? '') };
  };
  const server = async (): Promise<SubsonicServer> => ({
    call,
    user: account.apiKey === undefined ? account.user : undefined,
    type: (await identify()).type.toLowerCase(),
  });
  return {
    identify: async () => {
      const { type, version } = await identify();
      return `${type === '' ? 'Subsonic' : type} ${version}`.trim();
    },
    state: () => libraryState(call),
    songs: () => songsOf(call),
    putPlaylist: async (wanted) => putPlaylist(await server(), wanted),
    removePlaylists: async (mark, keptId) => removePlaylists(await server(), mark, keptId),
  };
}

const randomSalt = (): string => randomBytes(9).toString('base64url');
