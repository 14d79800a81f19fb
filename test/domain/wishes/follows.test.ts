import { expect, it } from 'vitest';
import { artistIdOf } from '#shared/domain/identity/ids.ts';
import { followShow, unplayedShows } from '#shared/domain/wishes/follows.ts';
import { limits } from '#shared/schemas/limits.ts';
import { defaultSettings } from '#shared/schemas/user.ts';

const tides = { name: 'Tides', feed: 'https://p/feed' };

it('followShow: a show is followed once, by its name or its feed, and so many at most', () => {
  const once = followShow(defaultSettings, tides);
  expect(once.follows).toEqual([tides]);
  expect(followShow(once, { name: 'Tides, the podcast', feed: tides.feed })).toBe(once);
  expect(followShow(once, { name: 'TIDES' })).toBe(once);
  const shows = Array.from({ length: limits.followsPerUserMax }, (_, n) => ({ name: `Show ${n}` }));
  const full = { ...defaultSettings, follows: shows };
  expect(() => followShow(full, tides)).toThrow('take some back first');
});

it('unplayedShows: each under its ids, those that were played left out, others of many every time', () => {
  const dials = { showsMax: 4, followedPlays: 1 };
  const profile = { shows: [[artistIdOf('Kelp') as string, 9, 9, 0, 9] as [string, number, number, number, number]] };
  const follows = [tides, { name: 'Kelp', feed: 'https://k/feed' }];
  const idsAt = (at: number, of = follows) => unplayedShows(of, { profile, at, ...dials }).map(([id]) => id);
  expect(idsAt(5)).toEqual([artistIdOf('Tides'), tides.feed]);
  const many = Array.from({ length: 50 }, (_, n) => ({ name: `Show ${n}`, feed: `https://p/${n}` }));
  expect(idsAt(5, many)).toHaveLength(4);
  expect(idsAt(5, many)).not.toEqual(idsAt(6, many));
});
