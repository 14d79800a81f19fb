/**
 * ingest, on the ListenBrainz wire: what existing scrobblers tell us.
 *
 * Trigger: HTTP, every write of `/1`. Reads: users, profile, recent listens. Writes: users, now playing, quarantine; topic
 * `listens`. Idempotent by: listen id, batch id. Bounded by: limits of a request.
 */
import { createAcceptListens } from '#functions/ingest/accept-listens.ts';
import { createDeleteListen } from '#functions/ingest/listenbrainz/delete-listen.ts';
import { createBlockHandlers } from '#functions/ingest/listenbrainz/do-not-recommend.ts';
import { createFeedbackHandlers } from '#functions/ingest/listenbrainz/feedback.ts';
import { createResolveNamed } from '#functions/ingest/listenbrainz/resolve-named.ts';
import { createSubmitListens } from '#functions/ingest/listenbrainz/submit-listens.ts';
import { createChange } from '#functions/ingest/users.ts';
import type { Door } from '#functions/ingest/welcome.ts';
import type { HandlersOf, OfVerb } from '#shared/edge/http/operation.ts';
import { listenerOf } from '#shared/edge/listenbrainz/listener.ts';
import type { ListenBrainz } from '#shared/edge/listenbrainz/routes.ts';
import type { Catalogue } from '#shared/ports/catalogue.ts';
import type { History } from '#shared/ports/history.ts';
import type { Log } from '#shared/ports/log.ts';
import type { NowPlayingStore } from '#shared/ports/now-playing.ts';
import type { Profiles } from '#shared/ports/profiles.ts';
import type { Quarantine } from '#shared/ports/quarantine.ts';
import type { Topics } from '#shared/ports/topics.ts';
import type { Users } from '#shared/ports/users.ts';

export type ListenBrainzIngestPorts = {
  readonly users: Users;
  readonly profiles: Profiles;
  readonly catalogue: Catalogue;
  readonly quarantine: Quarantine;
  readonly nowPlaying: NowPlayingStore;
  readonly history: History;
  readonly topics: Topics;
  readonly log: Log;
  /** See AcceptPorts. */
  readonly door?: Door;
  /** See SubmitPorts; false when left out. */
  readonly strict?: boolean;
};

export function createListenBrainzIngest(ports: ListenBrainzIngestPorts): HandlersOf<OfVerb<ListenBrainz, 'ingest'>> {
  const { nowPlaying, strict = false } = ports;
  const change = createChange(ports);
  const named = createResolveNamed(ports);
  // Every token here is a user's own, so nobody has to be welcomed.
  const accept = createAcceptListens({ ...ports, welcome: async () => 'known' });
  return {
    submitListens: createSubmitListens({ accept, nowPlaying, strict }),
    deleteListenByMsid: createDeleteListen(ports),

    deletePlayingNow: async ({ principal }) => {
      await nowPlaying.clear(listenerOf(principal));
      return { status: 200, json: { status: 'ok', message: 'Nothing is playing now' } };
    },

    postLatestImport: async ({ principal, body: { ts } }) => {
      // Imports may run side by side: the mark only moves forward.
      await change(listenerOf(principal), (user) => ({ ...user, latestImport: Math.max(user.latestImport ?? 0, ts) }));
      return { status: 200, json: { status: 'ok' } };
    },

    ...createFeedbackHandlers({ change, named }),
    ...createBlockHandlers({ change, named }),
  };
}
