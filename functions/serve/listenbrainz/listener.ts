/** Small answers about a listener: how much, what now, whom, and what never. */
import { readListener } from '#functions/serve/listenbrainz/read-listener.ts';
import { mbidIn } from '#shared/domain/identity/addresses.ts';
import { msidOf } from '#shared/domain/identity/ids.ts';
import type { HandlersOf } from '#shared/edge/http/operation.ts';
import { listenerOf } from '#shared/edge/listenbrainz/listener.ts';
import type { ListenBrainz } from '#shared/edge/listenbrainz/routes.ts';
import type { NowPlayingStore } from '#shared/ports/now-playing.ts';
import type { Profiles } from '#shared/ports/profiles.ts';
import type { Users } from '#shared/ports/users.ts';

type ListenerOperations = Pick<
  ListenBrainz,
  'getListenCount' | 'getPlayingNow' | 'getLatestImport' | 'getDoNotRecommend' | 'getFollowing' | 'getFollowers'
>;

export type ListenerPorts = {
  readonly users: Users;
  readonly profiles: Profiles;
  readonly nowPlaying: NowPlayingStore;
};

export function createListenerReaders({ users, profiles, nowPlaying }: ListenerPorts): HandlersOf<ListenerOperations> {
  return {
    getListenCount: async ({ params: { userName } }) => {
      const [, profile] = await Promise.all([readListener(users, userName), profiles.read(userName)]);
      return { status: 200, json: { payload: { count: profile?.listens ?? 0 } } };
    },

    getPlayingNow: async ({ params: { userName }, now }) => {
      const [, playing] = await Promise.all([readListener(users, userName), nowPlaying.read(userName, now)]);
      const listens =
        playing === undefined ? [] : [{ user_name: userName, playing_now: true, track_metadata: playing.track }];
      return {
        status: 200,
        json: { payload: { count: listens.length, user_id: userName, playing_now: true, listens } },
      };
    },

    getLatestImport: async ({ query: { user_name }, principal }) => {
      const user = await readListener(users, user_name ?? listenerOf(principal));
      return { status: 200, json: { musicbrainz_id: user.userId, latest_import: user.latestImport ?? 0 } };
    },

    getDoNotRecommend: async ({ params: { userName }, query: { count, offset }, now }) => {
      const { blocks } = await readListener(users, userName);
      const inForce = blocks
        .filter(({ kind, until }) => kind !== 'tag' && (until === undefined || until > now))
        .sort((a, b) => b.blockedAt - a.blockedAt);
      const results = inForce.slice(offset, offset + count).map(({ kind, id, also, entity, blockedAt, until }) => ({
        entity: entity ?? (kind === 'artist' ? 'artist' : 'recording'),
        entity_mbid: mbidIn(also) ?? msidOf(id),
        created: blockedAt,
        until: until ?? null,
      }));
      const counts = { count: results.length, total_count: inForce.length };
      return { status: 200, json: { offset, ...counts, user_id: userName, results } };
    },

    getFollowing: async ({ params: { userName } }) => {
      await readListener(users, userName);
      return { status: 200, json: { following: [], user: userName } };
    },

    getFollowers: async ({ params: { userName } }) => {
      await readListener(users, userName);
      return { status: 200, json: { followers: [], user: userName } };
    },
  };
}
