/** The gates a model passes before anyone sees it: what was measured, held against the last good model and good sense. */
import { tuning } from '#shared/domain/tuning.ts';
import type { Gate, ModelManifest } from '#shared/schemas/model.ts';

/** What the listens look like, before anything is trained on them. */
export type ListenMeasures = {
  readonly listens: number;
  readonly absurd: number;
  readonly duplicates: number;
  readonly anonymous: number;
  /** The most plays of one item by one user, and the most listens of one user in a day. */
  readonly mostRepeated: number;
  readonly busiestDay: number;
  /** Listens of the last days; the first is the day that ended when the training was due. */
  readonly days: readonly number[];
};

/** The mean of a measure over users, and how sure it is. */
export type RecallEstimate = { readonly mean: number; readonly se: number; readonly users: number };

/** What the model looks like. */
export type ModelMeasures = {
  readonly ranker: ModelManifest['ranker'];
  readonly neighboursPerItem: number;
  /** Of the users with enough of their own, the share that is proposed enough; null when there are none. */
  readonly served: number | null;
  /** The most popular tracks, and those of the last good model. */
  readonly popular: readonly string[];
  readonly popularBefore: readonly string[];
  /** Recall of new items on held-out days; undefined where there is too little to tell. */
  readonly recall: RecallEstimate | undefined;
};

type Dials = typeof tuning.model.gates;

/** Gates on the listens: a model made of bad ones need not be trained. */
export function listenGates(
  measures: ListenMeasures,
  lastGood: ModelManifest | undefined,
  dials: Dials = tuning.model.gates,
): Gate[] {
  // A few odd listens are a large share of a small deployment, and no reason to hold anything back.
  const share = (count: number): number => (count <= dials.toleratedListens ? 0 : count / measures.listens);
  const gates = [
    atMost(
      'times',
      share(measures.absurd),
      dials.absurdShareMax,
      `${measures.absurd} listens before 2002 or in the future`,
    ),
    atMost(
      'duplicates',
      share(measures.duplicates),
      dials.duplicateShareMax,
      `${measures.duplicates} listens repeat another one's user, item and second`,
    ),
    atMost('repetition', measures.mostRepeated, dials.repeatedPlaysMax, 'the most plays of one item by one user'),
    atMost('busiest day', measures.busiestDay, dials.userDayListensMax, 'the most listens of one user in one day'),
  ];
  // A first model has nothing to fall back to, and is often made of an imported history, whose days mean little.
  if (lastGood === undefined) return gates;
  const volume = volumeGate(measures.days, dials);
  return [...gates, ...(volume === undefined ? [] : [volume]), ...historyGates(measures, lastGood, dials)];
}

/** The last day against the median of the days before, back to the first: only where that is enough to tell. */
function volumeGate([last = 0, ...before]: readonly number[], dials: Dials): Gate | undefined {
  const usual = median(before.slice(0, before.findLastIndex((listens) => listens > 0) + 1));
  if (usual < dials.usualListensMin) return undefined;
  return atLeast('volume', last / usual, dials.dayShareMin, `${last} listens in the last day, usually ${usual}`);
}

function historyGates(measures: ListenMeasures, lastGood: ModelManifest, dials: Dials): Gate[] {
  const { listens } = lastGood.counts;
  const anonymous = measures.listens === 0 ? 0 : measures.anonymous / measures.listens;
  const anonymousBefore = lastGood.quality[qualities.anonymous] ?? 0;
  return [
    atLeast(
      'history',
      listens === 0 ? 1 : measures.listens / listens,
      dials.historyShareMin,
      `${measures.listens} listens, ${listens} in the last good model`,
    ),
    atMost(
      'artists',
      anonymous,
      anonymousBefore + dials.anonymousRiseMax,
      `share of listens without an artist, ${figure(anonymousBefore)} in the last good model`,
    ),
  ];
}

/** Gates on the model, held against the last good one: a first model has nothing to be worse than. */
export function modelGates(
  measures: ModelMeasures,
  lastGood: ModelManifest | undefined,
  dials: Dials = tuning.model.gates,
): Gate[] {
  if (lastGood === undefined) return [];
  const gates = [
    atLeast(
      'neighbours',
      measures.neighboursPerItem,
      dials.neighboursShareMin * expectedNeighbours(measures, lastGood),
      'neighbours per item',
    ),
  ];
  const servedBefore = lastGood.quality[qualities.served];
  if (measures.served !== null && servedBefore !== undefined) {
    const limit = servedBefore - dials.servedDropMax;
    gates.push(atLeast('coverage', measures.served, limit, 'share of users who are proposed enough'));
  }
  const drift = driftGate(measures, dials);
  if (drift !== undefined) gates.push(drift);
  const recall = recallGate(measures.recall, lastGood, dials);
  return recall === undefined ? gates : [...gates, recall];
}

/** Kernel and spectral model keep as many each: who loses the second keeps half of both at least. */
function expectedNeighbours({ ranker }: ModelMeasures, lastGood: ModelManifest): number {
  const before = lastGood.quality[qualities.neighboursPerItem] ?? 0;
  return ranker === 'kernel' && lastGood.ranker === 'spectral' ? before / 2 : before;
}

function driftGate({ popular, popularBefore }: ModelMeasures, dials: Dials): Gate | undefined {
  const hundred = popularBefore.slice(0, 100);
  if (hundred.length < 100) return undefined;
  const now = new Set(popular.slice(0, 100));
  const kept = hundred.filter((itemId) => now.has(itemId)).length;
  return atLeast(
    'popularity',
    kept,
    dials.popularKeptMin,
    'of the 100 most popular tracks were so in the last good model',
  );
}

/** Two standard errors of the difference are chance; what goes beyond them by the margin is a worse model. */
function recallGate(recall: RecallEstimate | undefined, { quality }: ModelManifest, dials: Dials): Gate | undefined {
  const before = quality[qualities.recall];
  if (recall === undefined || before === undefined) return undefined;
  const se = Math.hypot(recall.se, quality[qualities.recallSe] ?? 0);
  const limit = before - dials.recallDropMax - 2 * se;
  return atLeast(
    'recall',
    recall.mean,
    limit,
    `recall of new items by ${recall.users} users, ${figure(before)} before`,
  );
}

/** The names under which a manifest keeps what later models are held against. */
export const qualities = {
  anonymous: 'share without artist',
  neighboursPerItem: 'neighbours per item',
  served: 'share of users served',
  recall: 'holdout recall',
  recallSe: 'holdout recall standard error',
} as const;

export function failedGates(gates: readonly Gate[]): Gate[] {
  return gates.filter(({ passed }) => !passed);
}

function atMost(gate: string, value: number, limit: number, detail: string): Gate {
  return { gate, passed: value <= limit, value, limit: `at most ${figure(limit)}`, detail };
}

function atLeast(gate: string, value: number, limit: number, detail: string): Gate {
  return { gate, passed: value >= limit, value, limit: `at least ${figure(limit)}`, detail };
}

const figure = (value: number): string => String(Math.round(value * 10_000) / 10_000);

export function median(values: readonly number[]): number {
  if (values.length === 0) return 0;
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] as number;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] as number) + upper) / 2;
}
