/** What was thrown, in full: the operator who mends a dead letter needs to read why it failed. */
import { inspect } from 'node:util';

/** At most this much of it is kept. */
const charactersMax = 4_000;

/** Message and stack, and of an error that stands for others those others, too. */
export function reasonOf(error: unknown): string {
  return inspect(error, { depth: 3 }).slice(0, charactersMax);
}
