/** The text of a statement: a file beside this one, or in a bundle one of its own strings (functions/cli/bundle). */
import { readFileSync } from 'node:fs';

/** Throws when there is no statement of that name. */
export function statementText(name: string): string {
  return readFileSync(new URL(`./${name}.sql`, import.meta.url), 'utf8');
}
