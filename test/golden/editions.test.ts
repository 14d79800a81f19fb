/**
 * Editions as people would read them. A change of taste shows here as text: look at it, and if it is better, write the
 * new text with `vitest run test/golden --update`.
 */
import { describe, expect, it } from 'vitest';
import { assemble } from '#shared/domain/edition/assemble.ts';
import { ada, adasEpisodes, adasPlays, asText, inputsOf, profileOf, type Situation } from '#test/support/editions.ts';
import { tracks } from '#test/support/invented-music.ts';

const profile = profileOf(adasPlays());
const shows = profileOf(adasPlays().filter(({ item }) => item.kind === 'episode'));
const five = profileOf(
  [3, 90, 91, 160, 300].map((nth, day) => ({ item: tracks[nth] as (typeof tracks)[number], daysAgo: day })),
);

const situations: Readonly<Record<string, Situation>> = {
  'weekly-exploration': { patch: 'weekly-exploration', profile, episodes: adasEpisodes },
  'weekly-jams': { patch: 'weekly-jams', profile, episodes: adasEpisodes },
  'daily-jams': { patch: 'daily-jams', profile, episodes: adasEpisodes },
  'no-listens': { patch: 'weekly-exploration' },
  'five-listens': { patch: 'weekly-exploration', profile: five },
  'only-episodes': {
    patch: 'daily-jams',
    profile: shows,
    episodes: adasEpisodes,
    user: { ...ada, settings: { ...ada.settings, kinds: ['episode'], length: 5 } },
  },
};

describe('golden editions', () => {
  it.each(Object.entries(situations))('assemble: %s reads as it did', async (name, situation) => {
    const { edition, manifest } = assemble(inputsOf(situation));
    const { rungs, relaxed, repeats, poolSize } = manifest;
    const text = `${asText(edition)}\n${JSON.stringify({ rungs, relaxed, repeats, poolSize }, null, 2)}\n`;
    await expect(text).toMatchFileSnapshot(`./${name}.txt`);
  });
});
