import { describe, expect, it } from 'vitest';
import { habitsAt, orderShelves, type ShelfName } from '#shared/domain/home/order.ts';
import type { Profile } from '#shared/schemas/profile.ts';

const all: readonly ShelfName[] = [
  'jump-back-in',
  'your-weeklies',
  'because-you-played',
  'new-from-artists-you-like',
  'episodes',
];
const habits = (familiar: number, fresh: number, episodes: number) => ({ familiar, fresh, episodes, listens: 100 });
const monday = Date.parse('2026-11-23T00:00:00Z') / 1_000;

describe('orderShelves', () => {
  it('orderShelves: each once, the probabilities of the places are those with which they were drawn', () => {
    const shelves = orderShelves(all, habits(0.5, 0.3, 0.2), 7);
    expect(shelves.map(({ shelf }) => shelf).sort()).toEqual([...all].sort());
    expect(shelves.at(-1)?.probability).toBe(1);
    expect(orderShelves(all, habits(0.5, 0.3, 0.2), 7)).toEqual(shelves);
    // Over many draws the share of a first place is the probability that was told.
    const draws = Array.from({ length: 4_000 }, (_, seed) => orderShelves(all, habits(0.5, 0.3, 0.2), seed)[0]);
    for (const name of all) {
      const first = draws.filter((draw) => draw?.shelf === name);
      if (first.length < 200) continue;
      expect(first.length / draws.length).toBeCloseTo(first[0]?.probability as number, 1);
    }
  });

  it('orderShelves: who hears episodes at that hour has them further up than who never does', () => {
    const places = (share: number): number => {
      const of = Array.from({ length: 500 }, (_, seed) => orderShelves(all, habits(1 - share, 0, share), seed));
      return (
        of.reduce((sum, shelves) => sum + (shelves.find(({ shelf }) => shelf === 'episodes')?.position ?? 0), 0) / 500
      );
    };
    expect(places(0.9)).toBeLessThan(2);
    expect(places(0)).toBeGreaterThan(4);
  });
});

describe('habitsAt', () => {
  it('habitsAt: counts what was played around this hour of the listener’s own clock', () => {
    const at = (hour: number): number => monday - 86_400 + hour * 3_600;
    const window: Profile['window'] = [
      ['a', at(7), 'show 1'],
      ['b', at(8), 'show 2'],
      ['c', at(20), 'song'],
    ];
    const of = (timeZone: string, now: number) =>
      habitsAt({ window, items: [['song', 1, 1, at(20), 5]] }, (id) => id.startsWith('show'), { now, timeZone });
    expect(of('UTC', monday + 8 * 3_600)).toMatchObject({ listens: 2 });
    expect(of('UTC', monday + 8 * 3_600).episodes).toBeGreaterThan(of('UTC', monday + 20 * 3_600).episodes);
    expect(of('UTC', monday + 20 * 3_600).familiar).toBeGreaterThan(1 / 3);
    expect(of('Pacific/Auckland', monday + 8 * 3_600)).toMatchObject({ listens: 2 });
    expect(of('UTC', monday + 13 * 3_600)).toMatchObject({ listens: 0 });
  });
});
