/** What is there: users, their tokens, loves and next editions, items and artists. */
import { readUser } from '#functions/serve/read-user.ts';
import { cardOf } from '#shared/domain/card.ts';
import type { directory } from '#shared/edge/http/directory-routes.ts';
import type { HandlersOf, Principal } from '#shared/edge/http/operation.ts';
import { cursorOf, readCursor, readUserPlace, rfc3339Of, userView } from '#shared/edge/http/views.ts';
import type { Catalogue } from '#shared/ports/catalogue.ts';
import type { Schedules } from '#shared/ports/editions.ts';
import type { Models } from '#shared/ports/models.ts';
import type { Tokens, Users } from '#shared/ports/users.ts';
import { patches, type Schedule } from '#shared/schemas/edition.ts';
import { ItemId } from '#shared/schemas/ids.ts';
import { limits } from '#shared/schemas/limits.ts';
import { Rejection } from '#shared/schemas/problem.ts';

export type DirectoryPorts = {
  readonly users: Users;
  readonly tokens: Tokens;
  readonly schedules: Schedules;
  readonly models: Pick<Models, 'pointer'>;
  readonly catalogue: Catalogue;
};

export function createDirectoryHandlers(ports: DirectoryPorts): HandlersOf<typeof directory> {
  const { users, tokens, schedules, models, catalogue } = ports;
  return {
    getUsers: async ({ query: { limit, cursor } }) => {
      const page = await users.page(cursor === undefined ? undefined : readUserPlace(cursor), limit + 1);
      const listed = page.slice(0, limit);
      const last = listed.at(-1);
      const nextCursor = page.length > limit && last !== undefined ? cursorOf(last.createdAt, last.id) : null;
      return { status: 200, json: { users: listed.map(userView), nextCursor } };
    },

    getTokens: async ({ params: { userId } }) => {
      await readUser(users, userId);
      const listed = [...(await tokens.ofUser(userId))].sort((a, b) => b.createdAt - a.createdAt);
      return {
        status: 200,
        json: {
          tokens: listed.map(({ tokenId, scope, createdAt }) => ({ tokenId, scope, createdAt: rfc3339Of(createdAt) })),
        },
      };
    },

    getFeedback: async ({ params: { userId }, query: { limit, cursor } }) => {
      const { feedback } = await readUser(users, userId);
      const start = cursor === undefined ? 0 : readCursor(cursor);
      // Newest first, and stable among those of one second.
      const newest = [...feedback].reverse().sort(([, a], [, b]) => b.givenAt - a.givenAt);
      const listed = newest.slice(start, start + limit);
      const items = await catalogue.read(
        listed.map(([itemId]) => itemId),
        userId,
      );
      return {
        status: 200,
        json: {
          feedback: listed.map(([itemId, { score, givenAt }], nth) => ({
            itemId,
            score,
            givenAt: rfc3339Of(givenAt),
            title: items[nth]?.title ?? null,
            artistName: items[nth]?.artistName ?? null,
          })),
          nextCursor: start + limit < newest.length ? cursorOf(start + limit) : null,
        },
      };
    },

    getSchedule: async ({ params: { userId }, now }) => {
      await readUser(users, userId);
      const [due, pointer] = await Promise.all([schedules.ofUser(userId), models.pointer()]);
      const byPatch = new Map(due.map((schedule) => [schedule.patch, schedule]));
      const listed = patches.flatMap((patch) => byPatch.get(patch) ?? []);
      const hasModel = pointer !== undefined;
      return {
        status: 200,
        json: {
          schedule: listed.map((schedule) => scheduleView(schedule, { hasModel, now })),
          modelVersion: pointer?.modelVersion ?? null,
        },
      };
    },

    getItems: async ({ query: { ids }, principal }) => ({
      status: 200,
      json: await listItems(catalogue, ids, readerOf(principal)),
    }),

    getItem: async ({ params: { itemId }, principal }) => {
      const [item] = await catalogue.read([itemId], readerOf(principal));
      if (item === undefined) throw new Rejection('not-found', `There is no item "${itemId}" in the catalogue`);
      return { status: 200, json: { item: cardOf(item) } };
    },

    getArtist: async ({ params: { artistId }, query: { limit }, principal }) => {
      const items = await catalogue.byArtist(artistId, limit, readerOf(principal));
      if (items.length === 0) throw new Rejection('not-found', `There is no artist "${artistId}" in the catalogue`);
      const artistName = items.find((item) => item.artistName !== undefined)?.artistName ?? null;
      return { status: 200, json: { artistId, artistName, items: items.map(cardOf) } };
    },
  };
}

/** Items by ids with commas between them; throws a Rejection that names a wrong one. */
async function listItems(catalogue: Catalogue, ids: string, reader: string | undefined) {
  const itemIds = [...new Set(ids.split(',').filter((id) => id !== ''))];
  if (itemIds.length > limits.pageSizeMax) {
    throw new Rejection('invalid-request', `"ids": at most ${limits.pageSizeMax} at a time, ${itemIds.length} given`);
  }
  const wrong = itemIds.find((id) => !ItemId.safeParse(id).success);
  if (wrong !== undefined) throw new Rejection('invalid-request', `"ids": "${wrong.slice(0, 80)}" is no item id`);
  const items = await catalogue.read(itemIds, reader);
  return {
    items: items.flatMap((item) => (item === undefined ? [] : [cardOf(item)])),
    unknown: itemIds.filter((_, nth) => items[nth] === undefined),
  };
}

/** Whose words count beside everybody's. */
const readerOf = (principal: Principal): string | undefined =>
  principal.scope === 'user' ? principal.userId : undefined;

type Now = { readonly hasModel: boolean; readonly now: number };

function scheduleView(schedule: Schedule, at: Now) {
  return {
    patch: schedule.patch,
    period: schedule.period,
    dueAt: rfc3339Of(schedule.nextDueAt),
    state: schedule.nextDueAt > at.now ? ('waiting' as const) : ('due' as const),
    why: whyNot(schedule, at),
  };
}

/** A sentence for the edition that is not there; null while nothing is amiss. */
function whyNot({ nextDueAt }: Schedule, { hasModel, now }: Now): string | null {
  if (nextDueAt > now) return null;
  return hasModel
    ? 'It is made within the hour, when editions are planned'
    : 'No model is published yet; the first is trained when there are listens, and editions follow it';
}
