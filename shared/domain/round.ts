/** Rounds what is shown and kept, so that a score reads well and costs few bytes. */

const millionths = 1_000_000;

/** To six decimals: scores and shares are at most 1, and models differ in more than that. */
export function rounded(value: number): number {
  return Math.round(value * millionths) / millionths;
}
