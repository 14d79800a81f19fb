/** Connects the media servers that an operator names, each through the adapter of its kind. */
import { createJellyfinServer } from '#shared/adapters/jellyfin/media-server.ts';
import { createSubsonicServer } from '#shared/adapters/subsonic/media-server.ts';
import { libraryIdOf } from '#shared/domain/library/song-item.ts';
import { readMediaServers } from '#shared/edge/media-servers.ts';
import type { ConnectedServer, MediaServer } from '#shared/ports/media-server.ts';
import type { MediaServerAccount } from '#shared/schemas/library.ts';

/** `given`: what SEGUE_LIBRARIES says. Nobody is called before something is asked. */
export function connectMediaServers(given: string | undefined): readonly ConnectedServer[] {
  return readMediaServers(given).map((account) => ({
    libraryId: libraryIdOf(account),
    for: account.for,
    patches: account.patches,
    keepWeeks: account.keepWeeks,
    server: serverOf(account),
  }));
}

function serverOf({ kind, url, user = '', password = '', apiKey }: MediaServerAccount): MediaServer {
  if (kind === 'jellyfin') return createJellyfinServer({ url, user, password });
  return createSubsonicServer(apiKey === undefined ? { url, user, password } : { url, apiKey });
}
