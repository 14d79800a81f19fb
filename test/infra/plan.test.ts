/** infra/ against code: what `terraform apply` would make, with defaults and with everything that is optional. */
import { beforeAll, describe, expect, it } from 'vitest';
import { facts, planInfra, unplannable } from '#test/infra/checker.ts';
import { of } from '#test/infra/planned.ts';
import { platformRules } from '#test/infra/platform-rules.ts';
import { rules } from '#test/infra/rules.ts';

const settings = {
  defaults: ['project_id=segue-test'],
  'every option': [
    'project_id=segue-test',
    'stage=prod',
    'edge={domain="segue.example.org"}',
    'kms_key_name=projects/keys/locations/europe-west1/keyRings/segue/cryptoKeys/data',
    'budget={billing_account="0123AB-4567CD-89EF01",monthly_amount=500}',
    'alert_emails=["operators@example.org"]',
    'uptime_check=true',
    'slots=200',
    'media_servers=true',
  ],
};

describe.each(Object.entries(settings))('infra with %s', (_, variables) => {
  if (unplannable !== undefined) {
    it.skip(`is left out: ${unplannable}`);
    return;
  }
  let planned: ReturnType<typeof planInfra>;
  beforeAll(() => {
    planned = planInfra(variables);
  }, 120_000);

  it('plans', () => {
    expect(planned.ok, planned.output).toBe(true);
  });

  it.each(Object.entries({ ...rules, ...platformRules }))('%s', (_, rule) => {
    expect(planned.plan && rule(planned.plan, facts)).toEqual([]);
  });

  it('protects what holds data unless told otherwise', () => {
    const stateful = [
      'google_firestore_database',
      'google_bigquery_dataset',
      'google_bigquery_table',
      'google_pubsub_topic',
    ];
    const open = stateful
      .flatMap((type) => (planned.plan ? of(planned.plan, type) : []))
      .filter(({ after }) => after.deletion_policy !== 'PREVENT');
    expect(open.map(({ address }) => address)).toEqual([]);
  });

  it('gives a message no more time than the function that handles it has', () => {
    const plan = planned.plan;
    const timeouts = new Map(
      (plan ? of(plan, 'google_cloudfunctions2_function') : []).map(({ after }) => [
        after.name,
        (after.service_config as { timeout_seconds: number }[])[0]?.timeout_seconds ?? 0,
      ]),
    );
    const pushed = (plan ? of(plan, 'google_pubsub_subscription') : []).filter(({ after }) =>
      timeouts.has(after.name as string),
    );
    expect(pushed.length).toBeGreaterThan(3);
    for (const { after } of pushed) {
      expect(after.ack_deadline_seconds, String(after.name)).toBeGreaterThanOrEqual(
        timeouts.get(after.name as string) ?? 601,
      );
    }
  });
});
