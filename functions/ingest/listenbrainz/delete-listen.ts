/** POST /1/delete-listen: takes a listen out of everything, by its instant and its recording. */

import { listenIdOf, msidOf } from '#shared/domain/identity/ids.ts';
import { retractedMessage } from '#shared/domain/listens/messages.ts';
import type { Answer, Call } from '#shared/edge/http/operation.ts';
import { listenerOf } from '#shared/edge/listenbrainz/listener.ts';
import type { ListenBrainz } from '#shared/edge/listenbrainz/routes.ts';
import { parseUuid } from '#shared/edge/listenbrainz/uuid.ts';
import type { History } from '#shared/ports/history.ts';
import type { Topics } from '#shared/ports/topics.ts';
import type { ItemId, ListenId, UserId } from '#shared/schemas/ids.ts';
import { Rejection } from '#shared/schemas/problem.ts';

export type DeletePorts = { readonly history: History; readonly topics: Topics };

/** Listens of one user in one second that are looked at. */
const sameSecondMax = 100;

export function createDeleteListen({ history, topics }: DeletePorts) {
  return async ({ principal, body, now }: Call<ListenBrainz['deleteListenByMsid']>): Promise<Answer> => {
    const userId = listenerOf(principal);
    const { listened_at: listenedAt, recording_msid } = body;
    const msid = parseUuid(recording_msid);
    if (msid === undefined) throw new Rejection('invalid-request', `${recording_msid}: Recording MSID format invalid.`);
    const ids = await idsOf(history, { userId, listenedAt, msid });
    const message = retractedMessage(
      userId,
      ids.map((id) => ({ id, listenedAt })),
      now,
    );
    await topics.publish('listens', [{ message, orderingKey: userId }]);
    return { status: 200, json: { status: 'ok' } };
  };
}

type Which = { readonly userId: UserId; readonly listenedAt: number; readonly msid: string };

/** A scrobble's id follows from what is named, so one still on its way is met too; a listen of `/v1` may have its own. */
async function idsOf(history: History, { userId, listenedAt, msid }: Which): Promise<ListenId[]> {
  const then = await history.page(userId, {
    before: { listenedAt, id: '' },
    after: listenedAt - 1,
    limit: sameSecondMax,
  });
  const named = then.filter((listen) => listen.listenedAt === listenedAt && msidOf(listen.itemId) === msid);
  return [...new Set([listenIdOf(userId, listenedAt, msid as ItemId), ...named.map(({ id }) => id)])];
}
