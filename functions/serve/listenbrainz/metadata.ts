/** GET /1/metadata/lookup: the MusicBrainz ids of a recording, from what listens and the operator told the catalogue. */
import { mbidIn } from '#shared/domain/identity/addresses.ts';
import { fold } from '#shared/domain/identity/fold.ts';
import { artistIdOf } from '#shared/domain/identity/ids.ts';
import type { Answer, Call } from '#shared/edge/http/operation.ts';
import type { ListenBrainz } from '#shared/edge/listenbrainz/routes.ts';
import { mbidOfItem, mbidOrNull } from '#shared/edge/listenbrainz/views.ts';
import type { Catalogue } from '#shared/ports/catalogue.ts';
import { limits } from '#shared/schemas/limits.ts';

/** Answers an empty object, as ListenBrainz does, when no recording of that artist and title has a MusicBrainz id. */
export function createMetadataLookup({ catalogue }: { readonly catalogue: Catalogue }) {
  return async ({ query, principal }: Call<ListenBrainz['lookUpMetadata']>): Promise<Answer> => {
    const { artist_name, recording_name } = query;
    const title = fold(recording_name);
    const artistId = artistIdOf(artist_name);
    const reader = principal.scope === 'user' ? principal.userId : undefined;
    const items = artistId === undefined ? [] : await catalogue.byArtist(artistId, limits.itemsPerRequestMax, reader);
    const item = items.find((each) => mbidOfItem(each) !== null && fold(each.title ?? '') === title);
    if (item === undefined) return { status: 200, json: {} };
    const artistMbid = mbidIn(item.artistAddresses) ?? mbidOrNull(item.artistId);
    return {
      status: 200,
      json: {
        artist_credit_name: item.artistName ?? artist_name,
        artist_mbids: artistMbid === null ? [] : [artistMbid],
        recording_mbid: mbidOfItem(item),
        recording_name: item.title ?? recording_name,
        release_mbid: mbidOrNull(item.releaseId),
        release_name: item.releaseName ?? null,
      },
    };
  };
}
