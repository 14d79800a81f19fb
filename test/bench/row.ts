/** What a bench prints: a figure, and the same figure of a baseline taken in the same run. */

export type Row = {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** The same figure of the baseline; null where a figure speaks for itself. */
  readonly baseline: number | null;
  /** Value over baseline. */
  readonly ratio: number | null;
};

export function row(name: string, value: number, unit: string, baseline?: number): Row {
  if (baseline === undefined) return { name, value: rounded(value), unit, baseline: null, ratio: null };
  return { name, value: rounded(value), unit, baseline: rounded(baseline), ratio: rounded(value / baseline) };
}

/** Three significant digits are more than a bench knows. */
function rounded(value: number): number {
  return value >= 1_000 ? Math.round(value) : Number(value.toPrecision(3));
}

export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/** The value below which this share of the values lies: the nearest one, never one in between. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}

/** Runs `measure` so many times and gives the median of each figure it names. */
export async function medians<K extends string>(
  rounds: number,
  measure: (round: number) => Promise<Readonly<Record<K, number>>> | Readonly<Record<K, number>>,
): Promise<Record<K, number>> {
  const found: Readonly<Record<K, number>>[] = [];
  for (let round = 0; round < rounds; round++) found.push(await measure(round));
  const names = Object.keys(found[0] ?? {}) as K[];
  return Object.fromEntries(names.map((name) => [name, median(found.map((each) => each[name]))])) as Record<K, number>;
}

/** Seconds of CPU that pure work takes, garbage collection included: what else runs on the machine does not count. */
export function cpuSeconds(work: () => void): number {
  const before = process.threadCpuUsage();
  work();
  const { user, system } = process.threadCpuUsage(before);
  return (user + system) / 1e6;
}
