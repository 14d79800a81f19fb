/** The ListenBrainz wire: every call under `/1`, once, as existing scrobblers and players make them. */
import type { Operations } from '#shared/edge/http/operation.ts';
import { playlistRoutes } from '#shared/edge/listenbrainz/playlist-routes.ts';
import { readRoutes } from '#shared/edge/listenbrainz/read-routes.ts';
import { writeRoutes } from '#shared/edge/listenbrainz/write-routes.ts';

export const listenBrainz = { ...writeRoutes, ...readRoutes, ...playlistRoutes } as const satisfies Operations;
export type ListenBrainz = typeof listenBrainz;
