/** Cuts accepted listens into messages: one user, in order of time, within the size of a message. */
import { batchIdOf } from '#shared/domain/identity/ids.ts';
import type { ListenId, UserId } from '#shared/schemas/ids.ts';
import { limits } from '#shared/schemas/limits.ts';
import type { Listen } from '#shared/schemas/listen.ts';
import type { ListensMessage } from '#shared/schemas/message.ts';

export type ListenedMessage = Extract<ListensMessage, { type: 'listened' }>;

/** `receivedAt`: Unix seconds. Oldest first within a user, so that the profile's window slides forward only. */
export function listenedMessages(listens: readonly Listen[], receivedAt: number): ListenedMessage[] {
  const byUser = new Map<UserId, Listen[]>();
  for (const listen of listens) {
    const own = byUser.get(listen.userId);
    if (own === undefined) byUser.set(listen.userId, [listen]);
    else own.push(listen);
  }
  return [...byUser].flatMap(([userId, own]) => {
    own.sort((a, b) => a.listenedAt - b.listenedAt || (a.id < b.id ? -1 : 1));
    return bySize(own).map(
      (part): ListenedMessage => ({
        type: 'listened',
        batchId: batchIdOf(
          userId,
          part.map(({ id }) => id),
        ),
        userId,
        receivedAt,
        listens: part,
      }),
    );
  });
}

/** A listen without free-form info is well under 2 KB, so only batches that carry it need measuring. */
function bySize(listens: readonly Listen[]): Listen[][] {
  const parts: Listen[][] = [];
  let bytes = Number.POSITIVE_INFINITY;
  for (const listen of listens) {
    const size = listen.info === undefined ? 1_000 : JSON.stringify(listen).length * 2;
    if (bytes + size > limits.messageBytesMax) {
      parts.push([]);
      bytes = 0;
    }
    parts.at(-1)?.push(listen);
    bytes += size;
  }
  return parts;
}

/** The message that takes listens out for good. */
export function retractedMessage(
  userId: UserId,
  listens: readonly { readonly id: ListenId; readonly listenedAt: number }[],
  receivedAt: number,
): Extract<ListensMessage, { type: 'retracted' }> {
  const batchId = batchIdOf(userId, ['retracted', ...listens.map(({ id }) => id)]);
  return { type: 'retracted', batchId, userId, receivedAt, listens: [...listens] };
}
