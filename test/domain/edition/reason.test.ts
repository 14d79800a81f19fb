import { describe, expect, it } from 'vitest';
import { artistKey, cardOf, isSameSong } from '#shared/domain/card.ts';
import type { Evidence } from '#shared/domain/edition/proposal.ts';
import { candidateReason, reasonsOf, shortName } from '#shared/domain/edition/reason.ts';
import { descriptionOf, titleOf } from '#shared/domain/edition/title.ts';
import type { Period } from '#shared/schemas/edition.ts';
import type { Item } from '#shared/schemas/item.ts';
import type { ItemCard } from '#shared/schemas/model.ts';
import { daySeconds, dueAt } from '#test/support/editions.ts';
import { tracks } from '#test/support/invented-music.ts';

const item = cardOf(tracks[0] as Item);
const teller = { loves: (itemId: string) => itemId === 'loved', at: dueAt };
const told = (evidence: Evidence, card: ItemCard = item) => reasonsOf([{ item: card, score: 1, evidence }], teller)[0];
const played = (plays: number, daysAgo: number): Evidence => ({
  rung: 'loved',
  own: { item, fast: 0, slow: 0, plays, lastListenedAt: dueAt - daysAgo * daySeconds },
});
const seed = (itemId: string, share: number, title?: string, artistName?: string) => ({
  itemId,
  share,
  ...(title === undefined ? {} : { title }),
  ...(artistName === undefined ? {} : { artistName }),
});
const near = (...seeds: ReturnType<typeof seed>[]): Evidence => ({
  rung: 'neighbours',
  candidate: { item, score: 1, seeds },
});

describe('reasonsOf', () => {
  it.each([
    [near(seed('a', 1, 'Alison', 'Slowdive')), 'Because you played Alison by Slowdive'],
    [near(seed('loved', 1, 'Alison', 'Slowdive')), 'Because you love Alison by Slowdive'],
    [near(seed('a', 0.6, 'Alison'), seed('b', 0.4, 'Vapour Trail')), 'Because you played Alison and Vapour Trail'],
    [near(seed('a', 1, 'Alison')), 'Because you played Alison'],
    [near(seed('a', 1)), 'Close to what you play'],
    [near(), 'Close to what you play'],
    [played(1, 0.5), 'You played this today'],
    [played(7, 1), 'You played this 7 times, most recently yesterday'],
    [played(7, 9), 'You played this 7 times, most recently 9 days ago'],
    [played(7, 20), 'You played this 7 times, most recently 2 weeks ago'],
    [played(7, 100), 'You played this 7 times, most recently in August'],
    [played(7, 400), 'You played this 7 times, most recently in October 2025'],
    [{ rung: 'loved', own: { item, fast: 0, slow: 0, plays: 0, lastListenedAt: null } }, 'You love this'],
    [{ rung: 'followed', episode: 'new', share: 1 }, 'New episode of Pale Harbour'],
    [{ rung: 'followed', episode: 'next', share: 1 }, 'Next episode of Pale Harbour'],
    [{ rung: 'followed', episode: 'unplayed', share: 1 }, 'Still unplayed, from Pale Harbour'],
    [{ rung: 'artists', share: 1 }, 'More from Pale Harbour'],
    [{ rung: 'tags', tag: 'shoegaze', share: 1 }, 'Popular with listeners of shoegaze'],
    [{ rung: 'explored', tag: 'jazz' }, 'Off your usual path: jazz'],
    [{ rung: 'popular' }, 'Popular right now'],
  ] satisfies [Evidence, string][])('%# says it in words fit for a screen', (evidence, text) => {
    expect(told(evidence)).toMatchObject({ rung: evidence.rung, text });
  });

  it('I13 One song: never names nobody as somebody to follow', () => {
    const nobodys: ItemCard = { ...item, artistName: 'Various Artists' };
    const seeded = near(seed('a', 1, 'Ballroom', 'Verschiedene Interpreten'));
    expect(told(seeded)?.text).toBe('Because you played Ballroom');
    expect(told({ rung: 'artists', share: 1 }, nobodys)?.text).toBe('More from an artist you play');
    const own: Evidence = { rung: 'loved', own: { item: nobodys, fast: 0, slow: 0, plays: 3, lastListenedAt: dueAt } };
    expect(descriptionOf('weekly-jams', [{ item: nobodys, score: 1, evidence: own }], 0)).not.toContain('Various');
    expect(artistKey({ ...nobodys, artistId: undefined })).toBeUndefined();
  });

  it('says that a favourite is loved', () => {
    const loved = { ...item, itemId: 'loved' as ItemCard['itemId'] };
    const evidence: Evidence = {
      rung: 'loved',
      own: { item: loved, fast: 0, slow: 0, plays: 3, lastListenedAt: dueAt - 250 * daySeconds },
    };
    expect(told(evidence, loved)?.text).toBe('You love this, last played in March');
  });

  it('gives as data what led here and how strongly', () => {
    expect(told(near(seed('a', 0.6, 'Alison'), seed('b', 0.4)))?.because).toEqual([
      { of: 'item', id: 'a', name: 'Alison', share: 0.6 },
      { of: 'item', id: 'b', share: 0.4 },
    ]);
    expect(told({ rung: 'artists', share: 0.25 })?.because).toEqual([
      { of: 'artist', id: 'pale-harbour', name: 'Pale Harbour', share: 0.25 },
    ]);
    expect(told({ rung: 'popular' })?.because).toEqual([]);
  });

  it('does not name one song for everything when another led here about as strongly', () => {
    const both = near(
      seed('a', 0.5, 'Alison', 'Slowdive'),
      seed('b', 0.45, 'Vapour Trail', 'Ride'),
      seed('c', 0.05, 'Sometimes'),
    );
    const texts = reasonsOf(
      Array.from({ length: 4 }, () => ({ item, score: 1, evidence: both })),
      teller,
    ).map(({ text }) => text);
    expect(texts.filter((text) => text.includes('Alison'))).toHaveLength(2);
    expect(texts.filter((text) => text.includes('Vapour Trail'))).toHaveLength(2);
  });

  it('says the same of a live recommendation', () => {
    const candidate = { item, score: 1, seeds: [seed('a', 1, 'Alison', 'Slowdive')] };
    expect(candidateReason(candidate, teller)).toEqual(told(near(...candidate.seeds)));
  });
});

