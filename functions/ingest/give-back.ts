/** POST /v1/users/{userId}/release: a name whose erasure is done is anybody's again, as if it had never been used. */
import { createMissingSchedules, newUser } from '#functions/ingest/welcome.ts';
import { emptyProfile } from '#shared/domain/profile/learn.ts';
import type { Answer } from '#shared/edge/http/operation.ts';
import { rfc3339Of } from '#shared/edge/http/views.ts';
import type { Schedules } from '#shared/ports/editions.ts';
import type { Profiles } from '#shared/ports/profiles.ts';
import type { Receipts } from '#shared/ports/receipts.ts';
import type { Users } from '#shared/ports/users.ts';
import type { UserId } from '#shared/schemas/ids.ts';
import { Rejection } from '#shared/schemas/problem.ts';
import { defaultSettings } from '#shared/schemas/user.ts';

type Ports = {
  readonly users: Users;
  readonly profiles: Pick<Profiles, 'revive'>;
  readonly schedules: Schedules;
  readonly receipts: Receipts;
};

const meaning =
  'The name is free: whoever is given it begins with nothing. Late copies of what was erased count for them, so players of the one before have to be told first.';

export function createGiveBack({ users, profiles, schedules, receipts }: Ports) {
  return async (userId: UserId, now: number): Promise<Answer> => {
    const record = await users.read(userId);
    if (record.state === 'unknown') throw new Rejection('not-found', `Nobody called "${userId}" was erased`);
    if (record.state === 'known') throw new Rejection('conflict', `"${userId}" is in use: nothing is to be given back`);
    const { receiptId, forgottenAt } = record;
    if ((await receipts.read(receiptId))?.state !== 'done') {
      throw new Rejection('conflict', `The erasure of "${userId}" is under way; its receipt is "${receiptId}"`);
    }
    const user = newUser(userId, defaultSettings, now);
    await createMissingSchedules(schedules, user, now);
    await profiles.revive(receiptId, emptyProfile(userId));
    await users.revive(receiptId, user);
    return { status: 200, json: { userId, erasedAt: rfc3339Of(forgottenAt), meaning } };
  };
}
