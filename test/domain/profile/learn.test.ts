import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { WeighedListen } from '#shared/domain/profile/arrivals.ts';
import { affinityAt, affinityOfKey } from '#shared/domain/profile/decay.ts';
import { openHeard } from '#shared/domain/profile/heard.ts';
import { emptyProfile, learn, retract } from '#shared/domain/profile/learn.ts';
import { tuning } from '#shared/domain/tuning.ts';
import type { UserId } from '#shared/schemas/ids.ts';
import { limits } from '#shared/schemas/limits.ts';
import type { AffinityEntry, Profile } from '#shared/schemas/profile.ts';
import { epoch, weighedListens } from '#test/support/listens.ts';

const ada = 'ada' as UserId;
const asOf = epoch + 100 * 86_400;

function fold(batches: readonly (readonly WeighedListen[])[], profile: Profile = emptyProfile(ada)): Profile {
  return batches.reduce((before, listens, index) => {
    const batchId = `${index} ${listens.map(({ id }) => id).join()}`;
    return learn(before, { batchId, receivedAt: asOf, listens }).next ?? before;
  }, profile);
}

/** The definition, from the set of listens: what folding must agree with. */
function defined(listens: readonly WeighedListen[], keyOf: (listen: WeighedListen) => readonly string[]) {
  const sums = new Map<string, { fast: number; slow: number }>();
  for (const listen of new Map(listens.map((each) => [each.id, each])).values()) {
    if (listen.weight === 0) continue;
    const ageDays = (asOf - listen.listenedAt) / 86_400;
    for (const key of keyOf(listen)) {
      const sum = sums.get(key) ?? { fast: 0, slow: 0 };
      sum.fast += listen.weight * Math.exp((-Math.LN2 * ageDays) / tuning.affinity.fastHalfLifeDays);
      sum.slow += listen.weight * Math.exp((-Math.LN2 * ageDays) / tuning.affinity.slowHalfLifeDays);
      sums.set(key, sum);
    }
  }
  return sums;
}

function expectAffinities(entries: readonly AffinityEntry[], expected: ReturnType<typeof defined>): void {
  expect(new Set(entries.map(([id]) => id))).toEqual(new Set(expected.keys()));
  for (const entry of entries) {
    const { fast, slow } = affinityAt(entry, asOf);
    const right = expected.get(entry[0]);
    expect(Math.abs(fast / (right?.fast ?? 0) - 1)).toBeLessThan(1e-9);
    expect(Math.abs(slow / (right?.slow ?? 0) - 1)).toBeLessThan(1e-9);
  }
}

const batchesOf = (listens: readonly WeighedListen[], cuts: readonly number[]): WeighedListen[][] => {
  const batches: WeighedListen[][] = [[]];
  listens.forEach((listen, index) => {
    if (cuts.includes(index)) batches.push([]);
    batches.at(-1)?.push(listen);
  });
  return batches;
};

