/** How often the next play is among what `familiar=true` answers, asked through whole histories of the profile as it was then. */
import type { HistoryPlay } from '#functions/evaluation/life/plays.ts';
import { type JudgedList, listMetrics, meanOf, pairedDifference } from '#functions/evaluation/metrics.ts';
import { affinityAt } from '#shared/domain/profile/decay.ts';
import { emptyProfile, learn } from '#shared/domain/profile/learn.ts';
import { familiarItems } from '#shared/domain/recommend/familiar.ts';
import type { UserId } from '#shared/schemas/ids.ts';
import type { Profile } from '#shared/schemas/profile.ts';

/** Plays before the first that is asked for, and plays asked for per listener, evenly through what they have. */
const playsBeforeMin = 50;
const casesPerListenerMax = 200;

const rankers = {
  familiar: (profile, at) => familiarItems({ profile, at }).map(({ itemId }) => itemId),
  /** The most played lately, and no more: the baseline. */
  'on repeat': (profile, at) =>
    profile.items
      .map((entry) => ({ itemId: entry[0], fast: affinityAt(entry, at).fast }))
      .sort((a, b) => b.fast - a.fast || (a.itemId < b.itemId ? -1 : 1))
      .map(({ itemId }) => itemId),
} as const satisfies Record<string, (profile: Profile, at: number) => string[]>;

type Ranker = keyof typeof rankers;
const names = Object.keys(rankers) as Ranker[];

export type NextReport = {
  readonly listeners: number;
  readonly cases: number;
  /** Means over listeners, each of whom counts as one. */
  readonly rows: readonly ({ readonly model: Ranker } & Readonly<Record<string, number | string>>)[];
  readonly differences: readonly { readonly metric: string; readonly mean: number; readonly se: number }[];
};

export function reportOnNext(plays: readonly HistoryPlay[], ks: readonly number[]): NextReport {
  const byListener = [...Map.groupBy(plays, ({ userId }) => userId).values()]
    .map((own) => judgedOf(own.toSorted((a, b) => a.at - b.at)))
    .filter((judged) => judged.familiar.length > 0);
  const metrics = ks.flatMap((k) => (['hr', 'ndcg'] as const).map((metric) => ({ metric, k, name: `${metric}@${k}` })));
  const meansOf = (ranker: Ranker, { metric, k }: (typeof metrics)[number]): number[] =>
    byListener.map((judged) => meanOf(judged[ranker].map((each) => listMetrics[metric](each, k))));
  return {
    listeners: byListener.length,
    cases: byListener.reduce((sum, judged) => sum + judged.familiar.length, 0),
    rows: names.map((model) => ({
      model,
      ...Object.fromEntries(metrics.map((metric) => [metric.name, meanOf(meansOf(model, metric))])),
    })),
    differences: metrics.map((metric) => ({
      metric: metric.name,
      ...pairedDifference(meansOf('familiar', metric), meansOf('on repeat', metric)),
    })),
  };
}

/** `plays` of one listener, oldest first. What is played for the first time stays in, and no list of one's own has it. */
function judgedOf(plays: readonly HistoryPlay[]): Record<Ranker, JudgedList[]> {
  const judged: Record<Ranker, JudgedList[]> = { familiar: [], 'on repeat': [] };
  const step = Math.max(1, Math.ceil((plays.length - playsBeforeMin) / casesPerListenerMax));
  let profile = emptyProfile((plays[0]?.userId ?? '') as UserId);
  let learned = 0;
  for (let nth = playsBeforeMin; nth < plays.length; nth += step) {
    const listens = plays.slice(learned, nth).map(({ itemId, at }, index) => ({
      id: `${learned + index}`,
      itemId,
      kind: 'track' as const,
      tags: [],
      listenedAt: at,
      weight: 1,
    }));
    learned = nth;
    const { itemId, at } = plays[nth] as HistoryPlay;
    profile = learn(profile, { batchId: `${nth}`, receivedAt: at, listens }).next ?? profile;
    for (const name of names) judged[name].push({ list: rankers[name](profile, at), relevant: new Set([itemId]) });
  }
  return judged;
}

export function nextTable({ listeners, cases, rows, differences }: NextReport): string {
  const lines = differences.map(({ metric, mean, se }) => {
    const values = rows.map((row) => Number(row[metric]).toFixed(4).padStart(11));
    return `${metric.padEnd(20)}${values.join('')}  ${mean < 0 ? '' : '+'}${mean.toFixed(4)} ± ${se.toFixed(4)}`;
  });
  const heading = [''.padEnd(20), ...rows.map(({ model }) => model.padStart(11))].join('');
  return [`${listeners} listeners, ${cases} next plays`, heading, ...lines, ''].join('\n');
}
