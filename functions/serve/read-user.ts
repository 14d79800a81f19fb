/** The reads every answer about a user begins with: who they are and what they forbid, failing closed (I7). */
import type { Users } from '#shared/ports/users.ts';
import type { UserId } from '#shared/schemas/ids.ts';
import { Rejection } from '#shared/schemas/problem.ts';
import type { User } from '#shared/schemas/user.ts';

/** The user with their blocks; a Rejection for an unknown or forgotten one. A failing store throws: no answer is better than an unfiltered one. */
export async function readUser(users: Users, userId: UserId): Promise<User> {
  const record = await users.read(userId);
  if (record.state === 'known') return record.user;
  if (record.state === 'forgotten') throw new Rejection('forgotten', `"${userId}" was forgotten on request`);
  throw new Rejection(
    'not-found',
    `There is no user "${userId}"; the operator creates one with PUT /v1/users/{userId}`,
  );
}
