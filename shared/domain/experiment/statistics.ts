/** The little statistics that a report of an experiment needs: intervals, lifts, and whether counts fit their shares. */

/** A mean over independent users and how sure it is; null where there are too few to say. */
export type EffectEstimate = { readonly mean: number; readonly standardError: number | null };
export type Interval = { readonly low: number; readonly high: number };

/** Of the standard normal distribution, between ±z of which 95 % lie. */
const z95 = 1.959963984540054;

/** The 95 % interval of an estimate, by the normal approximation. */
export function intervalOf({ mean, standardError }: EffectEstimate): Interval | null {
  return standardError === null ? null : { low: mean - z95 * standardError, high: mean + z95 * standardError };
}

/**
 * How much larger `treated` is than `control`, as a share of `control`, with its standard error by the delta method for a
 * ratio of independent means: Var(b/a) ≈ Var(b)/a² + b²·Var(a)/a⁴. Null where there is nothing to be larger than.
 */
export function liftOf(treated: EffectEstimate, control: EffectEstimate): EffectEstimate | null {
  if (control.mean <= 0) return null;
  const mean = treated.mean / control.mean - 1;
  if (treated.standardError === null || control.standardError === null) return { mean, standardError: null };
  const ofTreated = treated.standardError / control.mean;
  const ofControl = (treated.mean * control.standardError) / control.mean ** 2;
  return { mean, standardError: Math.hypot(ofTreated, ofControl) };
}

/** Pearson's statistic of counts against what was expected of them; every expectation is above 0. */
export function chiSquare(groups: readonly { readonly users: number; readonly expected: number }[]): number {
  return groups.reduce((sum, { users, expected }) => sum + (users - expected) ** 2 / expected, 0);
}

/**
 * The chance of a χ² of at least `x` with `degrees` of freedom: the upper regularised gamma function Q(degrees/2, x/2), by
 * the series of its complement (Abramowitz and Stegun 6.5.29). Good to 1e-12.
 */
export function chiSquareTail(x: number, degrees: number): number {
  const [a, half] = [degrees / 2, x / 2];
  if (half <= 0) return 1;
  // Below 1e-300 whatever the degrees: smaller than what the series can tell from 0.
  if (half > 690 + 2 * degrees) return 0;
  let term = Math.exp(a * Math.log(half) - half - logGamma(a + 1));
  let sum = term;
  for (let n = 1; n <= termsMax && term > sum * Number.EPSILON; n++) {
    term *= half / (a + n);
    sum += term;
  }
  return Math.max(0, 1 - sum);
}

/** The terms fall once n is above x/2, and are nothing long before twice that. */
const termsMax = 2_000;

/** ln Γ(a) of a whole or half number above 0, by Γ(a) = (a − 1)·Γ(a − 1) from Γ(1) = 1 and Γ(1/2) = √π. */
function logGamma(a: number): number {
  let sum = 0;
  let rest = a;
  while (rest > 1) {
    rest -= 1;
    sum += Math.log(rest);
  }
  return rest === 1 ? sum : sum + Math.log(Math.PI) / 2;
}
