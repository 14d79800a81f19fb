import { describe, expect, it } from 'vitest';
import { dueAtOf } from '#shared/domain/edition/calendar.ts';
import { makersOf, releaseSpan, releasesOf } from '#shared/domain/edition/releases.ts';
import { dayInSeconds, tuning } from '#shared/domain/tuning.ts';
import type { Period } from '#shared/schemas/edition.ts';
import type { ArtistId, ItemId } from '#shared/schemas/ids.ts';
import type { Item } from '#shared/schemas/item.ts';

const week = '2026-W48' as Period;
const at = (text: string): number => Date.parse(text) / 1_000;
const friday = at('2026-11-27T00:00:00Z');
const song = (itemId: string, more: Partial<Item> = {}): Item => ({
  ...{ itemId: itemId as ItemId, kind: 'track', title: itemId, artistId: 'liked' as ArtistId, artistName: 'Liked' },
  ...{ tags: [], source: 'operator', publishedAt: friday, ...more },
});
const makers = makersOf([{ id: 'liked', share: 0.5 }], {
  candidates: [{ item: song('x', { artistId: 'near' as ArtistId }), score: 1, seeds: [] }],
});
const idsOf = (items: readonly Item[], dueAt = friday): string[] =>
  releasesOf(makers, items, releaseSpan(week, dueAt)).map(({ item }) => item.itemId);

describe('releaseSpan', () => {
  it.each(['Pacific/Auckland', 'UTC', 'America/Los_Angeles'])(
    'has what comes out on the Friday itself in %s',
    (timeZone) => {
      const dueAt = dueAtOf(week, { timeZone, weekStartsOn: 5, dueHour: 0 });
      expect(idsOf([song('friday'), song('saturday', { publishedAt: friday + dayInSeconds })], dueAt)).toEqual([
        'friday',
      ]);
    },
  );

  it('goes back as far as what is told late, and knows what a list that is made late may know', () => {
    const oldest = friday - tuning.releases.days * dayInSeconds;
    expect(idsOf([song('old', { publishedAt: oldest }), song('older', { publishedAt: oldest - 1 })])).toEqual(['old']);
    expect(idsOf([song('since', { publishedAt: friday + 60 })], friday + 3_600)).toEqual(['since']);
    const next = song('next', { publishedAt: friday + 7 * dayInSeconds });
    expect(idsOf([next], friday + 8 * dayInSeconds)).toEqual([]);
  });
});

describe('releasesOf', () => {
  it('puts whom the user likes before those near them, names a song once, and leaves out what nobody asked for', () => {
    const near = song('near', { artistId: 'near' as ArtistId, artistName: 'Near' });
    const other = song('other', { artistId: 'other' as ArtistId });
    const episode = song('episode', { kind: 'episode' });
    const again = song('again', { title: 'liked' });
    expect(idsOf([near, other, episode, song('liked'), again])).toEqual(['liked', 'near']);
  });
});
