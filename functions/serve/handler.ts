/**
 * serve: everything that is read.
 *
 * Trigger: HTTP. Reads: user (with blocks), profile, editions, neighbours, lists, catalogue, recent listens, warehouse
 * (older listens, export, outcomes of experiments). Writes: topic `listens`, who was shown what of an experiment.
 * Idempotent by: user, experiment, day and place. Bounded by: page sizes, seedsMax neighbours a recommendation.
 */
import { createAffinitiesHandler } from '#functions/serve/affinities.ts';
import { createDirectoryHandlers } from '#functions/serve/directory.ts';
import { createExportHandler } from '#functions/serve/export.ts';
import { createExpose } from '#functions/serve/exposures.ts';
import { createHomeHandler } from '#functions/serve/home.ts';
import { createInsightHandlers } from '#functions/serve/insight.ts';
import { createLibraryHandlers } from '#functions/serve/libraries.ts';
import { createListensHandler } from '#functions/serve/listens.ts';
import { createMixHandlers } from '#functions/serve/mixes.ts';
import { createPlaylistHandlers } from '#functions/serve/playlists.ts';
import { createRadioHandler } from '#functions/serve/radio.ts';
import { readUser } from '#functions/serve/read-user.ts';
import { createRecommendationsHandler } from '#functions/serve/recommendations.ts';
import { createSearchHandler } from '#functions/serve/search.ts';
import { createSimilarHandler } from '#functions/serve/similar.ts';
import { createStatusHandler } from '#functions/serve/status.ts';
import { openApi } from '#shared/edge/http/openapi.ts';
import type { HandlersOf, OfVerb } from '#shared/edge/http/operation.ts';
import type { V1 } from '#shared/edge/http/v1.ts';
import { rfc3339Of, rfc3339OrNull, userView } from '#shared/edge/http/views.ts';
import type { Catalogue } from '#shared/ports/catalogue.ts';
import type { Clock } from '#shared/ports/clock.ts';
import type { Editions, Schedules } from '#shared/ports/editions.ts';
import type { RecentListensStore } from '#shared/ports/history.ts';
import type { Libraries, PatchDeliveries } from '#shared/ports/libraries.ts';
import type { Log } from '#shared/ports/log.ts';
import type { ModelRegistry, Models } from '#shared/ports/models.ts';
import type { NowPlayingStore } from '#shared/ports/now-playing.ts';
import type { Profiles } from '#shared/ports/profiles.ts';
import type { Quarantine } from '#shared/ports/quarantine.ts';
import type { Receipts } from '#shared/ports/receipts.ts';
import type { Topics } from '#shared/ports/topics.ts';
import type { Tokens, Users } from '#shared/ports/users.ts';
import type { Verdicts } from '#shared/ports/verdicts.ts';
import type { Warehouse } from '#shared/ports/warehouse.ts';
import type { ExperimentConfig } from '#shared/schemas/experiment.ts';
import { Rejection } from '#shared/schemas/problem.ts';
import { createHistory } from '#shared/sql/serve/history.ts';

export type ServePorts = {
  readonly users: Users;
  readonly tokens: Tokens;
  readonly profiles: Profiles;
  readonly editions: Editions;
  readonly schedules: Schedules;
  readonly nowPlaying: NowPlayingStore;
  readonly models: Models;
  readonly registry: ModelRegistry;
  readonly catalogue: Catalogue;
  readonly libraries: Libraries;
  readonly deliveries: PatchDeliveries;
  readonly quarantine: Quarantine;
  readonly receipts: Receipts;
  readonly recent: RecentListensStore;
  readonly verdicts: Verdicts;
  readonly warehouse: Warehouse;
  readonly topics: Topics;
  readonly experiments: ExperimentConfig;
  readonly clock: Clock;
  readonly log: Log;
  readonly codeVersion: string;
};

export function createServe(opened: ServePorts): HandlersOf<OfVerb<V1, 'serve'>> {
  const ports = { ...opened, expose: createExpose(opened) };
  const { users, quarantine, receipts } = ports;
  const history = createHistory(ports);
  return {
    getUser: async ({ params: { userId } }) => ({ status: 200, json: userView(await readUser(users, userId)) }),

    getBlocks: async ({ params: { userId }, now }) => {
      const { blocks } = await readUser(users, userId);
      const inForce = blocks.filter(({ until }) => until === undefined || until > now);
      return {
        status: 200,
        json: {
          blocks: inForce.map(({ kind, id, blockedAt, until }) => ({
            kind,
            id,
            blockedAt: rfc3339Of(blockedAt),
            until: rfc3339OrNull(until),
          })),
        },
      };
    },

    getQuarantine: async ({ params: { userId }, query: { limit } }) => {
      const [, refused] = await Promise.all([readUser(users, userId), quarantine.latest(userId, limit)]);
      return {
        status: 200,
        json: { quarantined: refused.map((each) => ({ ...each, receivedAt: rfc3339Of(each.receivedAt) })) },
      };
    },

    getReceipt: async ({ params: { receiptId } }) => {
      const receipt = await receipts.read(receiptId);
      if (receipt === undefined) throw new Rejection('not-found', `There is no receipt "${receiptId}"`);
      const { state, requestedAt, deadline, doneAt, removed } = receipt;
      const instants = {
        requestedAt: rfc3339Of(requestedAt),
        deadline: rfc3339Of(deadline),
        doneAt: rfc3339OrNull(doneAt),
      };
      return { status: 200, json: { receiptId, state, ...instants, removed } };
    },

    getAffinities: createAffinitiesHandler(ports),
    getRecommendations: createRecommendationsHandler(ports),
    getSimilar: createSimilarHandler(ports),
    getListens: createListensHandler({ ...ports, history }),
    getHome: createHomeHandler(ports),
    getRadio: createRadioHandler(ports),
    getSearch: createSearchHandler(ports),
    ...createMixHandlers(ports),
    exportUser: createExportHandler({ ...ports, history }),
    getStatus: createStatusHandler(ports),
    getHealth: async () => ({ status: 200, json: { status: 'ok' } }),
    getHealthz: async () => ({ status: 200, json: { status: 'ok' } }),
    getOpenapi: async () => ({ status: 200, json: openApi(), maxAgeSeconds: 3_600 }),
    ...createDirectoryHandlers(ports),
    ...createInsightHandlers(ports),
    ...createPlaylistHandlers(ports),
    ...createLibraryHandlers(ports),
  };
}
