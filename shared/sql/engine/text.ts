/** The texts of the statements: files in the folders beside this one, or in a bundle strings of its own (functions/bundle). */
import { readdirSync, readFileSync } from 'node:fs';

const folder = new URL('../', import.meta.url);

/** Throws when there is no statement of that name. */
export function statementText(name: string): string {
  return readFileSync(new URL(`${name}.sql`, folder), 'utf8');
}

/** In any order. */
export function textNames(): string[] {
  return readdirSync(folder, { recursive: true })
    .map((file) => String(file).replaceAll('\\', '/'))
    .filter((file) => file.endsWith('.sql'))
    .map((file) => file.slice(0, -'.sql'.length));
}
