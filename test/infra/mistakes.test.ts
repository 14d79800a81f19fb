/** Deliberate mistakes in copies of infra/: terraform or a rule catches each of them. */
import { beforeAll, describe, expect, it } from 'vitest';
import { type Edit, facts, planInfra, unplannable } from '#test/infra/checker.ts';
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
    edits: [{ file: 'modules/function/triggers.tf', find: /\n {2}dead_letter_policy \{[\s\S]*?\n {2}\}/, put: '' }],
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
      ['project_id=segue-test'],
      planned.flatMap(({ edits }) => edits),
    );
    if (plan === undefined) throw new Error(output);
    broken = Object.values(rules)
      .flatMap((rule) => rule(plan, facts))
      .join('\n');
  }, 120_000);

  it.each(planned)('$title', ({ caught }) => {
    expect(broken).toContain(caught);
  });
});
