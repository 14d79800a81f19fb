/** GET /v1/items/{itemId}/similar: neighbours, without what the asking user never wants to see. */
import { readUser } from '#functions/serve/read-user.ts';
import { createSongSet } from '#shared/domain/identity/keys.ts';
import { allows } from '#shared/domain/wishes/visibility.ts';
import type { Answer, Call } from '#shared/edge/http/operation.ts';
import type { V1 } from '#shared/edge/http/v1.ts';
import { rfc3339Of } from '#shared/edge/http/views.ts';
import type { Catalogue } from '#shared/ports/catalogue.ts';
import type { Models } from '#shared/ports/models.ts';
import type { Users } from '#shared/ports/users.ts';
import { Rejection } from '#shared/schemas/problem.ts';

export type SimilarPorts = { readonly users: Users; readonly catalogue: Catalogue; readonly models: Models };

export function createSimilarHandler({ users, catalogue, models }: SimilarPorts) {
  return async ({ params: { itemId }, query: { limit }, principal, now }: Call<V1['getSimilar']>): Promise<Answer> => {
    const allowed = principal.scope === 'user' ? allows(await readUser(users, principal.userId), now) : () => true;
    const pointer = await models.pointer();
    const [[found], [known]] = await Promise.all([
      pointer === undefined ? [] : models.neighbours(pointer.modelVersion, [itemId]),
      catalogue.read([itemId], principal.scope === 'user' ? principal.userId : undefined),
    ]);
    if (found === undefined && known === undefined) throw new Rejection('not-found', `There is no item "${itemId}"`);
    // A song is not similar to itself in another version, and comes once (I13).
    const songs = createSongSet([known ?? { itemId }]);
    const similar = (found?.neighbours ?? [])
      .filter(({ item }) => {
        const isFresh = allowed(item) && !songs.has(item);
        songs.add(item);
        return isFresh;
      })
      .slice(0, limit);
    return {
      status: 200,
      maxAgeSeconds: 300,
      json: {
        itemId,
        similar,
        asOf: pointer === undefined ? null : rfc3339Of(pointer.watermark),
        modelVersion: pointer?.modelVersion ?? null,
      },
    };
  };
}
