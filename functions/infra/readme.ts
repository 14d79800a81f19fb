/** The tables of infra/README.md that are made from code or from the plan. */
import type { Plan } from '#functions/infra/terraform.ts';
import { type Objective, objectives, type Signal, signals } from '#shared/schemas/signals.ts';

export type Role = { readonly member: string; readonly role: string; readonly on: string; readonly why: string };

/** What the output "roles" says is granted, and why. */
export function rolesOf(plan: Plan): readonly Role[] {
  return (plan.output_changes.roles?.after ?? []) as Role[];
}

/** README with its tables of signals and objectives as code says them. */
export function withSignals(readme: string): string {
  return withTable(withTable(readme, 'signals', signalRows()), 'objectives', objectiveRows());
}

/** README with its table of roles as the plan grants them. */
export function withRoles(readme: string, plan: Plan): string {
  const rows = rolesOf(plan).map(({ member, role, on, why }) => [
    accountOf(member),
    `\`${role.slice('roles/'.length)}\``,
    on,
    why,
  ]);
  return withTable(
    readme,
    'roles',
    rows.sort(([a = '', , on1 = ''], [b = '', , on2 = '']) => compare(a, b) || compare(on1, on2)),
  );
}

function signalRows(): string[][] {
  return Object.entries(signals satisfies Record<string, Signal>).map(([name, signal]: [string, Signal]) => {
    const fields = [...(signal.field === undefined ? [] : [signal.field]), ...(signal.by ?? [])];
    const where = Object.entries(signal.where ?? {}).map(([field, value]) => `${field} "${value}"`);
    const said = [...where, ...fields.map((field) => `\`${field}\``)].join(', ');
    return [`\`${signal.verb}/${name}\``, `"${signal.message}"${said === '' ? '' : ` with ${said}`}`, signal.means];
  });
}

function objectiveRows(): string[][] {
  return Object.entries(objectives satisfies Record<string, Objective>).map(([name, { goal, means }]) => [
    name,
    `${Number((goal * 100).toFixed(2))} %`,
    means,
  ]);
}

/** Replaces the rows between the head of the marked table and its end. */
function withTable(readme: string, name: string, rows: readonly (readonly string[])[]): string {
  const marked = new RegExp(
    `(<!-- ${name}:[^\\n]*-->\\n\\|[^\\n]*\\n\\|[^\\n]*\\n)[\\s\\S]*?(<!-- end of ${name} -->)`,
  );
  if (!marked.test(readme)) throw new Error(`Cannot find the table of ${name} in infra/README.md`);
  return readme.replace(
    marked,
    (_, head: string, end: string) => `${head}${rows.map((row) => `| ${row.join(' | ')} |\n`).join('')}${end}`,
  );
}

function accountOf(member: string): string {
  if (member === 'allUsers') return 'anyone';
  const account = member.match(/^serviceAccount:([^@]+)@/)?.[1];
  return account === undefined ? member : `\`${account}\``;
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
