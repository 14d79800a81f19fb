/** A setting that is a count of something. */

/** Throws one sentence when `text` is no whole number from 1 on. */
export function readCount(variable: string, text: string): number {
  const count = Number(text);
  if (Number.isInteger(count) && count >= 1) return count;
  throw new Error(`Cannot start: ${variable} "${text}" is not a whole number from 1`);
}
