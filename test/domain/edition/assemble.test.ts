import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson } from '#shared/domain/digest.ts';
import { assemble } from '#shared/domain/edition/assemble.ts';
import { openHeard } from '#shared/domain/profile/heard.ts';
import { tuning } from '#shared/domain/tuning.ts';
import { allows } from '#shared/domain/wishes/visibility.ts';
import { patches } from '#shared/schemas/edition.ts';
import { ada, adasEpisodes, adasPlays, dueAt, inputsOf, profileOf } from '#test/support/editions.ts';
import { tracks } from '#test/support/invented-music.ts';
import { anySituation } from '#test/support/situations.ts';

const profile = profileOf(adasPlays());
/** Places that what is not promised may fill where there is hardly anything else. */
const fewest = 10;

/** Those that are made whether or not anything came out. */
const always = patches.filter((patch) => patch !== 'new-releases');

describe('assemble', () => {
  it('fills an edition within its limits, each item once, in its place, with a reason', () => {
    fc.assert(
      fc.property(anySituation, (situation) => {
        const inputs = inputsOf(situation);
        const { edition, manifest } = assemble(inputs);
        const { length } = inputs.settings;
        const ids = edition.items.map(({ item }) => item.itemId);
        expect(new Set(ids).size).toBe(ids.length);
        expect(edition.items.map(({ position }) => position)).toEqual(ids.map((_, nth) => nth + 1));
        const short = manifest.relaxed.find(({ dial }) => dial === 'length');
        expect(edition.items.length + (short?.items ?? 0)).toBe(length);
        if (short !== undefined && !inputs.settings.kinds.includes('episode')) {
          const all = manifest.poolSize + manifest.repeats.count;
          // All there was, unless one of two limits stayed: a few of what is late, a share of what others play.
          const limited = edition.items.length === fewest || (manifest.rungs.popular ?? 0) > 0;
          if (limited) expect(edition.items.length).toBeLessThanOrEqual(all);
          else expect(edition.items.length).toBe(all);
        }
        for (const { reason, score } of edition.items) {
          expect(reason.text).not.toBe('');
          expect(reason.text.length).toBeLessThan(150);
          expect(score).toBeGreaterThanOrEqual(0);
          expect(reason.because.every(({ share }) => share >= 0 && share <= 1)).toBe(true);
        }
        expect(Object.values(manifest.rungs).reduce((sum, count) => sum + count, 0)).toBe(ids.length);
      }),
    );
  });

  it('I6 Fresh: an exploration edition holds nothing the user has played, and no played episode ever comes back', () => {
    fc.assert(
      fc.property(anySituation, (situation) => {
        const heard = openHeard(situation.profile?.heard ?? []);
        for (const { item } of assemble(inputsOf({ ...situation, patch: 'weekly-exploration' })).edition.items) {
          expect(heard.has(item.itemId)).toBe(false);
        }
        for (const { item } of assemble(inputsOf(situation)).edition.items) {
          if (item.kind === 'episode') expect(heard.has(item.itemId)).toBe(false);
        }
      }),
    );
  });

  it('I7 Never again: nothing the user may not be shown is in it', () => {
    fc.assert(
      fc.property(anySituation, (situation) => {
        const { edition } = assemble(inputsOf(situation));
        expect(edition.items.filter(({ item }) => !allows(situation.user ?? ada, dueAt)(item))).toEqual([]);
      }),
    );
  });

  it('I5 Replay: the same inputs give the same bytes, whatever order their keys came in', () => {
    fc.assert(
      fc.property(anySituation, (situation) => {
        const inputs = inputsOf(situation);
        const reversed = JSON.parse(JSON.stringify(inputs), (_, value) => backwards(value));
        expect(canonicalJson(assemble(reversed))).toBe(canonicalJson(assemble(inputs)));
      }),
    );
  });

  it('I5 Replay: needs no more of its inputs than it says it used', () => {
    fc.assert(
      fc.property(anySituation, (situation) => {
        const inputs = inputsOf(situation);
        const { edition, manifest, used } = assemble(inputs);
        const again = assemble(used());
        expect(again.edition).toEqual(edition);
        expect(again.manifest).toEqual(manifest);
        expect(again.used()).toEqual(used());
      }),
    );
  });

  it('gives a user without a listen a full edition of what is popular', () => {
    for (const patch of always) {
      const { edition, manifest } = assemble(inputsOf({ patch }));
      expect(edition.items).toHaveLength(50);
      expect(manifest.rungs).toEqual({ popular: 50 });
      expect(new Set(edition.items.map(({ item }) => item.artistId)).size).toBeGreaterThanOrEqual(25);
    }
  });

  it('gives a user with five listens a full edition with personal reasons', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...always),
        fc.uniqueArray(fc.constantFrom(...tracks), { minLength: 5, maxLength: 5 }),
        (patch, five) => {
          const few = profileOf(five.map((item, daysAgo) => ({ item, daysAgo })));
          const { edition } = assemble(inputsOf({ patch, profile: few }));
          expect(edition.items).toHaveLength(50);
          expect(edition.items.some(({ reason }) => reason.because.length > 0)).toBe(true);
        },
      ),
    );
  });

  it('keeps tracks of one artist apart and few', () => {
    for (const patch of patches) {
      const { edition, manifest } = assemble(inputsOf({ patch, profile }));
      const { artistMax, artistDistance } = tuning.patches[patch];
      const artists = edition.items.map(({ item }) => item.artistId);
      const counts = artists.map((artist) => artists.filter((other) => other === artist).length);
      const most = manifest.relaxed.find(({ dial }) => dial === 'artistMax')?.to ?? artistMax;
      expect(Math.max(...counts)).toBeLessThanOrEqual(most);
      const distance = Math.min(artistDistance, Math.floor(edition.items.length / most) - 1);
      for (const [nth, artist] of artists.entries())
        expect(artists.slice(nth + 1, nth + distance)).not.toContain(artist);
    }
  });

  it('keeps what each patch promises to a user with a history', () => {
    const of = (patch: (typeof patches)[number]) => assemble(inputsOf({ patch, profile, episodes: adasEpisodes }));
    const exploration = of('weekly-exploration').manifest.rungs;
    expect(exploration.neighbours).toBeGreaterThanOrEqual(25);
    expect(exploration.explored).toBe(Math.ceil(tuning.patches['weekly-exploration'].ladder[3].shareMax * 50));

    const jams = of('weekly-jams').edition.items.filter(({ reason }) => reason.rung === 'loved');
    expect(jams.length).toBeGreaterThanOrEqual(40);
    expect(jams.every(({ reason }) => !/(today|yesterday|days ago)$/.test(reason.text))).toBe(true);

    const daily = of('daily-jams').manifest;
    expect(daily.rungs.loved).toBeGreaterThanOrEqual(25);
    // What is on repeat and nothing else: where there is less of it than asked for, the edition is shorter.
    expect(Object.keys(daily.rungs).sort()).toEqual(['followed', 'loved']);
    expect(daily.relaxed.some(({ dial }) => dial === 'length')).toBe(true);
  });

  it('fills an exploration of a known listener with a tenth of popular items at most, and ends there', () => {
    for (const candidates of [3, 12, 30]) {
      const all = inputsOf({ patch: 'weekly-exploration', profile });
      const lists = all.lists.filter(({ name }) => name.startsWith('popular'));
      const { edition, manifest } = assemble({ ...all, candidates: all.candidates.slice(0, candidates), lists });
      const popular = edition.items.filter(({ reason }) => reason.rung === 'popular').length;
      expect(popular).toBeLessThanOrEqual(edition.items.length / 10);
      expect(manifest.relaxed.find(({ dial }) => dial === 'length')?.to).toBe(edition.items.length);
    }
  });

  it('lets one item of the user’s own lead to five candidates first, and to few more', () => {
    const { edition } = assemble(inputsOf({ patch: 'weekly-exploration', profile }));
    const leads = edition.items.flatMap(({ reason }) => (reason.rung === 'neighbours' ? [reason.because[0]?.id] : []));
    const counts = [...Map.groupBy(leads, (id) => id).values()].map((own) => own.length);
    expect(Math.max(...counts)).toBeLessThanOrEqual(8);
  });

  it('says in title and description what jams hold of others, and holds nothing of them for who has enough', () => {
    const few = profileOf(tracks.slice(0, 4).map((item, daysAgo) => ({ item, daysAgo })));
    for (const patch of ['weekly-jams', 'daily-jams'] as const) {
      const { edition } = assemble(inputsOf({ patch, profile: few }));
      expect(edition.title).toContain('others play');
      expect(edition.description).toContain('others play');
      const known = assemble(inputsOf({ patch, profile })).edition;
      expect(known.items.every(({ reason }) => reason.rung === 'loved' || reason.rung === 'followed')).toBe(true);
      expect(`${known.title} ${known.description}`).not.toContain('others');
    }
  });

  it('says in title and description what came late, and fills no more than a few places with it', () => {
    const long = profileOf(tracks.slice(0, 60).map((item, nth) => ({ item, daysAgo: 100 + nth })));
    const lately = profileOf(tracks.slice(0, 60).map((item, nth) => ({ item, daysAgo: nth / 30 })));
    for (const [patch, late, words] of [
      ['daily-jams', long, 'from further back'],
      ['weekly-jams', lately, 'heard lately'],
    ] as const) {
      const first = assemble(inputsOf({ patch, profile: late })).edition;
      expect(first.items).toHaveLength(fewest);
      expect(first.title).toContain(words);
      expect(first.description).toContain('10 of 10 ');
      expect(first.description).toContain(words);
      // What came to have a few does not come again to have many.
      const again = assemble(inputsOf({ patch, profile: late, past: [first] }));
      expect(again.edition.items).toHaveLength(fewest);
      expect(again.manifest.repeats.count).toBe(0);
      const kept = assemble(inputsOf({ patch, profile })).edition;
      expect(`${kept.title} ${kept.description}`).not.toContain(words);
    }
  });

  it('calls what is one’s own so, also where nobody knows whose songs they are', () => {
    const nameless = tracks.slice(0, 60).map(({ artistName: _, ...item }) => item);
    const own = profileOf(nameless.map((item, nth) => ({ item, daysAgo: 20 + nth })));
    const inputs = inputsOf({ patch: 'weekly-jams', profile: own });
    const cards = inputs.own.map(({ item: { artistName: _, ...item }, ...rest }) => ({ ...rest, item }));
    expect(assemble({ ...inputs, own: cards }).edition.description).toBe('Yours, and not heard for a while');
  });

  it('follows shows: the next of a series, the newest of a magazine, within the share of episodes', () => {
    const { edition } = assemble(inputsOf({ patch: 'weekly-exploration', profile, episodes: adasEpisodes }));
    const episodes = edition.items.filter(({ item }) => item.kind === 'episode');
    expect(episodes.map(({ item, reason }) => `${item.itemId}: ${reason.text}`)).toEqual([
      'signal-noise/8: New episode of Signal & Noise',
      'the-salt-road/4: Next episode of The Salt Road',
      'signal-noise/7: New episode of Signal & Noise',
    ]);
    const positions = episodes.map(({ position }) => position);
    expect(Math.min(...positions)).toBeGreaterThan(5);
    expect(
      Math.min(...positions.slice(1).map((position, nth) => position - (positions[nth] as number))),
    ).toBeGreaterThan(5);
  });

  it('follows the variant of an experiment', () => {
    const overrides = { 'patches.weekly-exploration.artistMax': 1, 'patches.weekly-exploration.ladder.3.shareMax': 0 };
    const user = { ...ada, settings: { ...ada.settings, length: 20 } };
    const { edition, manifest } = assemble(inputsOf({ patch: 'weekly-exploration', user, profile, overrides }));
    expect(manifest.rungs.explored).toBeUndefined();
    expect(new Set(edition.items.map(({ item }) => item.artistId)).size).toBe(20);
  });
});

function backwards(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).reverse());
}
