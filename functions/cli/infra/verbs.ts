/** The verbs, as the folders of functions/ say them: each is deployed under its own name. */
import { existsSync, readdirSync } from 'node:fs';

const functions = new URL('../../', import.meta.url);

export function verbsInCode(): string[] {
  return readdirSync(functions)
    .filter((folder) => existsSync(new URL(`${folder}/index.ts`, functions)))
    .sort();
}
