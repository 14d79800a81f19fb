/** Lists that are made when asked for, as people would read them: mixes, what is on repeat, what was once, a station. */
import { describe, expect, it } from 'vitest';
import { assemble } from '#shared/domain/edition/assemble.ts';
import { tasteOf } from '#shared/domain/edition/needs.ts';
import { makersOf, releaseSpan, releasesOf } from '#shared/domain/edition/releases.ts';
import { tuning } from '#shared/domain/tuning.ts';
import type { Period } from '#shared/schemas/edition.ts';
import { mixesOf, readingsOf } from '#test/support/ada-mixes.ts';
import { adasPlays, asText, daySeconds, dueAt, inputsOf, profileOf } from '#test/support/editions.ts';
import { tracks } from '#test/support/invented-music.ts';

const profile = profileOf(adasPlays());

describe('golden lists', () => {
  it('mixOf: the mixes of one day read as they did', async () => {
    await expect(mixesOf({ profile }).map(asText).join('\n')).toMatchFileSnapshot('./mixes.txt');
  });

  it('assemble: new releases of a week read as they did, those of artists who are played first', async () => {
    const out = tracks.map((item, nth) => ({ ...item, publishedAt: dueAt - (nth % 60) * daySeconds }));
    const { candidates } = readingsOf({ profile });
    const makers = makersOf(tasteOf(profile, { at: dueAt, tuning }).artists, candidates);
    const friday = dueAt + 4 * daySeconds;
    const releases = releasesOf(makers, out, releaseSpan('2026-W48' as Period, friday));
    const heard = new Set(profile.items.map(([id]) => id));
    const { edition } = assemble(inputsOf({ patch: 'new-releases', profile, releases, dueAt: friday }));
    expect(edition.items.some(({ item }) => heard.has(item.itemId))).toBe(false);
    await expect(asText(edition)).toMatchFileSnapshot('./new-releases.txt');
  });

  it.each(['on-repeat', 'rewind'] as const)('assemble: %s reads as it did', async (patch) => {
    const { edition } = assemble(inputsOf({ patch, profile }));
    await expect(asText(edition)).toMatchFileSnapshot(`./${patch}.txt`);
  });
});
