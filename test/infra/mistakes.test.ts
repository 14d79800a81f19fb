/** Deliberate mistakes in copies of infra/: terraform or a rule catches each of them. */
import { beforeAll, describe, expect, it } from 'vitest';
import { type Edit, facts, planInfra, unplannable } from '#test/infra/checker.ts';
import { platformRules } from '#test/infra/platform-rules.ts';
import { rules } from '#test/infra/rules.ts';

type Mistake = { readonly title: string; readonly edits: readonly Edit[]; readonly caught: string };

/** Mistakes with which Terraform itself makes no plan. */
const refused: readonly Mistake[] = [
  {
    title: 'an unknown attribute',
    edits: [{ file: 'topics.tf', find: 'kms_key_name ', put: 'kms_key ' }],
    caught: 'An argument named "kms_key" is not expected here',
  },
  {
    title: 'a missing topic',
    edits: [
      {
        file: 'topics.tf',
        find: 'for_each                   = local.topics',
        put: 'for_each = { for name, topic in local.topics : name => topic if name != "erasures" }',
      },
    ],
    caught: 'The given key does not identify an element in this collection value',
  },
  {
    title: 'more instances than the quota',
    edits: [{ file: 'functions.tf', find: /(serve = \{[\s\S]*?)max = 20/, put: '$1max = 21' }],
    caught: 'segue-serve: 21 instances of 1 CPU exceed the 20 vCPU',
  },
];

/** Mistakes that Terraform would apply: all made in one copy, each found by its rule. */
const planned: readonly Mistake[] = [
  {
    title: 'a topic nobody consumes',
    edits: [
      { file: 'functions.tf', find: 'topic = "models", schedule = null', put: 'topic = null, schedule = "0 4 * * *"' },
    ],
    caught: 'topic "models" has no subscription',
  },
  {
    title: 'a verb without a function',
    edits: [{ file: 'functions.tf', find: / {4}watch = \{[\s\S]*?\n {4}\}\n/, put: '' }],
    caught: 'verb "watch" has no function',
  },
  {
    title: 'a role on the project where a topic role would do',
    edits: [
      {
        file: 'modules/function/access.tf',
        find: /resource "google_pubsub_topic_iam_member" "publisher" \{([\s\S]*?) {2}topic +=.*\n/,
        put: 'resource "google_project_iam_member" "publisher" {$1',
      },
      {
        file: 'modules/function/outputs.tf',
        find: /in google_pubsub_topic_iam_member\.publisher([\s\S]*?)grant\.topic/,
        put: 'in google_project_iam_member.publisher$1topic',
      },
    ],
    caught: 'grants "roles/pubsub.publisher" on the whole project',
  },
  {
    title: 'an index that a query needs and infra lacks',
    edits: [
      {
        file: 'documents.tf',
        find: 'for_each        = local.indexes',
        put: 'for_each = { for name, index in local.indexes : name => index if index.collection != "schedules" }',
      },
    ],
    caught: 'schedules lacks the index "shard ASCENDING, nextDueAt ASCENDING"',
  },
  {
    title: 'a worker open to everyone',
    edits: [{ file: 'modules/function/access.tf', find: 'var.public ? {', put: 'contains(["learn"], var.verb) ? {' }],
    caught:
      'module.function["learn"].google_cloud_run_v2_service_iam_member.invoker["public"] opens something to everyone',
  },
  {
    title: 'a primitive role',
    edits: [{ file: 'bundles.tf', find: '"roles/storage.objectViewer"', put: '"roles/editor"' }],
    caught: 'google_project_iam_member.builder_sources grants "roles/editor"',
  },
  {
    title: 'the right to every database instead of one',
    edits: [{ file: 'modules/function/access.tf', find: /\n {2}condition \{[\s\S]*?\n {2}\}/, put: '' }],
    caught: 'grants "roles/datastore.user" on the project without a condition',
  },
  {
    title: 'a consumer without dead letters',
    edits: [
      {
        file: 'modules/function/triggers.tf',
        find: /\n {2}dead_letter_policy \{([\s\S]*?)\n {2}\}/,
        put: '\n  dynamic "dead_letter_policy" {\n    for_each = var.verb == "learn" ? [] : [1]\n    content {$1\n    }\n  }',
      },
    ],
    caught: '"segue-learn" has no dead letters that anyone keeps',
  },
  {
    title: 'a secret among the environment variables',
    edits: [
      {
        file: 'functions.tf',
        find: 'GOOGLE_CLOUD_PROJECT = var.project_id',
        put: 'GOOGLE_CLOUD_PROJECT = var.project_id\n    SEGUE_TOKEN = "abc"',
      },
    ],
    caught: 'function "segue-serve" is told SEGUE_TOKEN in plain sight',
  },
  {
    title: 'a role nobody gave a reason for',
    edits: [{ file: 'functions.tf', find: 'why = "reads due schedules, shard by shard"', put: 'why = ""' }],
    caught: 'no reason for roles/datastore.viewer on database segue',
  },
  {
    title: 'a health check that Google answers itself',
    edits: [{ file: 'alerts.tf', find: 'path         = "/health"', put: 'path         = "/healthz"' }],
    caught: 'the uptime check asks "/healthz", which Google answers itself',
  },
  {
    title: 'a chart of every metric that fits a pattern',
    edits: [
      {
        file: 'dashboard.tf',
        find: /queries = \[for did in .*?ops_count\[.*?\)\)"\]/,
        put: 'queries = ["sum by (__name__) ({__name__=~\\"firestore_googleapis_com:document_.*_ops_count\\"})"]',
      },
    ],
    caught: 'the chart "Documents read and written" matches metrics by pattern',
  },
  {
    title: 'a metric of logs without its resource',
    edits: [{ file: 'dashboard.tf', find: /_bucket\$\{local\.of_functions\}/, put: '_bucket' }],
    caught: 'learn_lag_seconds_bucket" without "monitored_resource="',
  },
  {
    title: 'idle instances among the busy',
    edits: [{ file: 'dashboard.tf', find: '{state=\\"active\\"}', put: '' }],
    caught: 'container_instance_count" without "state="',
  },
  {
    title: 'more instances than the quota, unseen by Terraform',
    edits: [
      { file: 'functions.tf', find: /(assemble = \{[\s\S]*?)max = 20/, put: '$1max = 40' },
      { file: 'functions.tf', find: 'cpu_quota    = var.cpu_quota', put: 'cpu_quota    = 1000' },
    ],
    caught: 'function "segue-assemble" asks 40 vCPU of a quota of 20',
  },
  {
    title: 'a burn rate of two requests',
    edits: [
      { file: 'objectives.tf', find: /\n {2}conditions \{\n {4}display_name = "At least[\s\S]*?\n {2}\}\n/, put: '' },
    ],
    caught: 'alerts of however few requests',
  },
  {
    title: 'a secret that warm instances never read again',
    edits: [{ file: 'secrets.tf', find: /version = coalesce\(.*\)/, put: 'version = "latest"' }],
    caught: 'function "segue-serve" reads SEGUE_OPERATOR_TOKEN_HASH once and never its next version',
  },
  {
    title: 'erasures that are dead because no instance was free',
    edits: [{ file: 'functions.tf', find: 'attempts    = local.limits.erasureAttemptsMax', put: 'attempts = 8' }],
    caught: '"segue-forget" buries what Cloud Run had no instance for',
  },
  {
    title: 'an alert nobody says what to do about',
    edits: [
      { file: 'alerts.tf', find: 'title     = "a message waits too long"', put: 'title     = "a message is slow"' },
    ],
    caught: 'no runbook says what to do: a message is slow',
  },
  {
    title: 'a log of who asked for what',
    edits: [{ file: 'logs.tf', find: 'run.googleapis.com/requests', put: 'run.googleapis.com/stdout' }],
    caught: 'the request log keeps every address',
  },
];

describe.skipIf(unplannable)(`infra catches${unplannable ? `: ${unplannable}` : ''}`, () => {
  it.each(refused)('$title', ({ edits, caught }) => {
    const { ok, output } = planInfra(['project_id=segue-test'], edits);
    expect(ok).toBe(false);
    expect(output.replaceAll(/[\s│]+/g, ' ')).toContain(caught);
  });

  let broken = '';
  beforeAll(() => {
    const { plan, output } = planInfra(
      ['project_id=segue-test', 'uptime_check=true'],
      planned.flatMap(({ edits }) => edits),
    );
    if (plan === undefined) throw new Error(output);
    broken = Object.values({ ...rules, ...platformRules })
      .flatMap((rule) => rule(plan, facts))
      .join('\n');
  }, 120_000);

  it.each(planned)('$title', ({ caught }) => {
    expect(broken).toContain(caught);
  });
});
