/** Seeded chance in a row: the same seed and name give the same throws on every machine. */
import { hashLanes } from '#shared/domain/hash.ts';

export type Dice = {
  /** In [0, 1), 32 bits. */
  readonly next: () => number;
  /** A whole number in [0, below). */
  readonly below: (below: number) => number;
  /** A number in [from, to). */
  readonly between: (from: number, to: number) => number;
  readonly pick: <T>(list: readonly T[]) => T;
  /** True so often. */
  readonly often: (share: number) => boolean;
  /** Normally distributed with mean 0 and deviation 1 (Box and Muller, 1958). */
  readonly normal: () => number;
};

/** sfc32 by Chris Doty-Humphrey, seeded from the hash of a name. Not for secrets. */
export function createDice(seed: number, ...name: readonly (string | number)[]): Dice {
  const text = name.join('\u0000');
  let [a, b] = hashLanes(text, seed);
  let [c, d] = hashLanes(text, ~seed);
  const next = (): number => {
    const sum = (a + b + d) | 0;
    d = (d + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (c << 21) | (c >>> 11);
    c = (c + sum) | 0;
    return (sum >>> 0) / 0x100000000;
  };
  return {
    next,
    below: (below) => Math.floor(next() * below),
    between: (from, to) => from + next() * (to - from),
    pick: <T>(list: readonly T[]): T => list[Math.floor(next() * list.length)] as T,
    often: (share) => next() < share,
    normal: () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next()),
  };
}
