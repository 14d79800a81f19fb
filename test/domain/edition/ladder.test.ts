import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assemble } from '#shared/domain/edition/assemble.ts';
import type { AssemblyInputs } from '#shared/schemas/assembly.ts';
import type { Edition, Period } from '#shared/schemas/edition.ts';
import type { ArtistId, ItemId } from '#shared/schemas/ids.ts';
import type { ItemCard } from '#shared/schemas/model.ts';
import { inputsOf } from '#test/support/editions.ts';

/** Inputs whose pool is exactly `count` popular items of `artists` artists. */
function inputsWith(count: number, { length, artists = count }: { length: number; artists?: number }): AssemblyInputs {
  const base = inputsOf({ patch: 'weekly-exploration' });
  const items = Array.from({ length: count }, (_, nth) => ({
    item: cardOf(nth, nth % artists),
    score: 1 - nth / (2 * count),
  }));
  return { ...base, settings: { ...base.settings, length }, lists: [{ name: 'popular:track', items }] };
}

function cardOf(nth: number, artist: number): ItemCard {
  return {
    itemId: `item ${nth}` as ItemId,
    kind: 'track',
    title: `Song ${nth}`,
    artistId: `artist ${artist}` as ArtistId,
    tags: [],
  };
}

const idsOf = ({ items }: Edition): string[] => items.map(({ item }) => item.itemId);

/** `weeks` editions in a row, each knowing the four before it. */
function year(inputs: AssemblyInputs, weeks: number) {
  const past: AssemblyInputs['past'] = [];
  return Array.from({ length: weeks }, (_, week) => {
    const before = past.slice(0, 4);
    const { edition, manifest } = assemble({ ...inputs, seed: week, past: before });
    past.unshift({ period: `2026-W${String(week + 1).padStart(2, '0')}` as Period, songIds: idsOf(edition) });
    return { ids: idsOf(edition), manifest, before: before.map(({ songIds }) => songIds) };
  });
}

describe('I6 Fresh: climb', () => {
  it('I6 nothing of the last four editions comes back while the pool holds five lengths', () => {
    for (const { ids, manifest, before } of year(inputsWith(250, { length: 50 }), 12)) {
      expect(ids.filter((id) => before.flat().includes(id))).toEqual([]);
      expect(manifest.repeats).toEqual({ count: 0, why: null });
      expect(ids).toHaveLength(50);
    }
  });

  it('I6 in any four editions in a row nothing comes twice while the pool holds four lengths', () => {
    const editions = year(inputsWith(200, { length: 50 }), 12);
    for (const { ids, before } of editions)
      expect(ids.filter((id) => before.slice(0, 3).flat().includes(id))).toEqual([]);
  });

  it('I6 a pool too small gives full editions with the fewest and oldest repeats, and says how many and why', () => {
    const anyPool = fc.record({ length: fc.integer({ min: 5, max: 20 }), count: fc.integer({ min: 5, max: 120 }) });
    fc.assert(
      fc.property(anyPool, ({ length, count }) => {
        for (const { ids, manifest, before } of year(inputsWith(count, { length }), 8)) {
          const past = new Set(before.flat());
          const repeats = ids.filter((id) => past.has(id));
          expect(ids).toHaveLength(Math.min(length, count));
          expect(repeats).toHaveLength(Math.max(0, Math.min(length, count) - (count - past.size)));
          expect(manifest.repeats.count).toBe(repeats.length);
          expect(manifest.repeats.why === null).toBe(repeats.length === 0);
          // What came back was last heard no later than anything of the past that did not.
          const ago = (id: string): number => before.findIndex((edition) => edition.includes(id));
          const left = [...past].filter((id) => !ids.includes(id));
          for (const id of repeats) for (const other of left) expect(ago(id)).toBeGreaterThanOrEqual(ago(other));
        }
      }),
    );
  });

  it('fills an edition from few artists, and says that it lifted the limit', () => {
    const { edition, manifest } = assemble(inputsWith(60, { length: 50, artists: 3 }));
    expect(edition.items).toHaveLength(50);
    const artistMax = manifest.relaxed.find(({ dial }) => dial === 'artistMax');
    expect(artistMax).toMatchObject({ from: 2, items: 44 });
    expect(artistMax?.to).toBeGreaterThanOrEqual(17);
  });

  it('says how short an edition is when there is no more', () => {
    const { edition, manifest } = assemble(inputsWith(7, { length: 50 }));
    expect(edition.items).toHaveLength(7);
    expect(manifest.relaxed).toContainEqual({ dial: 'length', from: 50, to: 7, items: 43 });
  });

  it('I13 One song: never comes in two versions, and an edition is rather shorter', () => {
    const inputs = inputsWith(30, { length: 10, artists: 1 });
    for (const { items } of inputs.lists) {
      for (const [nth, { item }] of items.entries()) if (nth < 25) item.songId = 'alison' as ItemId;
    }
    const { items } = assemble(inputs).edition;
    expect(items.filter(({ item }) => item.songId === 'alison')).toHaveLength(1);
    expect(items.length).toBeLessThan(10);
  });
});
