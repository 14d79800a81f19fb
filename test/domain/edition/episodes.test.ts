import { describe, expect, it } from 'vitest';
import { cardOf } from '#shared/domain/card.ts';
import { offersByShow } from '#shared/domain/edition/episodes.ts';
import { daySeconds, dueAt, signalAndNoise, theSaltRoad } from '#test/support/editions.ts';

const offered = (played: readonly string[], { at = dueAt, allowed = (_: string): boolean => true } = {}) => {
  const offers = offersByShow([...theSaltRoad, ...signalAndNoise].map(cardOf), {
    unplayed: (itemId) => !played.includes(itemId),
    allowed: ({ itemId }) => allowed(itemId),
    at,
    newEpisodeDays: 30,
  });
  return (show: string) => (offers.get(show) ?? []).map(({ item, episode }) => `${item.itemId} ${episode}`);
};

describe('offersByShow', () => {
  it('offers a series from its beginning, then the one after the furthest played', () => {
    expect(offered([])('the-salt-road')).toEqual(['the-salt-road/1 next']);
    expect(offered(['the-salt-road/1', 'the-salt-road/3'])('the-salt-road')).toEqual(['the-salt-road/4 next']);
    expect(offered(['the-salt-road/8'])('the-salt-road')).toEqual([]);
  });

  it('offers nothing rather than skip a part of a series', () => {
    expect(offered([], { allowed: (itemId) => itemId !== 'the-salt-road/1' })('the-salt-road')).toEqual([]);
  });

  it('offers a magazine from its newest, and says which are new', () => {
    const played = ['signal-noise/7', 'signal-noise/1'];
    expect(offered(played)('signal-noise')).toEqual([
      'signal-noise/8 new',
      'signal-noise/6 new',
      'signal-noise/5 new',
      'signal-noise/4 new',
      'signal-noise/3 unplayed',
      'signal-noise/2 unplayed',
    ]);
  });

  it('does not offer what is not out yet', () => {
    expect(offered([], { at: dueAt - 3 * daySeconds })('signal-noise')[0]).toBe('signal-noise/7 new');
  });
});
