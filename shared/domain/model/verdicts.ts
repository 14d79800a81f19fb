/** Verdicts on what was measured: each a value beside the objective at or below which a stage is ok. */
import { median } from '#shared/domain/model/gates.ts';
import { tuning, watchDials } from '#shared/domain/tuning.ts';
import type { Manifest } from '#shared/schemas/edition.ts';
import type { ModelManifest } from '#shared/schemas/model.ts';
import type { Stage } from '#shared/schemas/verdict.ts';

type Promised = { readonly objective: number; readonly unit: string; readonly detail: string };

export function stageOf(stage: string, value: number, { objective, unit, detail }: Promised): Stage {
  return { stage, state: value <= objective ? 'ok' : 'late', value, objective, unit, detail };
}

/** There is nothing to measure yet, and the detail says why. */
export function unknownStage(stage: string, { objective, unit, detail }: Promised): Stage {
  return { stage, state: 'unknown', value: null, objective, unit, detail };
}

/** Counts over the listens of the last day. */
export type LastDay = {
  readonly listens: number;
  readonly late: number;
  readonly duplicates: number;
  readonly unknown: number;
  readonly anonymous: number;
};

const { gates } = tuning.model;

/** `anonymousBefore`: share of listens without an artist when the model in force was trained, if there is one. */
export function judgeLastDay(day: LastDay, anonymousBefore: number | undefined): Stage[] {
  const share = (stage: string, count: number, objective: number, what: string): Stage => {
    const detail = `${count} of ${day.listens} listens of the last day ${what}`;
    // A few odd listens are a large share of a small deployment, and no reason to wake anybody.
    const value = count <= gates.toleratedListens ? 0 : count / day.listens;
    return stageOf(stage, value, { objective, unit: 'share', detail });
  };
  const { lateSeconds, lateShareMax, unknownShareMax } = watchDials;
  return [
    share('late listens', day.late, lateShareMax, `came more than ${lateSeconds} s after they began`),
    share('repeated listens', day.duplicates, gates.duplicateShareMax, 'repeat another one’s user, item and second'),
    share('unknown items', day.unknown, unknownShareMax, 'are of an item without a title'),
    share('unmatched artists', day.anonymous, (anonymousBefore ?? 0) + gates.anonymousRiseMax, 'name no artist'),
  ];
}

/**
 * How much of its usual listens the last day lacks. `days`: listens by day, the first is the last day; the days before the
 * first listen do not count as usual.
 */
export function judgeVolume([last = 0, ...before]: readonly number[]): Stage {
  const usual = median(before.slice(0, before.findLastIndex((listens) => listens > 0) + 1));
  const objective = 1 - gates.dayShareMin;
  const detail = `${last} listens in the last day, usually ${usual}`;
  if (usual < gates.usualListensMin) return unknownStage('listen volume', { objective, unit: 'share missing', detail });
  return stageOf('listen volume', Math.max(0, 1 - last / usual), { objective, unit: 'share missing', detail });
}

/** The share of repeats in editions, which is 0 while there is enough to choose from (I6). */
export function judgeRepeats(manifests: readonly Pick<Manifest, 'length' | 'repeats'>[]): Stage {
  const items = manifests.reduce((sum, { length }) => sum + length, 0);
  const repeats = manifests.reduce((sum, manifest) => sum + manifest.repeats.count, 0);
  const detail = `${repeats} of ${items} items in ${manifests.length} editions were in one of the last four`;
  const promised = { objective: watchDials.repeatShareMax, unit: 'share', detail };
  return items === 0
    ? unknownStage('edition repeats', promised)
    : stageOf('edition repeats', repeats / items, promised);
}

/** What is popular may change from one model to the next, but not most of it at once. */
export function judgeDrift(newest: ModelManifest | undefined): Stage {
  const kept = newest?.gates.find(({ gate }) => gate === 'popularity')?.value ?? null;
  const promised = {
    objective: 100 - gates.popularKeptMin,
    unit: 'tracks',
    detail: 'of the 100 most popular tracks were not so in the good model before',
  };
  return kept === null ? unknownStage('model drift', promised) : stageOf('model drift', 100 - kept, promised);
}

/** A model that was trained and not published yet: its shards are on their way, or stuck. */
export function judgePublication(newest: ModelManifest | undefined, at: number): Stage {
  const waits = newest?.state === 'trained';
  return stageOf('publication age', waits ? Math.max(0, at - newest.trainedAt) : 0, {
    objective: watchDials.publicationSecondsMax,
    unit: 's',
    detail: waits ? `model "${newest.modelVersion}" is not published yet` : 'the newest model is through',
  });
}
