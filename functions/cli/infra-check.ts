/**
 * Checks infra/: `npm run infra:check`. Files made from code are fresh; terraform's own fmt, validate, test and a plan
 * of each stage are green. Offline with the checker that TFCHECK names, else with the real providers. `-- --write` also
 * brings the table of roles in infra/README.md up to the plan.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { infraSchemas } from '#functions/cli/infra-schemas.ts';
import { bundlesFor } from '#functions/infra/bundles.ts';
import { withRoles } from '#functions/infra/readme.ts';
import {
  type CommandOutcome,
  checkerOf,
  openTerraform,
  type Plan,
  terraformVersion,
} from '#functions/infra/terraform.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const stages = ['dev', 'prod'] as const;

if (import.meta.main) process.exitCode = main();

function main(): number {
  const fresh = report('files made from code', staleSchemas());
  const version = terraformVersion();
  if (version === undefined) {
    console.error('Cannot run terraform: it is not installed (https://developer.hashicorp.com/terraform/install)');
    return process.env.CI === 'true' || !fresh ? 1 : 0;
  }
  const scratch = mkdtempSync(join(tmpdir(), 'segue-bundles-'));
  try {
    const bundles = bundlesFor(join(root, 'dist'), scratch);
    using terraform = openTerraform(join(root, 'infra'), bundles, checkerOf(process.env.TFCHECK));
    const provider = terraform.kind === 'offline' ? 'the offline checker' : 'the real providers';
    console.log(`terraform ${version}, ${provider}, ${bundles === scratch ? 'stand-ins for the bundles' : 'dist/'}`);
    const init = terraform.init();
    if (!init.ok) {
      console.error(`FAILED  init\n${init.output}Without a network, name an offline checker in TFCHECK`);
      return 1;
    }
    const steps = [
      fresh,
      report('fmt', terraform.fmt()),
      report('validate', terraform.validate()),
      report('test', terraform.test(), /^Success|passed/m),
      ...stages.map((stage) => {
        const planned = terraform.plan([`-var-file=${stage}.tfvars`, `-var=project_id=segue-${stage}`]);
        if (planned.plan !== undefined) console.log(inventory(stage, planned.plan));
        if (planned.plan !== undefined && process.argv.includes('--write')) writeRoles(planned.plan);
        return report(`plan ${stage}`, planned, /^Plan:/m);
      }),
    ];
    return steps.every(Boolean) ? 0 : 1;
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

function staleSchemas(): CommandOutcome {
  const stale = [...infraSchemas()].filter(([name, text]) => textOf(join(root, 'infra', name)) !== text);
  const names = stale.map(([name]) => `infra/${name}`).join(', ');
  return { ok: stale.length === 0, output: stale.length === 0 ? '' : `Stale: ${names}. Run npm run infra:schemas\n` };
}

function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

function writeRoles(plan: Plan): void {
  const path = join(root, 'infra/README.md');
  writeFileSync(path, withRoles(readFileSync(path, 'utf8'), plan));
}

/** One line for a step that went well, with the line of its output that says so; everything for one that did not. */
function report(step: string, { ok, output }: CommandOutcome, saying?: RegExp): boolean {
  const said = saying === undefined ? undefined : output.split('\n').findLast((line) => saying.test(line));
  console.log(ok ? `ok      ${step}${said === undefined ? '' : `: ${said.trim()}`}` : `FAILED  ${step}\n${output}`);
  return ok;
}

/** The resources a plan creates, by type, with their names. */
function inventory(stage: string, { resource_changes: changes }: Plan): string {
  const byType = new Map<string, string[]>();
  for (const { mode, type, address } of changes) {
    if (mode === 'managed') byType.set(type, [...(byType.get(type) ?? []), shortName(address, type)]);
  }
  const total = [...byType.values()].reduce((sum, { length }) => sum + length, 0);
  const lines = [...byType]
    .sort()
    .map(([type, names]) => `  ${String(names.length).padStart(3)} ${type}: ${names.join(', ')}`);
  return [`\n${stage}: ${total} resources of ${byType.size} types`, ...lines, ''].join('\n');
}

/** `module.function["learn"].google_x.runtime` reads "learn runtime". */
function shortName(address: string, type: string): string {
  const [place, name] = address.split(`${type}.`);
  return `${place?.match(/\["(.*)"\]/)?.[1] ?? ''} ${name?.replace(/\["(.*)"\]/, '/$1') ?? ''}`.trim();
}
