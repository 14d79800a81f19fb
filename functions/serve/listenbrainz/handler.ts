/**
 * serve, on the ListenBrainz wire: what existing players and apps read.
 *
 * Trigger: HTTP, every read of `/1`. Reads: tokens, user (with blocks), profile, editions, neighbours, lists, catalogue,
 * listens, now playing, warehouse (statistics). Writes: topic `listens`, who was shown what of an experiment. Bounded by: page sizes, limits of a scan.
 */
import { createExpose, type ExposurePorts } from '#functions/serve/exposures.ts';
import { inAnyCase } from '#functions/serve/listenbrainz/any-case.ts';
import { createFeedbackReaders } from '#functions/serve/listenbrainz/feedback.ts';
import { createListenerReaders } from '#functions/serve/listenbrainz/listener.ts';
import { createUserListens, type UserListensPorts } from '#functions/serve/listenbrainz/listens.ts';
import { createMetadataLookup } from '#functions/serve/listenbrainz/metadata.ts';
import { createWirePlaylists } from '#functions/serve/listenbrainz/playlists.ts';
import { createRecordingRecommendations } from '#functions/serve/listenbrainz/recommendations.ts';
import { createStatistics } from '#functions/serve/listenbrainz/statistics.ts';
import { createValidateToken, type ValidatePorts } from '#functions/serve/listenbrainz/validate-token.ts';
import type { HandlersOf, OfVerb } from '#shared/edge/http/operation.ts';
import type { ListenBrainz } from '#shared/edge/listenbrainz/routes.ts';
import type { Editions } from '#shared/ports/editions.ts';
import type { Libraries } from '#shared/ports/libraries.ts';
import type { Models } from '#shared/ports/models.ts';
import type { NowPlayingStore } from '#shared/ports/now-playing.ts';
import type { ExperimentConfig } from '#shared/schemas/experiment.ts';

export type ListenBrainzServePorts = UserListensPorts &
  ValidatePorts &
  ExposurePorts & {
    readonly editions: Editions;
    readonly models: Models;
    readonly libraries: Pick<Libraries, 'around'>;
    readonly nowPlaying: NowPlayingStore;
    readonly experiments: ExperimentConfig;
  };

export function createListenBrainzServe(opened: ListenBrainzServePorts): HandlersOf<OfVerb<ListenBrainz, 'serve'>> {
  const ports = { ...opened, expose: createExpose(opened) };
  const about = {
    getUserListens: createUserListens(ports),
    ...createListenerReaders(ports),
    ...createFeedbackReaders(ports),
    ...createWirePlaylists(ports),
    getRecordingRecommendations: createRecordingRecommendations(ports),
    ...createStatistics(ports),
  };
  return {
    validateToken: createValidateToken(ports),
    lookUpMetadata: createMetadataLookup(ports),
    ...inAnyCase(ports.users, about),
  };
}
