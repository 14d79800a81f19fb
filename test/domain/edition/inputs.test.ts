import { describe, expect, it } from 'vitest';
import { cardOf } from '#shared/domain/card.ts';
import { boundsOf } from '#shared/domain/edition/bounds.ts';
import { needsOf } from '#shared/domain/edition/needs.ts';
import { tuning } from '#shared/domain/tuning.ts';
import { AssemblyInputs } from '#shared/schemas/assembly.ts';
import { type Patch, patches } from '#shared/schemas/edition.ts';
import type { Item } from '#shared/schemas/item.ts';
import type { Candidates, ItemCard } from '#shared/schemas/model.ts';
import type { Profile } from '#shared/schemas/profile.ts';
import type { User } from '#shared/schemas/user.ts';
import { ada, adasEpisodes, adasPlays, daySeconds, dueAt, inputsOf, profileOf } from '#test/support/editions.ts';
import { modelVersion, tracks } from '#test/support/invented-music.ts';

const profile = profileOf(adasPlays());
/** Somebody who knows two artists. */
const newcomer = profileOf(adasPlays().filter(({ item }) => /^(mirrorlake|pale-harbour)\//.test(item.itemId)));
const jazz = tracks.filter(({ tags }) => tags.includes('jazz')).map(cardOf);

const candidates: Candidates = {
  modelVersion,
  userId: ada.userId,
  candidates: jazz.slice(0, 20).map((item, nth) => ({ item, score: 50 - nth, seeds: [] })),
  loved: jazz.slice(20, 25).map((item) => ({ item, score: 9, plays: 30, lastListenedAt: dueAt - 300 * daySeconds })),
};

const needs = (patch: Patch, more: { user?: User; candidates?: Candidates; profile?: Profile; known?: boolean } = {}) =>
  needsOf({
    user: more.user ?? ada,
    patch,
    profile: more.known === false ? undefined : (more.profile ?? profile),
    candidates: more.candidates,
    dueAt,
    tuning,
  });

describe('needsOf', () => {
  it('reads neighbours for a user the model does not know, and daily for one of whom little is known', () => {
    expect(needs('weekly-exploration', { candidates }).seeds).toEqual([]);
    expect(needs('weekly-exploration').seeds.length).toBeGreaterThan(0);
    expect(needs('daily-jams', { candidates }).seeds).toEqual([]);
    expect(needs('daily-jams', { candidates, profile: newcomer }).seeds.length).toBeGreaterThan(0);
  });

  it('reads what the patch can come to draw from: a list or two, and cards of few items, beside the model’s', () => {
    expect(needs('weekly-jams', { candidates }).lists).toEqual([]);
    expect(needs('weekly-jams', { candidates, profile: newcomer }).lists).toContain('popular:track');
    const ample: Candidates = {
      ...candidates,
      candidates: Array.from({ length: 100 }, (_, nth) => ({
        item: jazz[nth % jazz.length] as ItemCard,
        score: 1,
        seeds: [],
      })),
    };
    const { lists } = needs('weekly-exploration', { candidates: ample });
    expect(lists.filter((name) => name.startsWith('artist:'))).toHaveLength(tuning.pool.artistReadsMax);
    expect(lists.filter((name) => name.startsWith('tag:'))).toEqual([]);
    const own = needs('daily-jams').cards;
    const known = [...tracks, ...adasEpisodes].filter(({ itemId }) => own.slice(5).includes(itemId)).map(cardOf);
    const { cards } = needs('daily-jams', { candidates: { ...candidates, loved: [], known } });
    expect(cards).toEqual(own.slice(0, Math.max(tuning.pool.ownReadsMax, 5)));
  });

  it('names lists and shows of what the user likes, and popular ones of the kinds they want', () => {
    const { lists, shows } = needs('weekly-exploration');
    expect(lists.slice(0, 2)).toEqual(['popular:track', 'popular:episode']);
    expect(lists).toContain('tag:shoegaze');
    expect(lists).toContain('artist:pale-harbour');
    expect(shows).toEqual(['signal-noise', 'the-salt-road']);
    const user = { ...ada, settings: { ...ada.settings, kinds: ['track' as const] } };
    expect(needs('weekly-exploration', { user })).toMatchObject({ shows: [] });
    expect(needs('weekly-exploration', { user }).lists).not.toContain('popular:episode');
  });

  it('is bounded, and small for a user nobody knows', () => {
    for (const patch of patches) {
      const { cards, seeds, lists, shows, makers } = needs(patch);
      expect(seeds.length).toBeLessThanOrEqual(tuning.recommend.seedsMax);
      expect(cards.length).toBeLessThanOrEqual(5 * ada.settings.length + tuning.pool.lovedMax + seeds.length);
      expect(lists.length).toBeLessThanOrEqual(2 + tuning.pool.tagsMax + tuning.pool.artistsMax);
      expect(shows.length).toBeLessThanOrEqual(tuning.pool.showsMax);
      const { likedMax, nearMax } = tuning.releases;
      expect(makers.length).toBeLessThanOrEqual(likedMax + nearMax);
      const popular = patch === 'new-releases' ? [] : ['popular:track'];
      expect(needs(patch, { known: false })).toEqual({ cards: [], seeds: [], lists: popular, shows: [], makers: [] });
    }
  });
});

describe('selectInputs', () => {
  it('gives plain inputs that survive JSON and their schema', () => {
    for (const patch of patches) {
      const inputs = inputsOf({ patch, profile, candidates, episodes: adasEpisodes });
      expect(AssemblyInputs.parse(JSON.parse(JSON.stringify(inputs)))).toEqual(inputs);
    }
  });

  it('is bounded by the length asked for, whatever was read', () => {
    for (const length of [5, 50, 100]) {
      const user = { ...ada, settings: { ...ada.settings, length } };
      for (const patch of patches) {
        const inputs = inputsOf({ patch, user, profile });
        const items = inputs.own.length + inputs.candidates.length + inputs.lists.flatMap((list) => list.items).length;
        const { artistsMax, artistItems, tagsMax, tagItems } = tuning.pool;
        const { itemsMax, popular } = boundsOf({ patch, length }, tuning);
        const leastOfLists = artistsMax * artistItems.min + tagsMax * tagItems.min + 2 * popular.min;
        expect(items).toBeLessThanOrEqual(itemsMax + leastOfLists);
      }
    }
  });

  it('puts what was computed live before what the model computed, on one scale', () => {
    const { candidates: merged } = inputsOf({ patch: 'daily-jams', profile: newcomer, candidates });
    const scores = merged.map(({ score }) => score);
    const modelled = merged.findIndex(({ item }) => item.itemId === jazz[0]?.itemId);
    expect(modelled).toBeGreaterThan(0);
    expect(Math.max(...scores.slice(modelled))).toBeLessThanOrEqual(Math.min(...scores.slice(0, modelled)));
    expect(Math.max(...scores)).toBe(1);
  });

  it('adds to the profile what the warehouse remembers and what is loved', () => {
    const unheard = tracks.find(({ itemId }) => itemId === 'kessel/4') as Item;
    const user: User = { ...ada, feedback: [[unheard.itemId, { score: 1, givenAt: dueAt }]] };
    const { own } = inputsOf({ patch: 'weekly-jams', user, profile, candidates });
    const byId = new Map(own.map((item) => [item.item.itemId as string, item]));
    expect(byId.get(jazz[20]?.itemId as string)).toMatchObject({ plays: 30 });
    expect(byId.get('kessel/4')).toMatchObject({ plays: 0, lastListenedAt: null });
    expect(byId.size).toBe(own.length);
  });

  it('keeps blocks in force and feedback on items of this assembly only', () => {
    const user: User = {
      ...ada,
      blocks: [
        { kind: 'tag', id: 'jazz', blockedAt: 0, until: dueAt },
        { kind: 'tag', id: 'techno', blockedAt: 0, until: dueAt + 1 },
      ],
      feedback: [['nobody-knows', { score: -1, givenAt: dueAt }]],
    };
    const inputs = inputsOf({ patch: 'weekly-exploration', user, profile });
    expect(inputs.blocks.map(({ id }) => id)).toEqual(['techno']);
    expect(inputs.feedback).toEqual([]);
    expect(inputs.candidates.some(({ item }) => item.tags.includes('techno'))).toBe(false);
  });
});
