import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { emptyProfile, learn } from '#shared/domain/profile/learn.ts';
import { familiarItems } from '#shared/domain/recommend/familiar.ts';
import type { UserId } from '#shared/schemas/ids.ts';
import type { Profile } from '#shared/schemas/profile.ts';
import { daySeconds, dueAt as now } from '#test/support/editions.ts';

/** A profile of these songs, oldest first, four minutes apart, the newest four minutes ago. */
function profileOf(songs: readonly string[], weightOf: (song: string) => number = () => 1): Profile {
  const listens = songs.map((itemId, nth) => ({
    id: `${nth}`,
    itemId,
    kind: 'track' as const,
    tags: [],
    listenedAt: now - (songs.length - nth) * 240,
    weight: weightOf(itemId),
  }));
  const empty = emptyProfile('ada' as UserId);
  return learn(empty, { batchId: 'all', receivedAt: now, listens }).next ?? empty;
}

const rankedOf = (profile: Profile, at = now): string[] => familiarItems({ profile, at }).map(({ itemId }) => itemId);

describe('familiarItems', () => {
  it('goes on where an album is, whatever is played more', () => {
    const [first] = familiarItems({ profile: profileOf([...'abcde', 'hit', 'hit', 'hit', 'a', 'b']), at: now });
    expect(first).toMatchObject({ itemId: 'c', score: 1, after: 'b', plays: 1 });
  });

  it('goes on from the listen before where the last one is new', () => {
    expect(rankedOf(profileOf([...'abcdefgh', 'b', 'never before']))[0]).toBe('d');
  });

  it('answers with what is on repeat where nothing followed, and with the listen just made behind it', () => {
    const [first, second] = familiarItems({ profile: profileOf(['hit', 'hit', 'rare', 'hit', 'new']), at: now });
    expect(first?.itemId).toBe('hit');
    expect(first?.after).toBeUndefined();
    expect(second?.itemId).toBe('rare');
  });

  it('forgets what was on repeat within days', () => {
    const before = profileOf(Array.from({ length: 40 }, () => 'old'));
    const lately = [0, 1, 2].map((nth) => ({
      id: `new ${nth}`,
      itemId: `new ${nth % 2}`,
      kind: 'track' as const,
      tags: [],
      listenedAt: now + 40 * daySeconds + nth * 240,
      weight: 1,
    }));
    const at = now + 40 * daySeconds + 1_000;
    const { next } = learn(before, { batchId: 'more', receivedAt: at, listens: lately });
    expect(
      rankedOf(next as Profile, at)
        .slice(0, 2)
        .sort(),
    ).toEqual(['new 0', 'new 1']);
  });

  it('never answers with what was always skipped, nor with what was taken out', () => {
    const profile = profileOf([...'asbasbas'], (song) => (song === 's' ? 0 : 1));
    const without = {
      ...profile,
      window: profile.window.map(([key, at, id]) => [key, at, id === 'b' ? '' : id] as never),
    };
    expect(rankedOf(without).sort()).toEqual(['a', 'b']);
    expect(rankedOf({ ...without, items: profile.items.filter(([id]) => id !== 'b') })).not.toContain('');
  });

  it('answers with what was evicted, and of the window’s songs only with what was not skipped', () => {
    const profile = profileOf([...'asbasb'], (song) => (song === 's' ? 0 : 1));
    const items = profile.items.filter(([id]) => id !== 'b');
    const evicted = (key: number) =>
      rankedOf({ ...profile, items, evicted: { ...profile.evicted, items: key } }).sort();
    expect(evicted(Number.POSITIVE_INFINITY)).toEqual(['a', 'b', 's']);
    expect(evicted(Number.NEGATIVE_INFINITY)).toEqual(['a']);
  });

  it('I2 Order is nothing: names everything played once, best first, however the listens arrived', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...'abcdefgh'), { maxLength: 60 }), (songs) => {
        const found = familiarItems({ profile: profileOf(songs), at: now });
        expect(found.map(({ itemId }) => itemId).sort()).toEqual([...new Set(songs)].sort());
        expect(found.map(({ score }) => score)).toEqual(found.map(({ score }) => score).sort((a, b) => b - a));
        for (const { itemId, plays } of found) expect(plays).toBe(songs.filter((song) => song === itemId).length);
      }),
    );
  });
});
