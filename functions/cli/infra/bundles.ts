/** The bundles that infra/ is checked with: the real ones, or stand-ins while `npm run bundle` has not run. */
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const functions = new URL('../../', import.meta.url);

/** The verbs, as the folders of functions/ say them: each is deployed under its own name. */
export function verbsInCode(): string[] {
  return readdirSync(functions)
    .filter((folder) => existsSync(new URL(`${folder}/handler.ts`, functions)))
    .sort();
}

/** `dist` when it holds a bundle of every verb, else `scratch`, filled with a stand-in for each. */
export function bundlesFor(dist: string, scratch: string): string {
  const verbs = verbsInCode();
  if (verbs.every((verb) => existsSync(join(dist, verb, 'package.json')))) return dist;
  for (const verb of verbs) {
    mkdirSync(join(scratch, verb), { recursive: true });
    writeFileSync(join(scratch, verb, 'package.json'), `${JSON.stringify({ name: verb })}\n`);
  }
  return scratch;
}
