/** The ListenBrainz wire: every call under `/1`, once, as existing scrobblers and players make them. */
import type { Operations } from '#shared/edge/http/operation.ts';
import { made } from '#shared/edge/listenbrainz/playlist-routes.ts';
import { reads } from '#shared/edge/listenbrainz/read-routes.ts';
import { writes } from '#shared/edge/listenbrainz/write-routes.ts';

export const listenBrainz = { ...writes, ...reads, ...made } as const satisfies Operations;
export type ListenBrainz = typeof listenBrainz;
