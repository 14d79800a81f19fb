/** Takes in what files hold of a user beside listens: shows to follow; of another home settings, wishes and editions. */

import { createMissingSchedules, newUser } from '#functions/ingest/welcome.ts';
import { nextSchedule, reschedule } from '#shared/domain/edition/calendar.ts';
import { playlistIdOf } from '#shared/domain/identity/ids.ts';
import { followShow } from '#shared/domain/wishes/follows.ts';
import { mergeUsers } from '#shared/domain/wishes/preferences.ts';
import type { Editions, Schedules } from '#shared/ports/editions.ts';
import type { Users } from '#shared/ports/users.ts';
import { isMadeOnDemand, patches, StoredEdition } from '#shared/schemas/edition.ts';
import type { UserId } from '#shared/schemas/ids.ts';
import type { HeldRecord } from '#shared/schemas/import.ts';
import { verdictOf } from '#shared/schemas/problem.ts';
import { readUntrusted } from '#shared/schemas/read-untrusted.ts';
import { defaultSettings, Follow, User } from '#shared/schemas/user.ts';

export type RestorePorts = {
  readonly users: Users;
  readonly schedules: Schedules;
  readonly editions: Pick<Editions, 'store'>;
};

export type RestoreContext = {
  readonly userId: UserId;
  readonly now: number;
  /** Whether the operator vouches for it: what a home has made is nobody else's to say. */
  readonly vouched: boolean;
};

/** Undefined when it was taken in, else why not. Taking it in again changes nothing. */
export type Restore = (record: HeldRecord, context: RestoreContext) => Promise<string | undefined>;

export function createRestore(ports: RestorePorts): Restore {
  return ({ type, value }, context) => {
    switch (type) {
      case 'user':
        return restoreUser(ports, value, context);
      case 'edition':
        return restoreEdition(ports, value, context);
      case 'follow':
        return follow(ports, value, context);
      default:
        return type satisfies never;
    }
  };
}

async function follow({ users, schedules }: RestorePorts, value: unknown, { userId, now }: RestoreContext) {
  const read = readUntrusted(Follow, value);
  if (!read.success) return `is no show: ${verdictOf(read.error, 'it')}`;
  await createMissingSchedules(schedules, newUser(userId, defaultSettings, now), now);
  const { state } = await users.update(userId, (known) => {
    const user = known ?? newUser(userId, defaultSettings, now);
    return { ...user, settings: followShow(user.settings, read.data) };
  });
  return state === 'forgotten' ? `"${userId}" was forgotten on request` : undefined;
}

async function restoreUser({ users, schedules }: RestorePorts, value: unknown, { userId, now }: RestoreContext) {
  const read = readUntrusted(User, { ...(value as object), userId });
  if (!read.success) return `is no record of a user: ${verdictOf(read.error, 'it')}`;
  const { settings } = read.data;
  await createMissingSchedules(schedules, newUser(userId, settings, now), now);
  const { state } = await users.update(userId, (known) =>
    mergeUsers(known ?? newUser(userId, settings, now), read.data),
  );
  if (state === 'forgotten') return `"${userId}" was forgotten on request`;
  for (const patch of patches) {
    await schedules.update(userId, patch, (schedule) =>
      schedule === undefined ? undefined : reschedule(schedule, { settings, now }),
    );
  }
  return undefined;
}

async function restoreEdition(
  { editions, users, schedules }: RestorePorts,
  value: unknown,
  { userId, now, vouched }: RestoreContext,
) {
  if (!vouched) return 'is an edition: only the operator can say what another home made';
  const read = readUntrusted(StoredEdition, value);
  if (!read.success) return `is no edition: ${verdictOf(read.error, 'it')}`;
  const { edition, manifest } = read.data;
  if (edition.userId !== userId) return `is an edition for "${edition.userId}": it stays with that name`;
  const { patch } = edition;
  if (isMadeOnDemand(patch)) return undefined;
  const playlistId = playlistIdOf(userId, patch, edition.period);
  if (edition.playlistId !== playlistId || manifest.playlistId !== playlistId) return 'is no edition of this user';
  await editions.store(read.data);
  const record = await users.read(userId);
  if (record.state !== 'known') return `there is no user "${userId}"`;
  const { settings } = record.user;
  // What is there already is not made again: the next one is due.
  await schedules.update(userId, patch, (schedule) =>
    schedule?.period === edition.period ? nextSchedule(schedule, { settings, now }) : undefined,
  );
  return undefined;
}
