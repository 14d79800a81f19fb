/** GET /1/cf/recommendation/user/{userName}/recording: what `/v1` recommends, under ListenBrainz's names. */
import { readListener } from '#functions/serve/listenbrainz/read-listener.ts';
import { type RecommendationPorts, recommendLive } from '#functions/serve/recommendations.ts';
import { seedOf } from '#shared/domain/hash.ts';
import { mbidIn } from '#shared/domain/identity/addresses.ts';
import { msidOf } from '#shared/domain/identity/ids.ts';
import type { Answer, Call } from '#shared/edge/http/operation.ts';
import type { ListenBrainz } from '#shared/edge/listenbrainz/routes.ts';
import { limits } from '#shared/schemas/limits.ts';

export function createRecordingRecommendations(ports: RecommendationPorts) {
  const { users, profiles, models } = ports;
  return async (call: Call<ListenBrainz['getRecordingRecommendations']>): Promise<Answer> => {
    const { params, query, now } = call;
    const { userName } = params;
    const [user, profile, pointer] = await Promise.all([
      readListener(users, userName),
      profiles.read(userName),
      models.pointer(),
    ]);
    if (pointer === undefined) return { status: 204 };
    const { modelVersion, publishedAt } = pointer;
    const asked = {
      limit: limits.listensPageSizeMax,
      kind: 'track' as const,
      seed: seedOf(userName),
      exclude: new Set<string>(),
      now,
    };
    const found = await recommendLive(ports, { user, profile, version: modelVersion }, asked);
    if (found.length === 0) return { status: 204 };
    const shown = found.slice(query.offset, query.offset + query.count);
    return {
      status: 200,
      json: {
        payload: {
          mbids: shown.map(({ item, score }) => ({
            recording_mbid: mbidIn(item.addresses) ?? msidOf(item.itemId),
            score,
            latest_listened_at: null,
          })),
          entity: 'recording',
          user_name: userName,
          last_updated: publishedAt,
          count: shown.length,
          total_mbid_count: found.length,
          offset: query.offset,
          model_id: modelVersion,
          model_url: '/v1/status',
        },
      },
    };
  };
}
