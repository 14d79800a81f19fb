/** Lists that are made when asked for, as people would read them: mixes, what is on repeat, what was once, a station. */
import { describe, expect, it } from 'vitest';
import { assemble } from '#shared/domain/edition/assemble.ts';
import { mixesOf } from '#test/support/ada-mixes.ts';
import { adasPlays, asText, inputsOf, profileOf } from '#test/support/editions.ts';

const profile = profileOf(adasPlays());

describe('golden lists', () => {
  it('mixOf: the mixes of one day read as they did', async () => {
    await expect(mixesOf({ profile }).map(asText).join('\n')).toMatchFileSnapshot('./mixes.txt');
  });

  it.each(['on-repeat', 'rewind'] as const)('assemble: %s reads as it did', async (patch) => {
    const { edition } = assemble(inputsOf({ patch, profile }));
    await expect(asText(edition)).toMatchFileSnapshot(`./${patch}.txt`);
  });
});
