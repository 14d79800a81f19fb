import { describe, expect, it } from 'vitest';
import { experimentReport, type VariantMeasures } from '#shared/domain/experiment/report.ts';
import { ExperimentReport } from '#shared/schemas/experiment.ts';

const experiment = {
  name: 'wide',
  variants: [
    { name: 'control', share: 0.5, overrides: {} },
    { name: 'wide', share: 0.25, overrides: {} },
  ],
};
const measures = (variant: string, users: number, listens = 10): VariantMeasures => ({
  variant,
  users,
  taken: { mean: 0.2, standardError: 0.01 },
  listens: { mean: listens, standardError: 0.5 },
});
const report = (holdback: number, measured: readonly VariantMeasures[]) =>
  ExperimentReport.parse(experimentReport({ experiment, holdback }, measured));

describe('experimentReport', () => {
  it('holds users against shares and everything against the first variant', () => {
    const { state, sampleRatio, variants } = report(0, [measures('wide', 250, 12), measures('control', 500)]);
    expect(state).toBe('valid');
    expect(sampleRatio).toEqual({ chiSquare: 0, degreesOfFreedom: 1, p: 1, pMin: 0.001 });
    expect(variants.map(({ variant, share, users }) => [variant, share, users])).toEqual([
      ['control', 2 / 3, 500],
      ['wide', 1 / 3, 250],
    ]);
    const [control, wide] = variants.map(({ outcomes }) => outcomes?.listens);
    expect([control?.lift, control?.mean]).toEqual([null, 10]);
    expect(wide?.lift?.mean).toBeCloseTo(0.2, 12);
  });

  it('counts the holdback as a variant of its own, smaller shares for the others', () => {
    const { state, variants } = report(0.25, [
      measures('control', 375),
      measures('wide', 188),
      measures('holdback', 250),
    ]);
    expect(state).toBe('valid');
    expect(variants.map(({ share }) => Math.round(share * 1_000) / 1_000)).toEqual([0.462, 0.231, 0.308]);
  });

  it('marks a report invalid when users are missing from a variant', () => {
    const { state, detail, sampleRatio } = report(0, [measures('control', 500), measures('wide', 180)]);
    expect(state).toBe('invalid');
    expect(detail).toContain('not spread as configured');
    expect(sampleRatio.p).toBeLessThan(0.001);
  });

  it('marks a report invalid when nobody saw a variant, or somebody saw one that is not configured', () => {
    expect(report(0, [measures('control', 500)])).toMatchObject({
      state: 'invalid',
      variants: [{ users: 500 }, { users: 0, outcomes: null }],
    });
    const { state, detail } = report(0, [measures('control', 500), measures('wide', 250), measures('old', 1)]);
    expect([state, detail]).toEqual(['invalid', 'users saw "old", which is not configured']);
  });

  it('does not judge a handful of users', () => {
    expect(report(0, [measures('control', 8), measures('wide', 1)])).toMatchObject({
      state: 'unknown',
      sampleRatio: { chiSquare: null, p: null },
    });
    expect(report(0, [])).toMatchObject({ state: 'unknown', variants: [{ outcomes: null }, { outcomes: null }] });
  });
});
