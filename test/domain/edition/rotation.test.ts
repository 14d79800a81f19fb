/** Libraries of fifty to five hundred songs, lived with for weeks: jams stay one's own, and go round. */
import { describe, expect, it } from 'vitest';
import { assemble } from '#shared/domain/edition/assemble.ts';
import { ownStrength } from '#shared/domain/edition/own-items.ts';
import { chance } from '#shared/domain/hash.ts';
import { tuning } from '#shared/domain/tuning.ts';
import type { Edition, Patch, Period } from '#shared/schemas/edition.ts';
import type { ArtistId, ItemId, UserId } from '#shared/schemas/ids.ts';
import type { Item } from '#shared/schemas/item.ts';
import type { Candidates } from '#shared/schemas/model.ts';
import { ada, dueAt, inputsOf, type Play, profileOf } from '#test/support/editions.ts';
import { modelVersion } from '#test/support/invented-music.ts';

const perDay = 12;
/** Weeks of listening before the first edition. */
const weeksBefore = 10;
const weeks = 6;

const libraryOf = (size: number): Item[] =>
  Array.from({ length: size }, (_, nth) => ({
    itemId: `song ${nth}` as ItemId,
    kind: 'track',
    title: `Song ${nth}`,
    artistId: `artist ${nth % Math.ceil(size / 8)}` as ArtistId,
    artistName: `Artist ${nth % Math.ceil(size / 8)}`,
    tags: [],
    source: 'listen',
  }));

/** What was played up to a week's Monday: a third of a dozen favourites that change by the month, the rest by chance. */
function playsUntil(week: number, library: readonly Item[]): Play[] {
  const days = (weeksBefore + week) * 7;
  return Array.from({ length: days * perDay }, (_, nth) => {
    const day = Math.floor(nth / perDay);
    const favourite = chance(1, `${nth}`) < 1 / 3;
    const drawn = Math.floor(chance(2, `${nth}`) * (favourite ? 12 : library.length));
    const item = library[(drawn + (favourite ? Math.floor(day / 30) * 12 : 0)) % library.length] as Item;
    return { item, daysAgo: days - day - (nth % perDay) / 24 };
  });
}

/** What the warehouse would call loved: rested, strongest first. */
function lovedOf(plays: readonly Play[]): Candidates {
  const dials = tuning.edition;
  const loved = [...Map.groupBy(plays, ({ item }) => item)]
    .map(([item, own]) => {
      const lastListenedAt = Math.floor(dueAt - Math.min(...own.map(({ daysAgo }) => daysAgo)) * 86_400);
      const played = { fast: 0, slow: 0, plays: own.length, lastListenedAt };
      return { item, ...played, strength: ownStrength(played, { by: 'lasting', at: dueAt, dials }) };
    })
    .filter(({ lastListenedAt }) => dueAt - lastListenedAt >= dials.restDays * 86_400)
    .sort((a, b) => b.strength - a.strength)
    .slice(0, tuning.model.lovedMax)
    .map(({ item: { source: _, ...item }, plays: count, lastListenedAt, strength: score }) => ({
      item,
      score,
      plays: count,
      lastListenedAt,
    }));
  return { modelVersion, userId: 'ada' as UserId, candidates: [], loved };
}

function editionsOf(patch: Patch, { size, length }: { size: number; length: number }): Edition[] {
  const library = libraryOf(size);
  const user = { ...ada, settings: { ...ada.settings, length } };
  const made: Edition[] = [];
  for (let week = 0; week < weeks; week++) {
    const plays = playsUntil(week, library);
    const past = made.slice(0, tuning.edition.pastEditions);
    const situation = { patch, user, profile: profileOf(plays), candidates: lovedOf(plays), past, catalogue: library };
    made.unshift(assemble(inputsOf({ ...situation, period: `2026-W${10 + week}` as Period })).edition);
  }
  return made.reverse();
}

describe('Small libraries', () => {
  const cases = [50, 150, 500].flatMap((size) => [10, 25, 50].map((length) => ({ size, length })));

  it.each(cases)('$size songs, editions of $length: jams are one’s own, or shorter, and go round', (home) => {
    for (const patch of ['weekly-jams', 'daily-jams'] as const) {
      const editions = editionsOf(patch, home);
      const all = new Set<string>();
      for (const { items, title } of editions) {
        const own = items.filter(({ reason }) => reason.rung === 'loved').length;
        expect(own, `${patch} ${title}`).toBe(items.length);
        expect(title).not.toContain('others');
        // Where nothing rests there are a few, and the title says so.
        if (title.includes('(some')) expect(items.length).toBeLessThanOrEqual(10);
        expect(items.length).toBeGreaterThanOrEqual(Math.min(home.length, 5));
        for (const { item } of items) all.add(item.itemId);
      }
      // Half of their places are something else, or half of the library comes.
      const places = editions.reduce((sum, { items }) => sum + items.length, 0);
      const most = Math.min(home.size, places);
      expect(all.size, patch).toBeGreaterThanOrEqual(most / 2);
    }
  });
});
