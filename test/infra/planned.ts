/** Reading a plan: its resources by type, their blocks, and what a grant is on. */
import type { Change, Plan } from '#functions/infra/terraform.ts';

/** A resource the plan creates, with what is known of it. */
export type Known = Change & { readonly after: Block };
export type Block = Readonly<Record<string, unknown>>;

export function of(plan: Plan, type: string): Known[] {
  return plan.resource_changes
    .filter((change) => change.mode === 'managed' && change.type === type && change.change.after !== null)
    .map((change) => ({ ...change, after: change.change.after ?? {} }));
}

export function grants(plan: Plan): Known[] {
  const types = new Set(plan.resource_changes.map(({ type }) => type).filter((type) => type.includes('_iam_')));
  return [...types].flatMap((type) => of(plan, type));
}

export const list = (value: unknown): readonly Block[] => (Array.isArray(value) ? value : []);

/** The one block of a kind, empty when there is none. */
export const config = (after: Block, block: string): Block => list(after[block])[0] ?? {};

/** What a grant is on, in the words of the output "roles". */
export function resourceOf({ type, after }: Known): string {
  switch (type) {
    case 'google_pubsub_topic_iam_member':
      return `topic ${after.topic}`;
    case 'google_pubsub_subscription_iam_member':
      return `subscription ${after.subscription}`;
    case 'google_bigquery_table_iam_member':
      return `table ${after.dataset_id}.${after.table_id}`;
    case 'google_bigquery_dataset_iam_member':
      return `dataset ${after.dataset_id}`;
    case 'google_secret_manager_secret_iam_member':
      return `secret ${after.secret_id}`;
    case 'google_cloud_run_v2_service_iam_member':
      return `function ${after.name}`;
    case 'google_artifact_registry_repository_iam_member':
      return `repository ${after.repository}`;
    case 'google_kms_crypto_key_iam_member':
      return `key ${after.crypto_key_id}`;
    case 'google_service_account_iam_member':
      return 'account segue-push';
    case 'google_project_iam_member':
      return narrowedTo(String(config(after, 'condition').expression ?? '')) ?? 'project';
    default:
      return `${type}, which no rule knows`;
  }
}

function narrowedTo(expression: string): string | undefined {
  const database = expression.match(/^resource\.name == "projects\/[^/]+\/databases\/([^"/]+)"$/)?.[1];
  const buckets = expression.match(/^resource\.name\.startsWith\("projects\/_\/buckets\/([^"]+)"\)$/)?.[1];
  return database === undefined ? buckets && `buckets ${buckets}*` : `database ${database}`;
}
