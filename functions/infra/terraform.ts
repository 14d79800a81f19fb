/** Runs terraform on infra/: through an offline checker where one is named, else with the real providers. */
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';

export type CommandOutcome = { readonly ok: boolean; readonly output: string };

export type Terraform = {
  readonly kind: 'offline' | 'real';
  /** Fetches the providers; the offline checker has them. */
  init(): CommandOutcome;
  fmt(): CommandOutcome;
  validate(): CommandOutcome;
  test(): CommandOutcome;
  /** The plan as `terraform show -json` prints it; undefined when it fails. */
  plan(args: readonly string[]): CommandOutcome & { readonly plan?: Plan };
  [Symbol.dispose](): void;
};

export type Change = {
  readonly address: string;
  readonly module_address?: string;
  readonly mode: 'managed' | 'data';
  readonly type: string;
  readonly name: string;
  readonly index?: string | number;
  /** `after_unknown` has true where a value is known only once it is applied. */
  readonly change: {
    readonly after: Readonly<Record<string, unknown>> | null;
    readonly after_unknown?: Readonly<Record<string, unknown>>;
  };
};
export type Plan = {
  readonly resource_changes: readonly Change[];
  readonly output_changes: Readonly<Record<string, { readonly after?: unknown }>>;
};

/** Whether there is a terraform binary to run. */
export function terraformVersion(): string | undefined {
  const { status, stdout } = spawnSync('terraform', ['version', '-json'], { encoding: 'utf8' });
  return status === 0 ? (JSON.parse(stdout) as { terraform_version: string }).terraform_version : undefined;
}

/** The checker that TFCHECK names, as a file or as the folder that holds it. */
export function checkerOf(tfcheck: string | undefined): string | undefined {
  if (tfcheck === undefined || tfcheck === '') return undefined;
  if (!existsSync(tfcheck))
    throw new Error(`Cannot use the checker "${tfcheck}" that TFCHECK names: it does not exist`);
  return statSync(tfcheck).isDirectory() ? join(tfcheck, 'tfcheck.mjs') : tfcheck;
}

/** `folder` is the root module, `bundles` the folder with a bundle per verb. */
export function openTerraform(folder: string, bundles: string, checker: string | undefined): Terraform {
  const scratch = mkdtempSync(join(tmpdir(), 'segue-infra-'));
  const planFile = join(scratch, 'plan.json');
  const env = { ...process.env, TF_VAR_bundle_dir: bundles, TF_IN_AUTOMATION: '1', TF_INPUT: '0', NO_COLOR: '1' };
  const dispose = () => rmSync(scratch, { recursive: true, force: true });
  const planOf = (outcome: CommandOutcome) =>
    outcome.ok ? { ...outcome, plan: JSON.parse(readFileSync(planFile, 'utf8')) as Plan } : outcome;

  if (checker !== undefined) {
    const check = (...args: string[]) => run(process.execPath, [checker, ...args], env);
    return {
      kind: 'offline',
      init: () => ({ ok: true, output: '' }),
      fmt: () => check('fmt', folder),
      validate: () => check('validate', folder, '--', '-no-color'),
      test: () => check('test', folder, '--', '-no-color'),
      plan: (args) => planOf(check('--plan-json', planFile, 'plan', folder, '--', '-no-color', ...args)),
      [Symbol.dispose]: dispose,
    };
  }

  // A copy, so that an operator's backend, state and workspace are out of reach. The token is never used: nothing is
  // applied, the state is empty, and no data source is read by default.
  const copy = join(scratch, 'infra');
  const own = new Set(['.terraform', 'backend.tf', 'terraform.tfstate', 'terraform.tfstate.backup']);
  cpSync(folder, copy, { recursive: true, filter: (path) => !own.has(basename(path)) });
  const real = (...args: string[]) =>
    run('terraform', [`-chdir=${copy}`, ...args], { GOOGLE_OAUTH_ACCESS_TOKEN: 'none', ...env });
  return {
    kind: 'real',
    init: () => real('init', '-backend=false', '-no-color'),
    fmt: () => run('terraform', ['fmt', '-check', '-diff', '-recursive', folder], env),
    validate: () => real('validate', '-no-color'),
    test: () => real('test', '-no-color'),
    plan: (args) => {
      const planned = real('plan', '-no-color', '-lock=false', '-refresh=false', '-out=check.tfplan', ...args);
      if (planned.ok) writeFileSync(planFile, real('show', '-json', 'check.tfplan').output);
      return planOf(planned);
    },
    [Symbol.dispose]: dispose,
  };
}

function run(command: string, args: readonly string[], env: NodeJS.ProcessEnv): CommandOutcome {
  const { status, stdout, stderr, error } = spawnSync(command, args, {
    env,
    encoding: 'utf8',
    maxBuffer: 256 * 2 ** 20,
  });
  return { ok: status === 0, output: error === undefined ? `${stdout}${stderr}` : `${error.message}\n` };
}