describe('short', () => {
  it('cuts long names between characters', () => {
    expect(shortName('Slowdive')).toBe('Slowdive');
    const long = shortName('🎷'.repeat(60));
    expect([...long]).toHaveLength(48);
    expect(long.isWellFormed()).toBe(true);
  });
});

describe('isSameSong', () => {
  const same = (a: string, b: string): boolean => isSameSong({ ...item, title: a }, { ...item, title: b });

  it.each(['alison', 'Alison (2005 Remaster)', 'Alison [Live]', 'Alison - Remastered 2010', 'Alison - Live at BBC'])(
    'is so for a version: %s',
    (title) => {
      expect(same(title, 'Alison')).toBe(true);
    },
  );

  it('is not so for other songs, nor for episodes and what has no title', () => {
    expect(same('(What’s the Story) Morning Glory', '(Get Off Your) High Horse Lady')).toBe(false);
    expect(same('Alison - Part Two', 'Alison')).toBe(false);
    expect(isSameSong({ ...item, kind: 'episode' }, { ...item, kind: 'episode' })).toBe(false);
    const { title: _, ...untitled } = item;
    expect(isSameSong(untitled, untitled)).toBe(false);
  });
});

describe('titleOf', () => {
  it('says which week or day it is', () => {
    expect(titleOf('weekly-exploration', '2026-W48' as Period, 1)).toBe('Weekly Exploration, week of 23 November 2026');
    expect(titleOf('weekly-jams', '2026-W48' as Period, 7)).toBe('Weekly Jams, week of 29 November 2026');
    expect(titleOf('daily-jams', '2026-11-23' as Period, 1)).toBe('Daily Jams, Monday 23 November 2026');
  });
});
