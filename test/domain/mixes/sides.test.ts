import { describe, expect, it } from 'vitest';
import { openMixes } from '#shared/domain/mixes/mix.ts';
import { tuning } from '#shared/domain/tuning.ts';
import { mixesOf, readingsOf } from '#test/support/ada-mixes.ts';
import { ada, adasPlays, profileOf } from '#test/support/editions.ts';
import { tracks } from '#test/support/invented-music.ts';

const profile = profileOf(adasPlays());
/** The first tag of an invented track is its scene's. */
const sceneOf = (artist: string): string =>
  tracks.find(({ artistName }) => artistName === artist)?.tags[0] ?? 'no scene';

describe('sidesOf', () => {
  it('sidesOf: every side is of one scene, and scenes that are played have one', () => {
    const { sides } = openMixes(readingsOf({ profile }));
    const scenes = sides.map(({ artists }) => new Set(artists.map(({ name }) => sceneOf(name))));
    expect(scenes.map(({ size }) => size)).toEqual(scenes.map(() => 1));
    expect(new Set(scenes.flatMap((each) => [...each]))).toEqual(new Set(['shoegaze', 'synth pop', 'ambient']));
    expect(sides.length).toBeLessThanOrEqual(tuning.mixes.sidesMax);
  });

  it('sidesOf: a side keeps its identity while a week goes by and others are played as well', () => {
    const before = openMixes(readingsOf({ profile })).sides.map(({ mixId }) => mixId);
    const more = tracks
      .filter(({ artistName }) => artistName === 'Kessel' || artistName === 'Unit Nord')
      .map((item, nth) => ({ item, daysAgo: -nth / 4 }));
    const later = profileOf([...adasPlays(), ...more]);
    const after = openMixes(readingsOf({ profile: later, daysLater: 7 })).sides.map(({ mixId }) => mixId);
    expect(after).toEqual(expect.arrayContaining(before));
    expect(after.length).toBeGreaterThan(before.length);
  });

  it('sidesOf: of two items nothing is made', () => {
    const two = profileOf(tracks.slice(0, 2).map((item) => ({ item, daysAgo: 1 })));
    expect(openMixes(readingsOf({ profile: two })).sides).toEqual([]);
  });
});

describe('mixOf', () => {
  it('mixOf: half is loved and half is new, of its own side, each with a reason', () => {
    for (const { items } of mixesOf({ profile })) {
      const own = items.filter(({ reason }) => reason.rung === 'loved').length;
      expect(items.length).toBeGreaterThanOrEqual(20);
      expect(own).toBeGreaterThanOrEqual(5);
      expect(items.length - own).toBeGreaterThanOrEqual(items.length / 2);
      expect(items.every(({ reason }) => reason.text !== '')).toBe(true);
      expect(new Set(items.map(({ item }) => item.itemId)).size).toBe(items.length);
    }
  });

  it('I5 Replay: a mix is the same all day, whatever is loved meanwhile, and another one tomorrow', () => {
    const today = mixesOf({ profile });
    const [first] = today;
    const loved = (first as (typeof today)[number]).items[5]?.item.itemId as string;
    const dueAt = first?.createdAt as number;
    const user = { ...ada, feedback: [[loved, { score: 1 as const, givenAt: dueAt + 60 }] as [string, never]] };
    expect(mixesOf({ profile, user: user as never })).toEqual(today);
    const tomorrow = mixesOf({ profile, daysLater: 1 });
    expect(tomorrow.map(({ title }) => title)).toEqual(today.map(({ title }) => title));
    const ids = (edition: (typeof today)[number] | undefined) => edition?.items.map(({ item }) => item.itemId) ?? [];
    const kept = ids(first).filter((id) => ids(tomorrow[0]).includes(id)).length;
    expect(kept).toBeLessThan(ids(first).length);
    expect(ids(tomorrow[0])).not.toEqual(ids(first));
  });
});
