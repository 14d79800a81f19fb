import { describe, expect, it } from 'vitest';
import {
  failedGates,
  type ListenMeasures,
  listenGates,
  type ModelMeasures,
  modelGates,
  qualities,
} from '#shared/domain/model/gates.ts';
import type { ModelManifest } from '#shared/schemas/model.ts';

const healthy: ListenMeasures = {
  listeners: 500,
  listens: 100_000,
  absurd: 0,
  duplicates: 0,
  anonymous: 0.05,
  intact: 1,
  mostRepeated: 300,
  busiestDay: 400,
  days: [1_000, ...Array<number>(28).fill(1_000)],
};

const model: ModelMeasures = {
  ranker: 'spectral',
  neighboursPerItem: 100,
  served: 0.9,
  listeners: 500,
  popular: Array.from({ length: 120 }, (_, place) => `track ${place}`),
  popularBefore: Array.from({ length: 120 }, (_, place) => ({ itemId: `track ${place}`, listeners: 200 - place })),
  ageSeconds: 86_400,
  recall: { mean: 0.2, se: 0.01, users: 500 },
};

const lastGood = {
  ranker: 'spectral',
  counts: { listens: 99_000, users: 500 },
  quality: {
    [qualities.anonymous]: 0.05,
    [qualities.neighboursPerItem]: 100,
    [qualities.served]: 0.9,
    [qualities.recall]: 0.2,
    [qualities.recallSe]: 0.01,
  },
} as unknown as ModelManifest;

const failures = (gates: ReturnType<typeof listenGates>): string[] => failedGates(gates).map(({ gate }) => gate);
const ofListens = (changed: Partial<ListenMeasures>) => failures(listenGates({ ...healthy, ...changed }, lastGood));
const ofModel = (changed: Partial<ModelMeasures>) => failures(modelGates({ ...model, ...changed }, lastGood));

describe('listenGates', () => {
  it('pass what is healthy', () => {
    expect(ofListens({})).toEqual([]);
  });

  it.each([
    ['times', { absurd: 101 }],
    ['duplicates', { duplicates: 2_001 }],
    ['repetition', { mostRepeated: 45_001 }],
    ['busiest day', { busiestDay: 2_881 }],
    ['volume', { days: [599, ...Array<number>(28).fill(1_000)] }],
    ['history', { intact: 0.89 }],
    ['artists', { anonymous: 0.2501 }],
  ])('fail at "%s" alone just beyond its limit', (gate, changed) => {
    expect(ofListens(changed)).toEqual([gate]);
  });

  it('say the value, what it had to be, and what it counts', () => {
    const [gate] = failedGates(listenGates({ ...healthy, days: [500, ...Array<number>(28).fill(1_000)] }, lastGood));
    expect(gate).toEqual({
      gate: 'volume',
      passed: false,
      value: 0.5,
      limit: 'at least 0.6',
      detail: '500 listens in the last day, usually 1000',
    });
  });

  it('measure the last day against the days since the first, not against the emptiness before it', () => {
    expect(ofListens({ days: [500, 1_000, 1_000, ...Array<number>(26).fill(0)] })).toEqual(['volume']);
    expect(ofListens({ days: [100, 400, 400, ...Array<number>(26).fill(0)] })).toEqual([]);
  });

  it('leave a first model on a handful of listens alone', () => {
    const handful = { ...healthy, listens: 4, absurd: 0, duplicates: 2, anonymous: 1, days: [0, 4] };
    expect(failures(listenGates(handful, undefined))).toEqual([]);
    expect(listenGates(handful, undefined).map(({ gate }) => gate)).not.toContain('history');
  });
});

describe('modelGates', () => {
  it('pass what is as good as before, and a first model', () => {
    expect(ofModel({})).toEqual([]);
    expect(modelGates({ ...model, neighboursPerItem: 0, served: 0 }, undefined)).toEqual([]);
  });

  it.each([
    ['neighbours', { neighboursPerItem: 69 }],
    ['coverage', { served: 0.76 }],
    ['popularity', { popular: model.popular.slice(51) }],
    ['recall', { recall: { mean: 0.15, se: 0.01, users: 500 } }],
  ])('fail at "%s" alone just beyond its limit', (gate, changed) => {
    expect(ofModel(changed)).toEqual([gate]);
  });

  it('take what may be chance for chance: two standard errors of the difference, and the margin', () => {
    const lost = (mean: number, se: number) => ofModel({ recall: { mean, se, users: 500 } });
    expect(lost(0.153, 0.01)).toEqual([]);
    expect(lost(0.1, 0.05)).toEqual([]);
    expect(lost(0.1, 0.01)).toEqual(['recall']);
  });

  it('do not hold back a kernel that did better alone for having fewer neighbours than both together', () => {
    expect(ofModel({ ranker: 'kernel', neighboursPerItem: 61 })).toEqual([]);
    expect(ofModel({ ranker: 'kernel', neighboursPerItem: 34 })).toEqual(['neighbours']);
    expect(ofModel({ ranker: 'spectral', neighboursPerItem: 61 })).toEqual(['neighbours']);
  });

  it('conclude nothing from what could not be measured', () => {
    expect(ofModel({ served: null, recall: undefined, popularBefore: [{ itemId: 'track 0', listeners: 9 }] })).toEqual(
      [],
    );
  });
});

describe('a home too small for a gate does not have it', () => {
  const few = { listeners: 19 };

  it('has no shares of listeners, whatever they are', () => {
    expect(
      ofListens({ ...few, absurd: 50_000, duplicates: 50_000, busiestDay: 9_999, intact: 0, anonymous: 1 }),
    ).toEqual([]);
    expect(ofModel({ ...few, neighboursPerItem: 1, served: 0 })).toEqual([]);
  });

  it('has no charts where the hundredth track was played by fewer than five lately', () => {
    const charted = (last: number) =>
      model.popularBefore.map((track, place) => (place === 99 ? { ...track, listeners: last } : track));
    const other = model.popular.map((track) => `other ${track}`);
    expect(ofModel({ popular: other, popularBefore: charted(4.9) })).toEqual([]);
    expect(ofModel({ popular: other, popularBefore: charted(5) })).toEqual(['popularity']);
  });
});

it('popularity expects fewer of the hundred to have stayed, the longer ago the last good model was trained', () => {
  const kept = model.popular.slice(70);
  expect(ofModel({ popular: kept, ageSeconds: 86_400 })).toEqual(['popularity']);
  expect(ofModel({ popular: kept, ageSeconds: 22 * 86_400 })).toEqual([]);
});
