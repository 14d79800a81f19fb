/** Editions as they may be shown now: blocks are asked again at every answer, also for editions built before (I7). */
import { createDemandLists, type DemandPorts, type OwnPatch } from '#functions/serve/demand-lists.ts';
import { type Expose, exposureOf } from '#functions/serve/exposures.ts';
import { show } from '#functions/serve/playlist-formats.ts';
import { readAllowed } from '#functions/serve/read-allowed.ts';
import { readUser } from '#functions/serve/read-user.ts';
import { whyPassed, whyTooLittle } from '#shared/domain/edition/shortage.ts';
import { withAllowed } from '#shared/domain/edition/visible-edition.ts';
import type { PatchDials } from '#shared/domain/patch-dials.ts';
import { tuning } from '#shared/domain/tuning.ts';
import { wishesOf } from '#shared/domain/wishes/visibility.ts';
import type { HandlersOf, Principal } from '#shared/edge/http/operation.ts';
import type { V1 } from '#shared/edge/http/v1.ts';
import { cursorOf, playlistSummary, readCursor, rfc3339Of, rfc3339OrNull } from '#shared/edge/http/views.ts';
import type { Catalogue } from '#shared/ports/catalogue.ts';
import type { Editions } from '#shared/ports/editions.ts';
import type { ModelRegistry, Models } from '#shared/ports/models.ts';
import type { Users } from '#shared/ports/users.ts';
import { type Edition, isMadeOnDemand, type Patch, type StoredEdition } from '#shared/schemas/edition.ts';
import type { PlaylistId, UserId } from '#shared/schemas/ids.ts';
import { Rejection } from '#shared/schemas/problem.ts';
import type { User } from '#shared/schemas/user.ts';

export type PlaylistPorts = DemandPorts & {
  readonly users: Users;
  readonly editions: Editions;
  readonly models: Models;
  readonly registry: Pick<ModelRegistry, 'manifest'>;
  readonly catalogue: Catalogue;
  readonly expose: Expose;
};

type PlaylistOperations = Pick<V1, 'getPlaylists' | 'getLatestPlaylist' | 'getPlaylist' | 'getManifest'>;

export function createPlaylistHandlers(ports: PlaylistPorts): HandlersOf<PlaylistOperations> {
  const { users, editions, models, registry, catalogue, expose } = ports;
  const demand = createDemandLists(ports);
  /** Blocks are asked again at every answer, also for editions built before (I7). */
  const shown = async (stored: StoredEdition, user: User, now: number): Promise<Edition> => {
    const edition = await readAllowed(catalogue, stored.edition, user, now);
    await expose(exposureOf(stored, edition));
    return edition;
  };
  return {
    getPlaylists: async ({ params: { userId }, query: { limit, cursor }, now }) => {
      const before = cursor === undefined ? undefined : readCursor(cursor);
      const [user, page, pointer] = await Promise.all([
        readUser(users, userId),
        editions.latest(userId, { ...(before === undefined ? {} : { before }), limit: limit + 1 }),
        models.pointer(),
      ]);
      const listed = page.slice(0, limit);
      const last = listed.at(-1);
      const wishes = wishesOf(user, now);
      return {
        status: 200,
        json: {
          playlists: listed.map(({ edition }) => playlistSummary(withAllowed(edition, wishes))),
          nextCursor: page.length > limit && last !== undefined ? cursorOf(last.manifest.dueAt) : null,
          asOf: rfc3339OrNull(listed[0]?.manifest.watermark),
          modelVersion: pointer?.modelVersion ?? null,
        },
      };
    },

    getLatestPlaylist: async ({ params: { userId, patch }, query: { format }, accept, now }) => {
      if (isMadeOnDemand(patch)) {
        const list = await demand({ userId, patch, now });
        if (list !== undefined) return show(list.edition, { format, accept, ...list });
        throw new Rejection('not-found', `There is nothing for "${patch}" of "${userId}" yet: it is what they play`);
      }
      const [user, [latest]] = await Promise.all([
        readUser(users, userId),
        editions.latest(userId, { patch, limit: 1 }),
      ]);
      if (latest === undefined) {
        const { passesEmpty = false }: PatchDials = tuning.patches[patch];
        if (passesEmpty) throw new Rejection('not-found', whyPassed(patch));
        const pointer = await models.pointer();
        // In the first hour a listener's own songs are known all the same.
        const list = pointer === undefined && isOwn(patch) ? await demand({ userId, patch, now }) : undefined;
        if (list !== undefined) return show(list.edition, { format, accept, ...list });
        const manifest = pointer && (await registry.manifest(pointer.modelVersion));
        const why = whyTooLittle({ counts: manifest?.counts, hasLibrary: (user.libraries ?? []).length > 0 });
        const when = 'It is made within the hour where there is enough for it';
        throw new Rejection('not-found', `There is no "${patch}" edition for "${userId}" yet. ${when}. ${why}`);
      }
      return show(await shown(latest, user, now), {
        format,
        accept,
        timeZone: user.settings.timeZone,
        asOf: rfc3339OrNull(latest.manifest.watermark),
      });
    },

    getPlaylist: async ({ params: { playlistId }, query: { format }, principal, accept, now }) => {
      const stored = await readOwn(editions, playlistId, principal);
      const user = await readUser(users, stored.edition.userId);
      return show(await shown(stored, user, now), {
        format,
        accept,
        timeZone: user.settings.timeZone,
        asOf: rfc3339OrNull(stored.manifest.watermark),
      });
    },

    getManifest: async ({ params: { playlistId }, principal }) => {
      const { manifest } = await readOwn(editions, playlistId, principal);
      return {
        status: 200,
        json: {
          ...manifest,
          dueAt: rfc3339Of(manifest.dueAt),
          watermark: rfc3339OrNull(manifest.watermark),
          model: (await registry.manifest(manifest.modelVersion)) ?? null,
        },
      };
    },
  };
}

const isOwn = (patch: Patch): patch is OwnPatch => patch === 'weekly-jams' || patch === 'daily-jams';

/** I9: another user's playlist is not there for this token, so that ids cannot be probed. */
async function readOwn(editions: Editions, playlistId: PlaylistId, principal: Principal): Promise<StoredEdition> {
  const stored = await editions.read(playlistId);
  const mine =
    principal.scope === 'operator' ||
    (principal.scope === 'user' && stored?.edition.userId === (principal.userId as UserId));
  if (stored === undefined || !mine) throw new Rejection('not-found', `There is no playlist "${playlistId}"`);
  return stored;
}
