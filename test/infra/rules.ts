/**
 * The rules that a plan of infra/ is held to. Each takes the plan and the facts of code and returns what is wrong, in
 * words; nothing wrong is an empty list. Pure, so that a deliberate mistake can be shown to be caught.
 */

import { type Declared, expiryField } from '#functions/infra/documents.ts';
import { rolesOf } from '#functions/infra/readme.ts';
import type { InfraTable } from '#functions/infra/tables.ts';
import type { Plan } from '#functions/infra/terraform.ts';
import { config, grants, type Known, list, of, resourceOf } from '#test/infra/planned.ts';

export type Facts = {
  readonly verbs: readonly string[];
  readonly topics: readonly string[];
  readonly collections: Declared;
  readonly tables: Readonly<Record<string, InfraTable>>;
  /** What infra/README.md tells to do, by the title of the alert. */
  readonly runbooks: readonly string[];
  /** vCPUs a young project has in a region. */
  readonly cpuQuota: number;
};

export type Rule = (plan: Plan, facts: Facts) => string[];

const publicVerbs = ['ingest', 'serve'];

/** Roles that exist on the project only. `narrowed`: a condition must name the one resource. */
const projectRoles = new Map([
  ['roles/bigquery.jobUser', { narrowed: false }],
  ['roles/cloudtrace.agent', { narrowed: false }],
  ['roles/logging.logWriter', { narrowed: false }],
  ['roles/datastore.viewer', { narrowed: true }],
  ['roles/datastore.user', { narrowed: true }],
  ['roles/storage.objectViewer', { narrowed: true }],
]);

/** Verbs that exist only where there is something for them. */
const onDemand = ['collect', 'deliver'];

