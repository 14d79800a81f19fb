import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { areOnePlay, separationOf, withoutEchoes } from '#shared/domain/listens/echo.ts';
import type { WeighedListen } from '#shared/domain/profile/arrivals.ts';
import { emptyProfile, learn, retract } from '#shared/domain/profile/learn.ts';
import type { UserId } from '#shared/schemas/ids.ts';
import type { Profile } from '#shared/schemas/profile.ts';
import { epoch } from '#test/support/listens.ts';

describe('separationOf', () => {
  it.each([
    [{}, 0],
    [{ durationMs: 0 }, 0],
    [{ durationMs: 200_000 }, 100],
    [{ playedMs: 150_000, durationMs: 200_000 }, 75],
    [{ playedMs: 0, durationMs: 200_000 }, 1],
    [{ durationMs: 3_600_000 }, 240],
  ])('%j gives %i seconds', (played, seconds) => {
    expect(separationOf(played)).toBe(seconds);
  });
});

describe('areOnePlay', () => {
  const play = (listenedAt: number, separation: number, song = 'song') => ({ listenedAt, separation, song });
  it.each([
    [play(0, 100), play(99, 100), true],
    [play(0, 100), play(100, 100), false],
    [play(0, 100), play(99, 100, 'other'), false],
    [play(5, 100), play(0, 2), false],
    [play(0, 0), play(99, 100), true],
    [play(0, 0), play(29, 0), true],
    [play(0, 0), play(30, 0), false],
  ])('%# says the same both ways', (a, b, one) => {
    expect([areOnePlay(a, b), areOnePlay(b, a)]).toEqual([one, one]);
  });
});

/** Listens of two songs within ten minutes: many are of one play. */
const listens = fc
  .uniqueArray(
    fc.record({
      at: fc.integer({ min: 0, max: 600 }),
      song: fc.constantFrom('song', 'song', 'other'),
      separation: fc.constantFrom(0, 2, 55, 100),
    }),
    { selector: ({ at, song }) => `${at} ${song}`, maxLength: 14 },
  )
  .map((told) =>
    told.map(
      ({ at, song, separation }): WeighedListen => ({
        id: `${song} ${at}`,
        itemId: `${song} by ${separation}`,
        songId: song,
        kind: 'track',
        tags: [],
        listenedAt: epoch + at,
        weight: 1,
        separation,
      }),
    ),
  );

const toldOf = (all: readonly WeighedListen[]) =>
  all.map((listen) => ({
    listen,
    id: listen.id,
    play: { song: listen.songId as string, listenedAt: listen.listenedAt, separation: listen.separation ?? 0 },
  }));

const ada = 'ada' as UserId;
const fold = (batches: readonly (readonly WeighedListen[])[], profile: Profile = emptyProfile(ada)): Profile =>
  batches.reduce(
    (before, own) =>
      learn(before, { batchId: own.map(({ id }) => id).join(), receivedAt: epoch, listens: own }).next ?? before,
    profile,
  );

describe('withoutEchoes', () => {
  it('keeps the first of what nobody can have begun twice, and nothing near to what was taken back', () => {
    const at = (second: number, separation = 100) => ({ song: 'a', listenedAt: second, separation });
    const told = [0, 1, 2, 200, 299, 400].map((second) => ({ listen: second, id: `${second}`, play: at(second) }));
    expect(withoutEchoes(told, [])).toEqual([0, 200, 400]);
    expect(withoutEchoes(told, [at(3)])).toEqual([200, 400]);
    expect(withoutEchoes(told, [at(201), { ...at(1), song: 'b' }])).toEqual([0, 400]);
  });
});

describe('learn', () => {
  it('I2 Order is nothing: a profile counts the plays, or says that it does not know, in whatever order they are told', () => {
    let known = 0;
    fc.assert(
      fc.property(
        listens.chain((all) => fc.shuffledSubarray(all, { minLength: all.length, maxLength: all.length })),
        fc.integer({ min: 1, max: 4 }),
        (told, size) => {
          const batches = Array.from({ length: Math.ceil(told.length / size) }, (_, nth) =>
            told.slice(nth * size, (nth + 1) * size),
          );
          const profile = fold(batches);
          if (profile.rebuild !== null) return;
          known += 1;
          const plays = withoutEchoes(toldOf(told), []);
          expect(profile.listens).toBe(plays.length);
          const counted = new Map(profile.items.map(([id, , , , count]) => [id, count]));
          expect(counted).toEqual(
            new Map([...Map.groupBy(plays, ({ itemId }) => itemId)].map(([id, own]) => [id, own.length])),
          );
        },
      ),
      { numRuns: 400 },
    );
    expect(known).toBeGreaterThan(50);
  });

  it('knows plays that come in their order without a rebuild', () => {
    fc.assert(
      fc.property(listens, (all) => {
        const told = all.toSorted((a, b) => a.listenedAt - b.listenedAt).map((listen) => [listen]);
        const apart = told.filter(([one], nth) => nth === 0 || one?.listenedAt !== told[nth - 1]?.[0]?.listenedAt);
        expect(fold(apart)).toMatchObject({ rebuild: null, listens: withoutEchoes(toldOf(apart.flat()), []).length });
      }),
    );
  });

  it('I1 Once: no source brings back what was taken back, whatever it says of its second', () => {
    const listen = (id: string, second: number): WeighedListen => ({
      id,
      itemId: 'song',
      kind: 'track',
      tags: [],
      listenedAt: epoch + second,
      weight: 1,
      separation: 100,
    });
    const told = fold([[listen('scrobbled', 10)]]);
    const gone = retract(told, { batchId: 'gone', receivedAt: epoch, listens: [{ id: 'scrobbled', listenedAt: 0 }] });
    for (const second of [0, 9, 10, 11, 109]) {
      const again = learn(gone as Profile, {
        batchId: 'again',
        receivedAt: epoch,
        listens: [listen('import', second)],
      });
      expect(again, `${second}`).toMatchObject({ counted: 0, outdated: 0 });
    }
    const later = learn(gone as Profile, { batchId: 'later', receivedAt: epoch, listens: [listen('later', 110)] });
    expect(later.counted).toBe(1);
  });

  it('leaves to a rebuild what was taken back before it was told: its echoes may count already', () => {
    const stone = retract(emptyProfile(ada), {
      batchId: 'gone',
      receivedAt: epoch,
      listens: [{ id: 'x', listenedAt: epoch }],
    });
    const told: WeighedListen = { id: 'x', itemId: 'song', kind: 'track', tags: [], listenedAt: epoch, weight: 1 };
    expect(learn(stone as Profile, { batchId: 'told', receivedAt: epoch, listens: [told] })).toMatchObject({
      counted: 0,
      outdated: 1,
    });
  });
});
