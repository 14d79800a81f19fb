/** The gates a model passes before anyone sees it: what was measured, held against the last good model and good sense. */
import { dayInSeconds, tuning } from '#shared/domain/tuning.ts';
import type { Gate, ModelManifest } from '#shared/schemas/model.ts';

/** What the listens look like, before anything is trained on them. */
export type ListenMeasures = {
  readonly listeners: number;
  readonly listens: number;
  readonly absurd: number;
  readonly duplicates: number;
  /** The mean over listeners of the share of their listens without an artist. */
  readonly anonymous: number;
  /** Of the listeners of the last training who were not erased, the share who still have their listens; null without any. */
  readonly intact: number | null;
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
  readonly listeners: number;
  /** The most popular tracks, and those of the last good model with the number of their recent listeners. */
  readonly popular: readonly string[];
  readonly popularBefore: readonly { readonly itemId: string; readonly listeners: number }[];
  /** Seconds since the last good model was trained. */
  readonly ageSeconds: number;
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
  if (measures.listeners < dials.listenersMin) return [];
  // A first model has nothing to fall back to, and is often made of an imported history, whose days mean little.
  const volume = lastGood === undefined ? undefined : volumeGate(measures.days, dials);
  const onVolume = volume === undefined ? [] : [volume];
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
  return lastGood === undefined ? gates : [...gates, ...onVolume, ...historyGates(measures, lastGood, dials)];
}

/** The last day against the median of the days before, back to the first: only where that is enough to tell. */
function volumeGate([last = 0, ...before]: readonly number[], dials: Dials): Gate | undefined {
  const usual = median(before.slice(0, before.findLastIndex((listens) => listens > 0) + 1));
  if (usual < dials.usualListensMin) return undefined;
  return atLeast('volume', last / usual, dials.dayShareMin, `${last} listens in the last day, usually ${usual}`);
}

function historyGates({ intact, anonymous }: ListenMeasures, { quality }: ModelManifest, dials: Dials): Gate[] {
  const anonymousBefore = quality[qualities.anonymous] ?? 0;
  const artists = atMost(
    'artists',
    anonymous,
    anonymousBefore + dials.anonymousRiseMax,
    `share of a listener's listens without an artist, ${figure(anonymousBefore)} in the last good model`,
  );
  if (intact === null) return [artists];
  const detail = `share of the last training's listeners who have ${dials.historyShareMin} of their listens left`;
  return [atLeast('history', intact, dials.intactShareMin, detail), artists];
}

/** Gates on the model, held against the last good one: a first model has nothing to be worse than. */
export function modelGates(
  measures: ModelMeasures,
  lastGood: ModelManifest | undefined,
  dials: Dials = tuning.model.gates,
): Gate[] {
  if (lastGood === undefined) return [];
  const drift = driftGate(measures, dials);
  const recall = recallGate(measures.recall, lastGood, dials);
  const onAnyone = [...(drift === undefined ? [] : [drift]), ...(recall === undefined ? [] : [recall])];
  if (Math.min(measures.listeners, lastGood.counts.users) < dials.listenersMin) return onAnyone;
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
    const limit = servedBefore - dials.servedDropMax - 2 * chanceOf(servedBefore, measures, lastGood);
    gates.push(atLeast('coverage', measures.served, limit, 'share of users who are proposed enough'));
  }
  return [...gates, ...onAnyone];
}

/** The standard error of the difference of two shares of so many people. */
function chanceOf(share: number, { listeners }: ModelMeasures, { counts }: ModelManifest): number {
  return Math.sqrt(share * (1 - share) * (1 / listeners + 1 / counts.users));
}

/** Kernel and spectral model keep as many each: who loses the second keeps half of both at least. */
function expectedNeighbours({ ranker }: ModelMeasures, lastGood: ModelManifest): number {
  const before = lastGood.quality[qualities.neighboursPerItem] ?? 0;
  return ranker === 'kernel' && lastGood.ranker === 'spectral' ? before / 2 : before;
}

/**
 * Only where the hundredth track has listeners enough: else a place among the hundred is the order of last plays. Charts
 * turn over with time, so after an outage of training fewer are expected to have stayed.
 */
function driftGate({ popular, popularBefore, ageSeconds }: ModelMeasures, dials: Dials): Gate | undefined {
  const hundred = popularBefore.slice(0, 100);
  const last = hundred[99];
  if (last === undefined || last.listeners < dials.popularListenersMin) return undefined;
  const days = Math.max(0, ageSeconds / dayInSeconds - 1);
  return atLeast(
    'popularity',
    keptOf(
      hundred.map(({ itemId }) => itemId),
      popular,
    ),
    dials.popularKeptMin * 2 ** (-days / dials.popularHalfLifeDays),
    'of the 100 most popular tracks were so in the last good model',
  );
}

/** How many of a hundred tracks are among another hundred. */
export function keptOf(before: readonly string[], now: readonly string[]): number {
  const among = new Set(now.slice(0, 100));
  return before.slice(0, 100).filter((itemId) => among.has(itemId)).length;
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
  setAside: 'listeners set aside',
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
