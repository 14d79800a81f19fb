/** DELETE /v1/users/{userId}/listens: hands the work to `forget`. Until it is done, what is played is told to come again. */
import { receiptOf } from '#functions/ingest/erase-user.ts';
import { expectKnown } from '#functions/ingest/users.ts';
import type { Receipts } from '#shared/ports/receipts.ts';
import type { Topics } from '#shared/ports/topics.ts';
import type { Users } from '#shared/ports/users.ts';
import type { UserId } from '#shared/schemas/ids.ts';

type Ports = {
  readonly users: Users;
  readonly receipts: Receipts;
  readonly topics: Topics;
  readonly newUuid: () => string;
};

/** Resolves with the receipt id: that of a start over which is under way, if one is. */
export function createStartOver({ users, receipts, topics, newUuid }: Ports) {
  return async (userId: UserId, now: number): Promise<string> => {
    const { startingOver: receiptId = newUuid() } = await expectKnown(users, userId);
    await receipts.update(receiptId, (known) => known ?? receiptOf({ receiptId, userId, now }));
    const message = { userId, receiptId, keeps: 'user' as const };
    await topics.publish('erasures', [{ message, orderingKey: userId }]);
    return receiptId;
  };
}
