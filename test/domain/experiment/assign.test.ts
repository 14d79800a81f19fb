import { describe, expect, it } from 'vitest';
import { assignVariants, overridesOf } from '#shared/domain/experiment/assign.ts';
import { tuningWith } from '#shared/domain/experiment/overrides.ts';
import { tuning } from '#shared/domain/tuning.ts';
import { ExperimentConfig } from '#shared/schemas/experiment.ts';

const distance = 'patches.weekly-jams.artistDistance';
const config = ExperimentConfig.parse({
  holdback: 0.1,
  experiments: [
    {
      name: 'wide-jams',
      variants: [
        { name: 'control', share: 0.3 },
        { name: 'wide', share: 0.3, overrides: { [distance]: 12 } },
      ],
    },
    { name: 'calm', variants: [{ name: 'calm', share: 0.5, overrides: { 'recommend.jitter': 0 } }] },
  ],
});

const users = Array.from({ length: 20_000 }, (_, nth) => `user-${nth}`);
const share = (of: (variants: Record<string, string>) => boolean): number =>
  users.filter((userId) => of(assignVariants(config, userId))).length / users.length;

describe('assignVariants', () => {
  it('gives every variant its share, and keeps the holdback out of everything', () => {
    expect(share((variants) => variants['wide-jams'] === 'wide')).toBeCloseTo(0.9 * 0.3, 1.5);
    expect(share((variants) => variants['wide-jams'] === undefined)).toBeCloseTo(0.9 * 0.4, 1.5);
    expect(share((variants) => variants['wide-jams'] === 'holdback')).toBeCloseTo(0.1, 1.5);
    expect(share((variants) => (variants['wide-jams'] === 'holdback') !== (variants.calm === 'holdback'))).toBe(0);
  });

  it('draws for each experiment by itself', () => {
    const both = share((variants) => variants['wide-jams'] === 'wide' && variants.calm === 'calm');
    expect(both).toBeCloseTo(0.9 * 0.3 * 0.5, 1.5);
  });

  it('is the same for the same user whenever it is asked', () => {
    for (const userId of users.slice(0, 50))
      expect(assignVariants(config, userId)).toEqual(assignVariants(config, userId));
  });
});

describe('tuningWith', () => {
  it('sets the dials of the variants and leaves the others', () => {
    const overrides = overridesOf(config, { 'wide-jams': 'wide', calm: 'holdback' });
    expect(overrides).toEqual({ [distance]: 12 });
    const dials = tuningWith(overrides);
    expect(dials.patches['weekly-jams'].artistDistance).toBe(12);
    expect(dials.patches['daily-jams']).toBe(tuning.patches['daily-jams']);
    expect(tuning.patches['weekly-jams'].artistDistance).toBe(6);
    expect(tuningWith({})).toBe(tuning);
  });

  it('reaches into a ladder', () => {
    const { ladder } = tuningWith({ 'patches.daily-jams.ladder.1.shareMax': 0.5 }).patches['daily-jams'];
    expect(ladder[1]).toEqual({ ...tuning.patches['daily-jams'].ladder[1], shareMax: 0.5 });
    expect(Array.isArray(ladder)).toBe(true);
  });

  it('refuses a dial that does not exist', () => {
    expect(() => tuningWith({ 'patches.weekly-jams.volume': 11 })).toThrow(
      'Cannot override "patches.weekly-jams.volume": there is no such dial',
    );
    expect(() => tuningWith({ 'patches.weekly-jams': 1 })).toThrow('it is not a number');
    expect(() => tuningWith({ 'toString.length': 1 })).toThrow('there is no such dial');
  });
});

describe('ExperimentConfig', () => {
  it('refuses shares above one and names that are taken', () => {
    const experiment = (...variants: unknown[]) => ({ holdback: 0, experiments: [{ name: 'x', variants }] });
    expect(ExperimentConfig.safeParse(experiment({ name: 'a', share: 0.7 }, { name: 'b', share: 0.7 })).success).toBe(
      false,
    );
    expect(ExperimentConfig.safeParse(experiment({ name: 'a', share: 0.1 }, { name: 'a', share: 0.1 })).success).toBe(
      false,
    );
    expect(ExperimentConfig.safeParse(experiment({ name: 'holdback', share: 0.1 })).success).toBe(false);
    expect(ExperimentConfig.safeParse(experiment({ name: 'a', share: 0.1 })).success).toBe(true);
  });
});
