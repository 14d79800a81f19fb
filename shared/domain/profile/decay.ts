/**
 * Forward decay (Cormode, Shkapenyuk, Srivastava, Xu: "Forward Decay", ICDE 2009): a sum of listen weights, each halved
 * every half-life, kept relative to the newest listen in it. Adding is commutative and associative, so affinity is a
 * function of the set of listens and the instant asked for (I2), and no landmark has to be moved.
 */
import { fastHalfLifeSeconds, slowHalfLifeSeconds } from '#shared/domain/tuning.ts';
import type { AffinityEntry } from '#shared/schemas/profile.ts';

/** What is left of a weight after `seconds`, in (0, 1] for past weights: 2^(-seconds / halfLife). */
export function decayFactor(seconds: number, halfLifeSeconds: number): number {
  return 2 ** (-seconds / halfLifeSeconds);
}

/** Adds one listen of `weight` at `listenedAt` (Unix seconds) to an entry, in place: it is the batch's own copy. */
export function addListen(entry: AffinityEntry, weight: number, listenedAt: number): void {
  const age = entry[3] - listenedAt;
  if (age === 0) {
    entry[1] += weight;
    entry[2] += weight;
  } else if (age > 0) {
    entry[1] += weight * decayFactor(age, fastHalfLifeSeconds);
    entry[2] += weight * decayFactor(age, slowHalfLifeSeconds);
  } else {
    entry[1] = entry[1] * decayFactor(-age, fastHalfLifeSeconds) + weight;
    entry[2] = entry[2] * decayFactor(-age, slowHalfLifeSeconds) + weight;
    entry[3] = listenedAt;
  }
  entry[4] += 1;
}

/** The sum of two entries of one id: what the listens of both give, as of the newest of all. */
export function sumOf(a: AffinityEntry, b: AffinityEntry): AffinityEntry {
  const [older, newer] = a[3] <= b[3] ? [a, b] : [b, a];
  const { fast, slow } = affinityAt(older, newer[3]);
  return [a[0], fast + newer[1], slow + newer[2], newer[3], a[4] + b[4]];
}

/** The entry's affinities as of an instant: `fast` for what is played again, `slow` for what leads to discoveries. */
export function affinityAt(entry: AffinityEntry, asOf: number): { readonly fast: number; readonly slow: number } {
  const age = asOf - entry[3];
  return {
    fast: entry[1] * decayFactor(age, fastHalfLifeSeconds),
    slow: entry[2] * decayFactor(age, slowHalfLifeSeconds),
  };
}

/**
 * Orders entries by slow affinity at every instant alike: log2(slow) + at / halfLife does not change as time passes.
 * Minus infinity for an entry without weight.
 */
export function rankKey(entry: AffinityEntry): number {
  return Math.log2(entry[2]) + entry[3] / slowHalfLifeSeconds;
}

/** The slow affinity a rank key stands for at an instant. */
export function affinityOfKey(key: number, asOf: number): number {
  return 2 ** (key - asOf / slowHalfLifeSeconds);
}
