/** DELETE /v1/users/{userId}: closes the door at once and hands the rest to `forget`. */
import { hash } from 'node:crypto';
import { markOf } from '#shared/domain/library/playlist-name.ts';
import type { PatchDeliveries } from '#shared/ports/libraries.ts';
import type { Receipts } from '#shared/ports/receipts.ts';
import type { Topics } from '#shared/ports/topics.ts';
import type { Users } from '#shared/ports/users.ts';
import type { UserId } from '#shared/schemas/ids.ts';
import { limits } from '#shared/schemas/limits.ts';
import { Rejection } from '#shared/schemas/problem.ts';
import type { Receipt } from '#shared/schemas/receipt.ts';

/** The promise of the receipt: an erasure is done within 30 days (GDPR Art. 12(3)); it usually takes minutes. */
const deadlineSeconds = 30 * 86_400;

export function receiptOf({ receiptId, userId, now }: Requested): Receipt {
  return {
    receiptId,
    userHash: hash('sha256', userId, 'base64url'),
    requestedAt: now,
    deadline: now + deadlineSeconds,
    state: 'accepted',
    doneAt: null,
    removed: {},
  };
}

type Requested = { readonly receiptId: string; readonly userId: UserId; readonly now: number };

type Ports = {
  readonly users: Users;
  readonly receipts: Receipts;
  readonly deliveries: Pick<PatchDeliveries, 'ofUser'>;
  readonly topics: Topics;
  readonly newUuid: () => string;
};

/** Resolves with the receipt id. Asked again, it gives the first receipt, so that a retry starts nothing twice. */
export function createEraseUser({ users, receipts, deliveries, topics, newUuid }: Ports) {
  return async (userId: UserId, now: number): Promise<string> => {
    const record = await users.read(userId);
    if (record.state === 'unknown') throw new Rejection('not-found', `There is no user "${userId}"`);
    const receiptId = record.state === 'forgotten' ? record.receiptId : newUuid();
    const receipt = await receipts.update(receiptId, (known) => known ?? receiptOf({ receiptId, userId, now }));
    if (receipt.state === 'done') return receiptId;
    const delivered = record.state === 'known' ? await deliveries.ofUser(userId) : [];
    const marks = delivered.flatMap(({ patch, lists }) => [
      markOf(userId, patch),
      ...lists.map(({ period }) => markOf(userId, patch, period)),
    ]);
    if (marks.length > 0) {
      const message = { type: 'withdrawn' as const, marks: [...new Set(marks)].slice(0, limits.marksPerUserMax) };
      await topics.publish('editions', [{ message }]);
    }
    await topics.publish('erasures', [{ message: { userId, receiptId }, orderingKey: userId }]);
    await users.forget(userId, { forgottenAt: now, receiptId });
    return receiptId;
  };
}
