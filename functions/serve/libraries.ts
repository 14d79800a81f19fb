/** Libraries as the operator sees them, and what a user's libraries lack of an edition: a list for who wants to get it. */
import { readAllowed } from '#functions/serve/read-allowed.ts';
import { readUser } from '#functions/serve/read-user.ts';
import type { libraryRoutes } from '#shared/edge/http/library-routes.ts';
import type { HandlersOf } from '#shared/edge/http/operation.ts';
import { rfc3339Of, rfc3339OrNull } from '#shared/edge/http/views.ts';
import { nameOf } from '#shared/formats/playlist/identifiers.ts';
import type { Catalogue } from '#shared/ports/catalogue.ts';
import type { Editions } from '#shared/ports/editions.ts';
import type { Libraries, PatchDeliveries } from '#shared/ports/libraries.ts';
import type { Users } from '#shared/ports/users.ts';
import type { ItemCard } from '#shared/schemas/model.ts';
import { Rejection } from '#shared/schemas/problem.ts';

export type LibraryPorts = {
  readonly users: Users;
  readonly editions: Editions;
  readonly catalogue: Catalogue;
  readonly libraries: Libraries;
  readonly deliveries: Pick<PatchDeliveries, 'ofUser'>;
};

export function createLibraryHandlers({
  users,
  editions,
  catalogue,
  libraries,
  deliveries,
}: LibraryPorts): HandlersOf<typeof libraryRoutes> {
  return {
    getLibraries: async () => ({
      status: 200,
      json: {
        libraries: (await libraries.all()).map(({ libraryId, server, songs, nameless, readAt, reading, trouble }) => ({
          libraryId,
          server,
          songs,
          nameless,
          readAt: rfc3339OrNull(readAt),
          reading: reading ?? null,
          trouble: trouble === undefined ? null : { ...trouble, since: rfc3339Of(trouble.since) },
        })),
      },
    }),

    getDeliveries: async ({ params: { userId } }) => {
      const [, all, delivered] = await Promise.all([
        readUser(users, userId),
        libraries.all(),
        deliveries.ofUser(userId),
      ]);
      const servers = new Map(all.map(({ libraryId, server }) => [libraryId, server]));
      return {
        status: 200,
        json: {
          deliveries: delivered.flatMap(({ libraryId, patch, lists }) =>
            lists.map(({ period, playlistId }) => {
              return { libraryId, server: servers.get(libraryId) ?? '', patch, period, playlistId };
            }),
          ),
        },
      };
    },

    getMissing: async ({ params: { userId, patch }, query: { format }, accept, now }) => {
      const [user, [latest]] = await Promise.all([
        readUser(users, userId),
        editions.latest(userId, { patch, limit: 1 }),
      ]);
      if (latest === undefined) {
        const detail = `There is no "${patch}" edition for "${userId}" yet; GET /v1/users/{userId}/schedule says why`;
        throw new Rejection('not-found', detail);
      }
      const [edition, songOf] = await Promise.all([
        readAllowed(catalogue, latest.edition, user, now),
        libraries.songOf(user.libraries ?? []),
      ]);
      const missing = edition.items.map(({ item }) => item).filter((item) => songOf?.(item) === undefined);
      const wantsText = format === 'text' || (format === undefined && accept?.startsWith('text/plain') === true);
      if (wantsText) {
        const text = missing.map((item) => `${lineOf(item)}\n`).join('');
        return { status: 200, text: { type: 'text/plain', text } };
      }
      const { playlistId, period } = edition;
      const inLibrary = edition.items.length - missing.length;
      return { status: 200, json: { playlistId, patch, period, inLibrary, missing } };
    },
  };
}

/** "Artist - Title", the form that downloaders read. */
function lineOf(item: ItemCard): string {
  const name = item.artistName === undefined ? nameOf(item) : `${item.artistName} - ${nameOf(item)}`;
  return name.replaceAll(/\s+/g, ' ');
}
