/** GET /v1/users/{userId}/listens: listens read back, newest first; the window from the profile, older ones from the warehouse. */
import { readUser } from '#functions/serve/read-user.ts';
import type { Answer, Call } from '#shared/edge/http/operation.ts';
import type { V1 } from '#shared/edge/http/v1.ts';
import { cursorOf, readPlace, rfc3339Of, rfc3339OrNull } from '#shared/edge/http/views.ts';
import type { History } from '#shared/ports/history.ts';
import type { Models } from '#shared/ports/models.ts';
import type { Users } from '#shared/ports/users.ts';

export type ListensPorts = { readonly users: Users; readonly history: History; readonly models: Models };

export function createListensHandler({ users, history, models }: ListensPorts) {
  return async ({ params: { userId }, query: { limit, cursor, before } }: Call<V1['getListens']>): Promise<Answer> => {
    const position = cursor === undefined ? placeBefore(before) : { before: readPlace(cursor) };
    const [, page, pointer] = await Promise.all([
      readUser(users, userId),
      history.page(userId, { ...position, limit: limit + 1 }),
      models.pointer(),
    ]);
    const shown = page.slice(0, limit);
    const last = shown.at(-1);
    return {
      status: 200,
      json: {
        listens: shown.map(({ id, itemId, kind, listenedAt, title, artistName }) => ({
          id,
          itemId,
          kind,
          listenedAt: rfc3339Of(listenedAt),
          title: title ?? null,
          artistName: artistName ?? null,
        })),
        nextCursor: page.length > limit && last !== undefined ? cursorOf(last.listenedAt, last.id) : null,
        asOf: rfc3339OrNull(shown[0]?.listenedAt),
        modelVersion: pointer?.modelVersion ?? null,
      },
    };
  };
}

/** Behind every listen of the second before: what was listened to before an instant begins there. */
function placeBefore(instant: number | undefined) {
  return instant === undefined ? {} : { before: { listenedAt: instant - 1, id: '' } };
}
