/** Reads which media servers an operator has: SEGUE_LIBRARIES is JSON, one account or a list, or the name of a file of it. */
import { readFileSync } from 'node:fs';
import { type MediaServerAccount, MediaServerAccounts } from '#shared/schemas/library.ts';
import { faultsOf } from '#shared/schemas/problem.ts';

/** None when it is not set. Throws an error that names the place, what would be right there, and no secret. */
export function readMediaServers(given: string | undefined): readonly MediaServerAccount[] {
  if (given === undefined || given.trim() === '') return [];
  const inline = /^\s*[[{]/.test(given);
  const source = inline ? 'SEGUE_LIBRARIES' : `"${given}", which SEGUE_LIBRARIES names`;
  const told = jsonOf(source, () => (inline ? given : readFileSync(given, 'utf8')));
  const parsed = MediaServerAccounts.safeParse(Array.isArray(told) ? told : [told]);
  if (parsed.success) return parsed.data;
  const faults = faultsOf(parsed.error).map(({ pointer, detail }) => `${pointer === '' ? '/' : pointer}: ${detail}`);
  throw new Error(`Cannot read media servers from ${source}: ${faults.join('; ')}`);
}

/** What the parser says repeats what it read, and that is a secret. */
function jsonOf(source: string, read: () => string): unknown {
  let text: string;
  try {
    text = read();
  } catch (error) {
    throw new Error(`Cannot read media servers from ${source}: ${(error as NodeJS.ErrnoException).code}`);
  }
  try {
    return JSON.parse(text);
  } catch {
    throw new Error(`Cannot read media servers from ${source}: it is not JSON`);
  }
}
