import { describe, expect, it } from 'vitest';
import { createRebuild } from '#functions/learn/rebuild.ts';
import { createProfiles } from '#shared/adapters/documents/profiles.ts';
import { createMemoryDocumentStore } from '#shared/adapters/memory/document-store.ts';
import { emptyProfile } from '#shared/domain/profile/learn.ts';
import type { Warehouse } from '#shared/ports/warehouse.ts';
import type { UserId } from '#shared/schemas/ids.ts';
import type { Profile } from '#shared/schemas/profile.ts';

const now = 1_800_000_000;
const userId = 'ada' as UserId;

/** Whether the warehouse is asked for a profile with this mark. */
async function isAsked(rebuild: Profile['rebuild']): Promise<boolean> {
  const profiles = createProfiles(createMemoryDocumentStore());
  await profiles.update(userId, () => ({ next: { ...emptyProfile(userId), rebuild }, result: undefined }));
  let asked = false;
  const refresh = async (): Promise<void> => {
    asked = true;
    throw new Error('The warehouse is asked');
  };
  const ask = createRebuild({ profiles, warehouse: {} as Warehouse, refresh, clock: () => now, log: () => {} });
  await ask(userId).catch(() => undefined);
  return asked;
}

describe('createRebuild', () => {
  it.each([
    ['a profile that is whole', null, false],
    ['one whose batch has to land', { since: now - 5, awaiting: ['a batch'] }, true],
    ['one whose batch has to land, by a clock that is ahead', { since: now + 5, awaiting: ['a batch'] }, true],
    ['one that was rebuilt, to be read again later', { since: now + 5, awaiting: [] }, false],
    ['the same when that time has come', { since: now, awaiting: [] }, true],
  ])('reads the warehouse for what needs it: %s', async (_, mark, asked) => {
    expect(await isAsked(mark)).toBe(asked);
  });
});
