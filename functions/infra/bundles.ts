/** The bundles that infra/ is checked with: the real ones, or stand-ins while `npm run bundle` has not run. */
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const functions = new URL('../', import.meta.url);

/** The verbs, as the folders of functions/ say them: each is deployed under its own name. */
export function verbsInCode(): string[] {
  return readdirSync(functions)
    .filter((folder) => existsSync(new URL(`${folder}/handler.ts`, functions)))
    .sort();
}

/** `dist` when it holds a bundle of every verb, else stand-ins in `scratch`. */
export function bundlesFor(dist: string, scratch: string): string {
  const complete = verbsInCode().every((verb) => existsSync(join(dist, verb, 'package.json')));
  return complete ? dist : standIns(scratch);
}

/** Fills `scratch` with a stand-in for the bundle of every verb. */
export function standIns(scratch: string): string {
  for (const verb of verbsInCode()) {
    mkdirSync(join(scratch, verb), { recursive: true });
    writeFileSync(join(scratch, verb, 'package.json'), `${JSON.stringify({ name: verb })}\n`);
  }
  return scratch;
}
