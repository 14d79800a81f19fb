import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { advancePointer, modelVersionOf, outlivedModel, rollBackPointer } from '#shared/domain/model/pointer.ts';
import { tuning } from '#shared/domain/tuning.ts';
import { ModelVersion } from '#shared/schemas/ids.ts';
import type { ModelPointer } from '#shared/schemas/model.ts';

const instants = fc.integer({ min: 1_600_000_000, max: 2_000_000_000 });
const model = (at: number) => ({ modelVersion: modelVersionOf(at), watermark: at });

describe('modelVersionOf', () => {
  it('is readable, sorts by time, and is the same for every retry', () => {
    expect(modelVersionOf(1_795_402_800)).toBe('20261123T030000Z');
    fc.assert(
      fc.property(instants, instants, (a, b) => {
        expect(ModelVersion.parse(modelVersionOf(a))).toBe(modelVersionOf(a));
        expect(modelVersionOf(a) < modelVersionOf(b)).toBe(a < b);
      }),
    );
  });
});

describe('advancePointer', () => {
  it('I8 ends at the newest model in whatever order models finish, and never goes back on the way', () => {
    fc.assert(
      fc.property(fc.array(instants, { minLength: 1, maxLength: 20 }), (finished) => {
        let pointer: ModelPointer | undefined;
        for (const at of finished) {
          const next = advancePointer(pointer, model(at), at) ?? pointer;
          if (pointer !== undefined) expect((next?.modelVersion ?? '') >= pointer.modelVersion).toBe(true);
          pointer = next;
        }
        expect(pointer?.modelVersion).toBe(modelVersionOf(Math.max(...finished)));
        expect(pointer?.previous.length).toBeLessThanOrEqual(tuning.model.previousMax);
        expect(pointer?.previous).toEqual(pointer?.previous.toSorted().toReversed());
      }),
    );
  });
});

describe('outlivedModel', () => {
  it('names the newest that neither readers nor a rollback can come to, and none that is in use', () => {
    const days = [1, 2, 3, 4, 5, 6].map((day) => model(1_600_000_000 + day * 86_400));
    const newest = days.toReversed().map((each) => ({ ...each, state: 'published' as const }));
    const pointer = days
      .slice(0, 5)
      .reduce<ModelPointer | undefined>((current, each) => advancePointer(current, each, 7) ?? current, undefined);
    const version = (day: number) => days[day - 1]?.modelVersion as ModelVersion;
    expect(outlivedModel(pointer, version(6), newest)).toBe(version(2));
    // One that is late has its own place.
    expect(outlivedModel(pointer, version(1), newest)).toBeUndefined();
    expect(outlivedModel(undefined, version(6), newest)).toBeUndefined();
    const held = newest.map((each) => ({ ...each, state: 'held' as const }));
    expect(outlivedModel(pointer, version(6), held)).toBeUndefined();
  });
});

describe('rollBackPointer', () => {
  const [oldest, older, newest] = [model(1_600_000_000), model(1_700_000_000), model(1_700_086_400)];
  const from = newest.modelVersion;
  const pointer = [oldest, older, newest].reduce<ReturnType<typeof advancePointer>>(
    (current, each) => advancePointer(current, each, each.watermark),
    undefined,
  );

  it('points at a model before, which has those before it', () => {
    const { modelVersion, watermark } = older;
    const previous = [oldest.modelVersion];
    expect(rollBackPointer(pointer, { from, to: older }, 7)).toEqual({
      modelVersion,
      watermark,
      publishedAt: 7,
      previous,
    });
    expect(rollBackPointer(pointer, { from, to: oldest }, 7)).toMatchObject({
      modelVersion: oldest.modelVersion,
      previous: [],
    });
  });

  it('leaves a pointer that points elsewhere, and goes to no model that was never in force', () => {
    expect(rollBackPointer(pointer, { from: older.modelVersion, to: oldest }, 7)).toBeUndefined();
    expect(rollBackPointer(pointer, { from, to: model(1_650_000_000) }, 7)).toBeUndefined();
    expect(rollBackPointer(undefined, { from, to: older }, 7)).toBeUndefined();
  });
});
