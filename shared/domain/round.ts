/** Rounding of scores and shares that are shown or stored, so that they read well and cost few bytes. */

const millionths = 1_000_000;

/** To six decimals: scores and shares are at most 1, and models differ in more than that. */
export function round(value: number): number {
  return Math.round(value * millionths) / millionths;
}
