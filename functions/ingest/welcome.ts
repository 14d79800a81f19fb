/** Makes what a new user needs: their document and the schedules of their editions. */
import { firstSchedule } from '#shared/domain/edition/calendar.ts';
import { shardOf } from '#shared/domain/hash.ts';
import type { Schedules } from '#shared/ports/editions.ts';
import type { UserRecord, Users } from '#shared/ports/users.ts';
import { patches } from '#shared/schemas/edition.ts';
import type { UserId } from '#shared/schemas/ids.ts';
import { limits } from '#shared/schemas/limits.ts';
import { Rejection } from '#shared/schemas/problem.ts';
import { defaultSettings, type User, type UserSettings } from '#shared/schemas/user.ts';

/** Knows the user or creates them with default settings; a Rejection while they start over. `now`: Unix seconds. */
export type Welcome = (userId: UserId, now: number) => Promise<'known' | 'created' | 'forgotten'>;

/** Lets a user with a token pass; a Rejection while they start over: nothing is lost to who sends it again. */
export type Door = (userId: UserId) => Promise<void>;

export const createDoor =
  (users: Pick<Users, 'read'>): Door =>
  async (userId) =>
    refuseWhileStartingOver(await users.read(userId));

function refuseWhileStartingOver(record: UserRecord): void {
  if (record.state !== 'known' || record.user.startingOver === undefined) return;
  const detail = `"${record.user.userId}" is starting over; send it again in ${limits.overloadedSeconds} s`;
  throw new Rejection('overloaded', detail, { retryAfterSeconds: limits.overloadedSeconds });
}

export function newUser(userId: UserId, settings: UserSettings, now: number): User {
  return { userId, createdAt: now, settings, blocks: [], feedback: [] };
}

/** Creates missing schedules; existing ones stay. Schedules come before the user, so that no user is left without. */
export async function createMissingSchedules(schedules: Schedules, user: User, now: number): Promise<void> {
  const { userId, settings } = user;
  const shard = shardOf(userId, limits.scheduleShards);
  for (const patch of patches) {
    await schedules.update(userId, patch, (schedule) =>
      schedule === undefined ? firstSchedule({ userId, patch, shard, settings, now }) : undefined,
    );
  }
}

const knownMax = 50_000;

export type WelcomePorts = {
  readonly users: Users;
  readonly schedules: Schedules;
  /** Seconds for which a known user is not looked up again; `forget` sweeps once more after it. 0 looks every time. */
  readonly knownSeconds: number;
};

export function createWelcome({ users, schedules, knownSeconds }: WelcomePorts): Welcome {
  const known = new Map<UserId, number>();
  return async (userId, now) => {
    if ((known.get(userId) ?? 0) > now) return 'known';
    const record = await users.read(userId);
    if (record.state === 'forgotten') return 'forgotten';
    refuseWhileStartingOver(record);
    if (record.state === 'unknown') {
      await createMissingSchedules(schedules, newUser(userId, defaultSettings, now), now);
      const made = await users.update(userId, (user) => user ?? newUser(userId, defaultSettings, now));
      if (made.state === 'forgotten') return 'forgotten';
    }
    if (known.size >= knownMax) known.clear();
    known.set(userId, now + knownSeconds);
    return record.state === 'unknown' ? 'created' : 'known';
  };
}