describe('learn', () => {
  it('I2 Order is nothing: affinities are a function of the set of listens, whatever order, batches and repeats', () => {
    fc.assert(
      fc.property(
        weighedListens(80).chain((listens) =>
          fc.record({
            listens: fc.constant(listens),
            sent: fc.shuffledSubarray([...listens, ...listens], {
              minLength: listens.length * 2,
              maxLength: listens.length * 2,
            }),
            cuts: fc.array(fc.integer({ min: 0, max: 160 }), { maxLength: 8 }),
          }),
        ),
        ({ listens, sent, cuts }) => {
          const profile = fold(batchesOf(sent, cuts));
          expectAffinities(
            profile.items,
            defined(listens, ({ itemId }) => [itemId]),
          );
          expectAffinities(
            profile.artists,
            defined(listens, ({ artistId, kind }) => (artistId === undefined || kind === 'episode' ? [] : [artistId])),
          );
          expectAffinities(
            profile.shows,
            defined(listens, ({ artistId, kind }) => (artistId === undefined || kind === 'track' ? [] : [artistId])),
          );
          expectAffinities(
            profile.tags,
            defined(listens, ({ tags }) => tags),
          );
          expect(profile.listens).toBe(new Set(listens.map(({ id }) => id)).size);
          expect(profile.rebuild).toBeNull();
        },
      ),
      { numRuns: 300 },
    );
  });

  it('I1 Once: a batch delivered again changes nothing, even when its listens have left the window', () => {
    const many = Array.from({ length: 900 }, (_, n) => listenAt(n));
    const once = fold([many]);
    const again = learn(once, { batchId: `0 ${many.map(({ id }) => id).join()}`, receivedAt: asOf, listens: many });
    expect(again).toEqual({ next: undefined, counted: 0, repeated: 900, outdated: 0 });
  });

  it('I2 Order is nothing: a listen older than the window is never guessed at, the profile is marked for rebuild', () => {
    const recent = Array.from({ length: tuning.window.listensMax + 50 }, (_, n) => listenAt(1_000 + n));
    const profile = fold([recent]);
    const before = learn(profile, { batchId: 'old', receivedAt: asOf, listens: [listenAt(1)] });
    expect(before).toMatchObject({ counted: 0, repeated: 0, outdated: 1 });
    expect(before.next?.rebuild?.awaiting).toHaveLength(1);
    expect(before.next?.items).toEqual(profile.items);
  });

  it('I6 Fresh: every item ever played is remembered as heard, also what could not be counted yet', () => {
    fc.assert(
      fc.property(weighedListens(60), (listens) => {
        const heard = openHeard(fold(batchesOf(listens, [10, 20, 30])).heard);
        for (const { itemId } of listens) expect(heard.has(itemId)).toBe(true);
      }),
    );
    const recent = Array.from({ length: 300 }, (_, n) => listenAt(1_000 + n));
    expect(openHeard(fold([recent, [{ ...listenAt(1), itemId: 'old favourite' }]]).heard).has('old favourite')).toBe(
      true,
    );
  });

  it('I11 Bounded: a profile fits 64 KB after 20,000 listens of 20,000 items, and says what truncation may cost', () => {
    const all = Array.from({ length: 20_000 }, (_, n) => ({
      ...listenAt(n, `0f9f2f0a-1b1c-4d4e-8f8a-${String(n).padStart(12, '0')}`),
      songId: `song ${n}`,
      separation: 30,
    }));
    const profile = fold(Array.from({ length: 20 }, (_, n) => all.slice(n * 1_000, (n + 1) * 1_000)));
    expect(JSON.stringify(profile).length).toBeLessThan(limits.profileBytesMax);
    const expected = defined(all, ({ itemId }) => [itemId]);
    const shortfall = affinityOfKey(profile.evicted.items ?? Number.NaN, asOf);
    for (const entry of profile.items) {
      const right = expected.get(entry[0])?.slow ?? 0;
      const missing = right - affinityAt(entry, asOf).slow;
      expect(missing).toBeGreaterThan(-1e-9);
      expect(missing).toBeLessThanOrEqual(shortfall + 1e-9);
    }
  });

  it('retract marks for rebuild and keeps a later copy from counting', () => {
    const profile = fold([[listenAt(1), listenAt(2)]]);
    const gone = retract(profile, {
      batchId: 'gone',
      receivedAt: asOf,
      listens: [{ id: listenAt(2).id, listenedAt: listenAt(2).listenedAt }],
    });
    expect(gone?.rebuild?.awaiting).toHaveLength(1);
    const late = learn(gone ?? profile, { batchId: 'late', receivedAt: asOf, listens: [listenAt(2)] });
    expect(late).toMatchObject({ counted: 0, repeated: 1 });
  });
});

function listenAt(n: number, itemId = `item ${n % 40}`): WeighedListen {
  return {
    id: `id ${n}`,
    itemId,
    kind: 'track',
    artistId: `artist ${n % 30}`,
    tags: ['tag'],
    listenedAt: epoch + n * 60,
    weight: 1,
  };
}
