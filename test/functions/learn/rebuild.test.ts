import { afterAll, describe, expect, it } from 'vitest';
import { createRebuild } from '#functions/learn/rebuild.ts';
import { createProfiles } from '#shared/adapters/documents/profiles.ts';
import { openWarehouse } from '#shared/adapters/duckdb/warehouse.ts';
import { createMemoryDocumentStore } from '#shared/adapters/memory/document-store.ts';
import { emptyProfile } from '#shared/domain/profile/learn.ts';
import { LeaseTaken } from '#shared/ports/lease.ts';
import type { Warehouse } from '#shared/ports/warehouse.ts';
import type { UserId } from '#shared/schemas/ids.ts';
import type { Profile } from '#shared/schemas/profile.ts';
import { at, listenRow } from '#test/support/warehouse-rows.ts';

const now = 1_800_000_000;
const userId = 'ada' as UserId;

/** Whether the warehouse is asked for a profile with this mark. */
async function isAsked(rebuild: Profile['rebuild']): Promise<boolean> {
  const profiles = createProfiles(createMemoryDocumentStore());
  await profiles.update(userId, () => ({ next: { ...emptyProfile(userId), rebuild }, result: undefined }));
  let asked = false;
  const refresh = async (): Promise<never> => {
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

  it.each(['learn/batches_of_user', 'learn/profile_affinities', 'learn/profile_window', 'learn/profile_heard'])(
    'I1 Once: throws when listens arrive in the warehouse while it reads %s, and is whole the next time',
    async (name) => {
      await warehouse.load('listens', [listenRow({ listened_at: at(now - 60) })], 'replace');
      const profiles = await marked();
      let arrives = true;
      const busy: Warehouse = {
        ...warehouse,
        pages: async function* <R>(...asked: Parameters<Warehouse['pages']>) {
          yield* warehouse.pages<R>(...asked);
          if (asked[0].name !== name || !arrives) return;
          arrives = false;
          await warehouse.load('listens', [listenRow({ item_id: 'late', listened_at: at(now - 30) })]);
        },
      };
      const rebuild = createRebuild({ profiles, warehouse: busy, ...still });
      await expect(rebuild(userId)).rejects.toThrow('listens changed');
      expect(await profiles.read(userId)).toMatchObject({ listens: 0, rebuild: mark });
      await rebuild(userId);
      expect(await profiles.read(userId)).toMatchObject({ listens: 2, rebuild: null });
    },
  );

  it('does with a warehouse that is not read anew while it holds all that the profile has seen, else leaves it to watch', async () => {
    await warehouse.load('listens', [listenRow({ listened_at: at(now - 60) })], 'replace');
    const [whole, awaiting, taken] = await Promise.all([
      marked(),
      marked({ since: now - 5, awaiting: ['a batch that has not landed'] }),
      marked(),
    ]);
    const old = { warehouse, ...still, refresh: async () => false };
    await createRebuild({ ...old, profiles: whole })(userId);
    await createRebuild({ ...old, profiles: awaiting })(userId);
    const refresh = async (): Promise<never> => {
      throw new LeaseTaken('taken');
    };
    await createRebuild({ ...old, profiles: taken, refresh })(userId);
    const left = await Promise.all([whole, awaiting, taken].map((profiles) => profiles.read(userId)));
    expect(left.map((profile) => [profile?.listens, profile?.rebuild === null])).toEqual([
      [1, true],
      [0, false],
      [0, false],
    ]);
  });

  it('I1 Once: throws when the profile changed while the warehouse was read', async () => {
    const profiles = await marked();
    const refresh = async (): Promise<boolean> => {
      await profiles.update(userId, (profile) => ({
        next: { ...(profile as Profile), learnedAt: now },
        result: undefined,
      }));
      return true;
    };
    await expect(createRebuild({ profiles, warehouse, ...still, refresh })(userId)).rejects.toThrow('it changed');
    expect((await profiles.read(userId))?.rebuild).toEqual(mark);
  });
});

const warehouse = await openWarehouse({ path: ':memory:' });
afterAll(() => warehouse.close());

const mark = { since: now - 5, awaiting: [] };
const still = { refresh: async () => true, clock: () => now, log: () => {} };

async function marked(rebuild: Profile['rebuild'] = mark) {
  const profiles = createProfiles(createMemoryDocumentStore());
  await profiles.update(userId, () => ({ next: { ...emptyProfile(userId), rebuild }, result: undefined }));
  return profiles;
}
