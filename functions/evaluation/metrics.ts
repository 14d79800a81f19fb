/** What a ranked list is worth: the protocol of the public tables, list by list. */

/** One list and what it should have held. */
export type JudgedList = {
  readonly list: readonly string[];
  readonly relevant: ReadonlySet<string>;
};

/**
 * recall@k = hits / relevant items; ndcg@k = sum of 1 / log2(rank + 1) over the hits, over the best such sum possible;
 * hr@k = 1 if there is a hit. Relevant items that no model can know stay in and count as missed.
 */
export const listMetrics = {
  recall: ({ list, relevant }, k) => hitRanks(list, relevant, k).length / relevant.size,
  ndcg: ({ list, relevant }, k) => {
    let gain = 0;
    for (const rank of hitRanks(list, relevant, k)) gain += discount(rank);
    let ideal = 0;
    for (let rank = 1; rank <= Math.min(k, relevant.size); rank++) ideal += discount(rank);
    return gain / ideal;
  },
  hr: ({ list, relevant }, k) => (hitRanks(list, relevant, k).length > 0 ? 1 : 0),
} as const satisfies Record<string, (judged: JudgedList, k: number) => number>;

export type ListMetric = keyof typeof listMetrics;
export const listMetricNames = Object.keys(listMetrics) as ListMetric[];

function hitRanks(list: readonly string[], relevant: ReadonlySet<string>, k: number): number[] {
  const ranks: number[] = [];
  for (let at = 0; at < Math.min(k, list.length); at++) if (relevant.has(list[at] as string)) ranks.push(at + 1);
  return ranks;
}

const discount = (rank: number): number => 1 / Math.log2(rank + 1);

/** What is known of the items beside who played them. */
export type RankedCatalogue = {
  readonly users: number;
  /** Users of every item that was played. */
  readonly usersOf: ReadonlyMap<string, number>;
  /** Artists of items; empty where nobody says. */
  readonly artistOf: ReadonlyMap<string, string>;
};

/**
 * coverage@k = share of all played items that are in some list; novelty@k = mean surprise, -log2 of the share of users
 * who played the item; artists@k = distinct artists over the length of a list, null where artists are not known.
 */
export function spread(lists: readonly (readonly string[])[], k: number, catalogue: RankedCatalogue) {
  const proposed = new Set<string>();
  let surprise = 0;
  let places = 0;
  let variety = 0;
  for (const list of lists) {
    const top = list.slice(0, k);
    for (const item of top) {
      proposed.add(item);
      surprise -= Math.log2(Math.max(1, catalogue.usersOf.get(item) ?? 0) / catalogue.users);
    }
    places += top.length;
    const artists = new Set(top.map((item) => catalogue.artistOf.get(item) ?? item));
    variety += top.length === 0 ? 0 : artists.size / top.length;
  }
  return {
    coverage: proposed.size / catalogue.usersOf.size,
    novelty: places === 0 ? 0 : surprise / places,
    artists: catalogue.artistOf.size === 0 ? null : variety / lists.length,
  };
}

export function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** The mean of the differences, case by case, and its standard error. */
export function pairedDifference(ours: readonly number[], theirs: readonly number[]): { mean: number; se: number } {
  const differences = ours.map((value, at) => value - (theirs[at] as number));
  const mean = meanOf(differences);
  const squares = differences.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const { length } = differences;
  return { mean, se: length < 2 ? 0 : Math.sqrt(squares / (length - 1) / length) };
}
