import { describe, expect, it } from 'vitest';
import {
  judgeDrift,
  judgeLastDay,
  judgePublication,
  judgeRepeats,
  judgeVolume,
  stageOf,
} from '#shared/domain/model/verdicts.ts';
import { tuning, watchDials } from '#shared/domain/tuning.ts';
import type { ModelManifest } from '#shared/schemas/model.ts';

const { gates } = tuning.model;

describe('stageOf', () => {
  it('is ok at its objective and late right above it', () => {
    const promised = { objective: 0.1, unit: 'share', detail: 'what was measured' };
    expect(stageOf('stage', 0.1, promised)).toEqual({ stage: 'stage', state: 'ok', value: 0.1, ...promised });
    expect(stageOf('stage', 0.1 + Number.EPSILON, promised).state).toBe('late');
  });
});

describe('judgeLastDay', () => {
  const day = { listens: 1_000, late: 0, duplicates: 0, unknown: 0, anonymous: 0 };

  it('counts each share over the listens of the day, and a few odd ones not at all', () => {
    const few = gates.toleratedListens;
    const shares = (count: number) =>
      judgeLastDay({ listens: 1_000, late: count, duplicates: count, unknown: count, anonymous: count }, 0);
    expect(shares(few).map(({ value }) => value)).toEqual([0, 0, 0, 0]);
    expect(shares(few + 1).map(({ value }) => value)).toEqual(Array(4).fill((few + 1) / 1_000));
  });

  it('lets as many listens name no artist as when the model was trained, and the promised rise', () => {
    const before = 0.3;
    const count = Math.round((before + gates.anonymousRiseMax) * 1_000);
    const state = (anonymous: number) => judgeLastDay({ ...day, anonymous }, before)[3]?.state;
    expect([state(count), state(count + 1)]).toEqual(['ok', 'late']);
    expect(judgeLastDay({ ...day, anonymous: count }, undefined)[3]?.state).toBe('late');
  });
});

describe('judgeVolume', () => {
  const usual = gates.usualListensMin;

  it('compares the last day with the median of the days since the first listen', () => {
    expect(judgeVolume([usual / 2, usual, usual, 0, 0]).value).toBeCloseTo(0.5, 12);
    expect(judgeVolume([2 * usual, usual]).value).toBe(0);
    expect(judgeVolume([usual * gates.dayShareMin, usual, usual]).state).toBe('ok');
    expect(judgeVolume([usual * gates.dayShareMin - 1, usual, usual]).state).toBe('late');
  });

  it('is unknown while there is less than is usual anywhere', () => {
    expect(judgeVolume([0, usual - 1]).state).toBe('unknown');
    expect(judgeVolume([0, usual]).state).toBe('late');
    expect(judgeVolume([]).state).toBe('unknown');
  });
});

describe('judgeRepeats', () => {
  const edition = (length: number, count: number) => ({ length, repeats: { count, why: null } }) as never;

  it('shares the repeats over the items of all editions', () => {
    expect(judgeRepeats([edition(30, 0), edition(10, 10)])).toMatchObject({ value: 0.25 });
    expect(judgeRepeats([]).state).toBe('unknown');
  });
});

describe('judgeDrift', () => {
  it('says how many of the popular tracks are others now', () => {
    const kept = (value: number) => judgeDrift({ gates: [{ gate: 'popularity', value }] } as ModelManifest);
    expect(kept(gates.popularKeptMin)).toMatchObject({ value: 100 - gates.popularKeptMin, state: 'ok' });
    expect(kept(gates.popularKeptMin - 1).state).toBe('late');
    expect(judgeDrift(undefined).state).toBe('unknown');
  });
});

describe('judgePublication', () => {
  it('is as old as the model that waits, and 0 when none does', () => {
    const model = (state: string) => ({ state, trainedAt: 100, modelVersion: 'v' }) as ModelManifest;
    const { publicationSecondsMax: most } = watchDials;
    expect(judgePublication(model('trained'), 100 + most)).toMatchObject({ value: most, state: 'ok' });
    expect(judgePublication(model('trained'), 101 + most).state).toBe('late');
    for (const state of ['published', 'failed']) expect(judgePublication(model(state), 9e9).value).toBe(0);
    expect(judgePublication(undefined, 9e9)).toMatchObject({ value: 0, state: 'ok' });
    expect(judgePublication(model('trained'), 0).value).toBe(0);
  });
});
