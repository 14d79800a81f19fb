/** Plans infra/, or a copy with a mistake in it, through the offline checker that TFCHECK names. */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { standIns, verbsInCode } from '#functions/infra/bundles.ts';
import { tablesOf } from '#functions/infra/tables.ts';
import {
  type CommandOutcome,
  checkerOf,
  openTerraform,
  type Plan,
  terraformVersion,
} from '#functions/infra/terraform.ts';
import { collections } from '#shared/schemas/collections.ts';
import { topics } from '#shared/schemas/message.ts';
import type { Facts } from '#test/infra/rules.ts';

export const root = fileURLToPath(new URL('../../', import.meta.url));

export const facts: Facts = {
  verbs: verbsInCode(),
  topics: Object.keys(topics),
  collections,
  tables: tablesOf(),
  runbooks: runbooksOf(readFileSync(join(root, 'infra/README.md'), 'utf8')),
  cpuQuota: 20,
};

/** The headings of the chapter "Runbooks". */
function runbooksOf(readme: string): string[] {
  const chapter = readme.match(/\n## Runbooks\n([\s\S]*?)\n## /)?.[1] ?? '';
  return [...chapter.matchAll(/^### (.*)$/gm)].map(([, title]) => title ?? '');
}

/** Why plans cannot be made here; undefined when they can. */
export const unplannable: string | undefined =
  checkerOf(process.env.TFCHECK) === undefined
    ? 'TFCHECK names no checker'
    : terraformVersion() === undefined
      ? 'terraform is not installed'
      : undefined;

export type Edit = { readonly file: string; readonly find: string | RegExp; readonly put: string };

/** Plans with `variables`; with edits, a copy of infra/ in which every `find`, which must occur, is replaced by `put`. */
export function planInfra(
  variables: readonly string[],
  edits: readonly Edit[] = [],
): CommandOutcome & { readonly plan?: Plan } {
  const scratch = mkdtempSync(join(tmpdir(), 'segue-infra-test-'));
  try {
    const folder = edits.length === 0 ? join(root, 'infra') : copyWith(edits, join(scratch, 'infra'));
    using terraform = openTerraform(folder, standIns(join(scratch, 'bundles')), checkerOf(process.env.TFCHECK));
    return terraform.plan(variables.flatMap((variable) => ['-var', variable]));
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

function copyWith(edits: readonly Edit[], copy: string): string {
  cpSync(join(root, 'infra'), copy, { recursive: true, filter: (path) => basename(path) !== '.terraform' });
  for (const { file, find, put } of edits) {
    const path = join(copy, file);
    const text = readFileSync(path, 'utf8');
    const edited = text.replace(find, put);
    if (edited === text) throw new Error(`Cannot make the mistake: "${find}" does not occur in infra/${file}`);
    writeFileSync(path, edited);
  }
  return copy;
}