export const rules: Readonly<Record<string, Rule>> = {
  'every verb is a function of its own and every function a verb': (plan, { verbs }) => {
    const functions = functionsOf(plan);
    const names = functions.map(({ after }) => config(after, 'build_config').entry_point);
    const accounts = functions.map(({ after }) => config(after, 'service_config').service_account_email);
    return [
      ...verbs
        .filter((verb) => !names.includes(verb) && !onDemand.includes(verb))
        .map((verb) => `verb "${verb}" has no function`),
      ...names.filter((name) => !verbs.includes(String(name))).map((name) => `function "${name}" is no verb`),
      ...(new Set(accounts).size === functions.length ? [] : ['functions share a service account']),
      ...functions
        .filter(({ after }) => !String(config(after, 'build_config').service_account).includes('-builder'))
        .map(({ after }) => `function "${after.name}" is built by a default account`),
    ];
  },

  'every topic of code exists, is consumed, and keeps order within its region': (plan, { topics }) => {
    const made = new Map(of(plan, 'google_pubsub_topic').map(({ after }) => [after.name, after]));
    const consumed = new Set(of(plan, 'google_pubsub_subscription').map(({ after }) => after.topic));
    return topics.flatMap((topic) => [
      ...(made.has(topic) ? [] : [`topic "${topic}" does not exist`]),
      ...(consumed.has(topic) ? [] : [`topic "${topic}" has no subscription`]),
      ...(list(made.get(topic)?.message_storage_policy).length > 0 ? [] : [`topic "${topic}" is kept anywhere`]),
    ]);
  },

  'every subscription retries with backoff and keeps dead letters': (plan) => {
    const subscriptions = of(plan, 'google_pubsub_subscription').map(({ after }) => after);
    const keeping = new Set(subscriptions.map(({ topic }) => topic));
    const granted = new Set(
      of(plan, 'google_pubsub_topic_iam_member').map(({ after }) => `${after.role} ${after.topic}`),
    );
    const acknowledged = new Set(
      of(plan, 'google_pubsub_subscription_iam_member').map(({ after }) => after.subscription),
    );
    return subscriptions.flatMap((subscription) => {
      const name = String(subscription.name);
      const problems = config(subscription, 'expiration_policy').ttl === '' ? [] : [`"${name}" expires when idle`];
      if (list(subscription.push_config).length === 0 && list(subscription.bigquery_config).length === 0)
        return problems;
      const dead = String(config(subscription, 'dead_letter_policy').dead_letter_topic).split('/').at(-1) ?? '';
      if (!keeping.has(dead)) problems.push(`"${name}" has no dead letters that anyone keeps`);
      if (!granted.has(`roles/pubsub.publisher ${dead}`))
        problems.push(`Pub/Sub may not write dead letters of "${name}"`);
      if (!acknowledged.has(name)) problems.push(`Pub/Sub may not move messages out of "${name}"`);
      if (config(subscription, 'retry_policy').maximum_backoff !== '600s')
        problems.push(`"${name}" retries without pause`);
      return problems;
    });
  },

  'nothing is public but ingest and serve': (plan) => [
    ...grants(plan)
      .filter(({ after }) => /^all(Authenticated)?Users$/.test(String(after.member)))
      .filter(({ after }) => !publicVerbs.some((verb) => after.name === `segue-${verb}`))
      .map(({ address }) => `${address} opens something to everyone`),
    ...functionsOf(plan)
      .filter(({ after }) => !publicVerbs.some((verb) => after.name === `segue-${verb}`))
      .filter(({ after }) => config(after, 'service_config').ingress_settings !== 'ALLOW_INTERNAL_ONLY')
      .map(({ after }) => `function "${after.name}" can be reached from the internet`),
    ...of(plan, 'google_storage_bucket')
      .filter(
        ({ after }) => after.public_access_prevention !== 'enforced' || after.uniform_bucket_level_access !== true,
      )
      .map(({ after }) => `bucket "${after.name}" can be made public`),
  ],

  'no role is broader than a resource where a narrower exists': (plan) =>
    grants(plan).flatMap(({ type, address, after }) => {
      const role = String(after.role);
      if (/^roles\/(owner|editor|viewer)$|[aA]dmin$/.test(role)) return [`${address} grants "${role}"`];
      if (type !== 'google_project_iam_member') return [];
      const known = projectRoles.get(role);
      if (known === undefined) return [`${address} grants "${role}" on the whole project`];
      const narrowed = list(after.condition).length > 0;
      return known.narrowed && !narrowed ? [`${address} grants "${role}" on the project without a condition`] : [];
    }),

  'every role has a reason and every reason a role': (plan) => {
    const granted = grants(plan)
      .map((change) => `${change.after.role} on ${resourceOf(change)}`)
      .sort();
    const explained = rolesOf(plan)
      .map(({ role, on }) => `${role} on ${on}`)
      .sort();
    return [
      ...missing(granted, explained).map((grant) => `nobody says why: ${grant}`),
      ...missing(explained, granted).map((grant) => `a reason without a role: ${grant}`),
      ...rolesOf(plan)
        .filter(({ why }) => why.length < 10)
        .map(({ role, on }) => `no reason for ${role} on ${on}`),
    ];
  },

  'every declared query has its index': (plan, { collections }) => {
    const indexes = new Set(
      of(plan, 'google_firestore_index').map(({ after }) => {
        const fields = list(after.fields).map(({ field_path, order }) => `${field_path} ${order}`);
        return `${after.collection}: ${fields.join(', ')}`;
      }),
    );
    const exempt = new Set(
      of(plan, 'google_firestore_field').map(({ after }) => `${after.collection}: ${after.field}`),
    );
    return Object.entries(collections).flatMap(([collection, { queries, expires }]) => [
      ...queries.flatMap((fields) => {
        if (fields.length === 1)
          return exempt.has(`${collection}: ${fields[0]}`)
            ? [`${collection} is asked by "${fields[0]}", which has no index`]
            : [];
        return ['ASCENDING', 'DESCENDING'].flatMap((order) => {
          const path = fields
            .map((field, at) => `${field} ${at === fields.length - 1 ? order : 'ASCENDING'}`)
            .join(', ');
          return indexes.has(`${collection}: ${path}`) ? [] : [`${collection} lacks the index "${path}"`];
        });
      }),
      ...(exempt.has(`${collection}: body`) ? [] : [`the body of ${collection} is indexed`]),
      ...(expires && !expiring(plan).includes(collection) ? [`${collection} never expires`] : []),
      ...(!expires && expiring(plan).includes(collection) ? [`${collection} expires, against its declaration`] : []),
    ]);
  },

  'every table of code exists with its columns': (plan, { tables }) => {
    const made = new Map(of(plan, 'google_bigquery_table').map(({ after }) => [after.table_id, after]));
    return Object.entries(tables).flatMap(([name, { columns, partition }]) => {
      const table = made.get(name);
      if (table === undefined) return [`table "${name}" does not exist`];
      const same = JSON.stringify(JSON.parse(String(table.schema)).map(column)) === JSON.stringify(columns.map(column));
      return [
        ...(same ? [] : [`table "${name}" has other columns than in code`]),
        ...((config(table, 'time_partitioning').field ?? null) === (partition?.column ?? null)
          ? []
          : [`table "${name}" is partitioned otherwise than in code`]),
      ];
    });
  },

  'no secret is an argument': (plan) => [
    ...of(plan, 'google_secret_manager_secret_version')
      .filter(({ after }) => after.secret_data !== null && after.secret_data !== undefined)
      .map(({ address }) => `${address} holds a secret`),
    ...functionsOf(plan).flatMap(({ after }) =>
      Object.keys((config(after, 'service_config').environment_variables ?? {}) as object)
        .filter((name) => /TOKEN|SECRET|PASSWORD|KEY|HASH/.test(name))
        .map((name) => `function "${after.name}" is told ${name} in plain sight`),
    ),
  ],

  'everything says what it belongs to': (plan) =>
    plan.resource_changes
      .filter(({ mode, change }) => mode === 'managed' && change.after !== null && 'effective_labels' in change.after)
      .filter(({ change }) => (change.after?.effective_labels as Record<string, string> | null)?.app !== 'segue')
      .map(({ address }) => `${address} carries no label`),
};

const functionsOf = (plan: Plan): Known[] => of(plan, 'google_cloudfunctions2_function');

const expiring = (plan: Plan): unknown[] =>
  of(plan, 'google_firestore_field')
    .filter(({ after }) => after.field === expiryField && list(after.ttl_config).length > 0)
    .map(({ after }) => after.collection);

const column = ({ name, type }: { name: string; type: string }) => `${name} ${type}`;

/** Elements of `from` that are not in `others`, counting repeats. */
function missing(from: readonly string[], others: readonly string[]): string[] {
  const rest = [...others];
  return from.filter((element) => {
    const at = rest.indexOf(element);
    if (at >= 0) rest.splice(at, 1);
    return at < 0;
  });
}
