/** The read every answer about a listener begins with. */
import type { Users } from '#shared/ports/users.ts';
import type { UserId } from '#shared/schemas/ids.ts';
import { Rejection } from '#shared/schemas/problem.ts';
import type { User } from '#shared/schemas/user.ts';

/** ListenBrainz tells a user who was forgotten from one who never was as little as its clients do. */
export async function readListener(users: Users, userName: UserId): Promise<User> {
  const record = await users.read(userName);
  if (record.state === 'known') return record.user;
  throw new Rejection('not-found', `Cannot find user: ${userName}`);
}
