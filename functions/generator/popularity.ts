/** Popularity with a tail: few are played by many, most are hardly known (Zipf's law). */
import type { Dice } from '#functions/generator/dice.ts';

/** One of a list that is ordered by popularity: the one at rank r, from 1 on, as often as 1 / r^exponent. */
export function drawPopular<T>(list: readonly T[], exponent: number, dice: Dice): T {
  const upTo = sumsOf(list.length, exponent);
  const thrown = dice.next() * (upTo[list.length - 1] as number);
  let low = 0;
  let high = list.length - 1;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((upTo[middle] as number) > thrown) high = middle;
    else low = middle + 1;
  }
  return list[low] as T;
}

const sumsByShape = new Map<string, Float64Array>();

/** Running sums of 1 / r^exponent, kept because lists of a few lengths are asked for hundreds of thousands of times. */
function sumsOf(length: number, exponent: number): Float64Array {
  const shape = `${length} ${exponent}`;
  let sums = sumsByShape.get(shape);
  if (sums === undefined) {
    let sum = 0;
    sums = Float64Array.from({ length }, (_, index) => {
      sum += (index + 1) ** -exponent;
      return sum;
    });
    sumsByShape.set(shape, sums);
  }
  return sums;
}
