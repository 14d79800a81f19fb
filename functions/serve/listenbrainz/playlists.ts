/** Editions as ListenBrainz's clients find playlists: made for a listener, listed without tracks, read one by one. */
import { type Expose, exposureOf } from '#functions/serve/exposures.ts';
import { readListener } from '#functions/serve/listenbrainz/read-listener.ts';
import { readAllowed } from '#functions/serve/read-allowed.ts';
import { withAllowed } from '#shared/domain/edition/visible-edition.ts';
import { wishesOf } from '#shared/domain/wishes/visibility.ts';
import type { Answer, HandlersOf, Principal } from '#shared/edge/http/operation.ts';
import type { ListenBrainz } from '#shared/edge/listenbrainz/routes.ts';
import { parseUuid } from '#shared/edge/listenbrainz/uuid.ts';
import { toJspf } from '#shared/formats/playlist/jspf.ts';
import { toXspf } from '#shared/formats/playlist/xspf.ts';
import type { Catalogue } from '#shared/ports/catalogue.ts';
import type { Editions } from '#shared/ports/editions.ts';
import type { Users } from '#shared/ports/users.ts';
import { type Edition, patches, type StoredEdition } from '#shared/schemas/edition.ts';
import type { PlaylistId, UserId } from '#shared/schemas/ids.ts';
import { limits } from '#shared/schemas/limits.ts';
import { Rejection } from '#shared/schemas/problem.ts';
import type { User } from '#shared/schemas/user.ts';

type PlaylistOperations = Pick<
  ListenBrainz,
  | 'getCreatedForPlaylists'
  | 'getRecommendationPlaylists'
  | 'searchUserPlaylists'
  | 'getUserPlaylists'
  | 'getCollaboratorPlaylists'
  | 'getPlaylistByMbid'
  | 'getPlaylistXspf'
>;

export type WirePlaylistPorts = {
  readonly users: Users;
  readonly editions: Editions;
  readonly catalogue: Catalogue;
  readonly expose: Expose;
};

/** More than are ever kept of one user: three weekly patches over sixty days and a daily one over fourteen. */
const listedMax = 200;

export function createWirePlaylists(ports: WirePlaylistPorts): HandlersOf<PlaylistOperations> {
  const { users, editions, catalogue, expose } = ports;
  const none = async (userName: UserId, page: Page): Promise<Answer> => {
    return listing([], await readListener(users, userName), page);
  };
  /** Blocks are asked again at every answer, also for editions built before (I7). */
  const readShown = async (sent: string, principal: Principal, now: number): Promise<Shown> => {
    const stored = await readOwn(editions, sent, principal);
    const user = await readListener(users, stored.edition.userId);
    const edition = await readAllowed(catalogue, stored.edition, user, now);
    await expose(exposureOf(stored, edition));
    return { edition, timeZone: user.settings.timeZone };
  };

  return {
    getCreatedForPlaylists: async ({ params: { userName }, query, now }) => {
      const { count, offset } = pageOf(query);
      // One more than the page, so that the total tells a client whether to go on.
      const limit = Math.min(offset + count + 1, listedMax);
      const [user, found] = await Promise.all([readListener(users, userName), editions.latest(userName, { limit })]);
      return listing(shownTo(user, found, now), user, { count, offset });
    },

    getRecommendationPlaylists: async ({ params: { userName }, now }) => {
      const [user, ...latest] = await Promise.all([
        readListener(users, userName),
        ...patches.map((patch) => editions.latest(userName, { patch, limit: 1 })),
      ]);
      return listing(shownTo(user, latest.flat(), now), user, { count: limits.pageSizeDefault, offset: 0 });
    },

    searchUserPlaylists: async ({ params: { userName }, query, now }) => {
      const wanted = (query.query ?? query.name ?? '').trim().toLowerCase();
      const [user, found] = await Promise.all([
        readListener(users, userName),
        editions.latest(userName, { limit: listedMax }),
      ]);
      const fitting = found.filter(({ edition }) => edition.title.toLowerCase().includes(wanted));
      return listing(shownTo(user, fitting, now), user, pageOf(query));
    },

    getUserPlaylists: ({ params: { userName }, query }) => none(userName, pageOf(query)),
    getCollaboratorPlaylists: ({ params: { userName }, query }) => none(userName, pageOf(query)),

    getPlaylistByMbid: async ({ params: { playlistMbid }, principal, now }) => {
      const { edition, timeZone } = await readShown(playlistMbid, principal, now);
      return { status: 200, json: toJspf(edition, { timeZone }) };
    },

    getPlaylistXspf: async ({ params: { playlistMbid }, principal, now }) => {
      const { edition, timeZone } = await readShown(playlistMbid, principal, now);
      return { status: 200, text: { type: 'application/xspf+xml', text: toXspf(edition, timeZone) } };
    },
  };
}

/** An edition as its listener may see it, and the zone they live in. */
type Shown = { readonly edition: Edition; readonly timeZone: string };

type Page = { readonly count: number; readonly offset: number };

/** A client that is told a page of 0 stops asking, so the answer never says so. */
const pageOf = ({ count, offset }: Page): Page => ({ count: count === 0 ? limits.pageSizeDefault : count, offset });

/** In a list an edition shows its description, which names artists. */
function shownTo(user: User, found: readonly StoredEdition[], now: number): Edition[] {
  const wishes = wishesOf(user, now);
  return found.map(({ edition }) => withAllowed(edition, wishes));
}

function listing(found: readonly Edition[], { settings: { timeZone } }: User, { count, offset }: Page): Answer {
  const shown = found.slice(offset, offset + count);
  const playlists = shown.map((edition) => toJspf(edition, { timeZone, withTracks: false }));
  return { status: 200, json: { playlists, playlist_count: found.length, offset, count } };
}

/** I9: another listener's playlist is not there for this token, so that ids cannot be probed. */
async function readOwn(editions: Editions, sent: string, principal: Principal): Promise<StoredEdition> {
  const playlistId = parseUuid(sent);
  if (playlistId === undefined) throw new Rejection('invalid-request', 'Provided playlist ID is invalid.');
  const stored = await editions.read(playlistId as PlaylistId);
  const other = principal.scope === 'user' && principal.userId !== stored?.edition.userId;
  if (stored === undefined || other) throw new Rejection('not-found', `Cannot find playlist: ${playlistId}`);
  return stored;
}
