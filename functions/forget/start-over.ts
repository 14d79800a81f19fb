/**
 * Starting over: everything that was learned of a user's listens goes as in an erasure, and the user stays, with settings, tokens
 * and wishes.
 *
 *   DELETE /v1/users/{id}/listens ── door shut: listens are told to come again ── passes of an erasure ── door open
 */
import { firstSchedule } from '#shared/domain/edition/calendar.ts';
import { emptyProfile } from '#shared/domain/profile/learn.ts';
import type { Schedules } from '#shared/ports/editions.ts';
import type { Profiles } from '#shared/ports/profiles.ts';
import type { Users } from '#shared/ports/users.ts';
import { patches } from '#shared/schemas/edition.ts';
import type { UserId } from '#shared/schemas/ids.ts';

/** Stores of what is not made of listens. */
export const keptStores: ReadonlySet<string> = new Set(['tokens', 'schedules', 'collected', 'delivered']);

type Ports = { readonly users: Users; readonly profiles: Pick<Profiles, 'revive'>; readonly schedules: Schedules };
type Which = { readonly userId: UserId; readonly receiptId: string };

/** False where nobody is left who could. */
export async function shutDoor({ users }: Ports, { userId, receiptId }: Which): Promise<boolean> {
  const record = await users.update(userId, (user) => user && { ...user, startingOver: receiptId });
  return record.state === 'known';
}

/** Everybody begins alike: with an empty profile, and editions that are due. Done again, it changes nothing. */
export async function openDoor({ users, profiles, schedules }: Ports, which: Which, now: number): Promise<void> {
  const { userId, receiptId } = which;
  await profiles.revive(receiptId, emptyProfile(userId));
  const record = await users.read(userId);
  if (record.state !== 'known' || record.user.startingOver !== receiptId) return;
  const { settings } = record.user;
  for (const patch of patches) {
    await schedules.update(userId, patch, (known) => known && firstSchedule({ ...known, settings, now }));
  }
  await users.update(userId, (user) => {
    if (user?.startingOver !== receiptId) return undefined;
    const { startingOver: _, ...open } = user;
    return open;
  });
}
