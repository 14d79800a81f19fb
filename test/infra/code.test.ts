/** The roles of every verb against what its code calls: none is missing, none is idle. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { rolesOf } from '#functions/infra/readme.ts';
import type { Operation } from '#shared/edge/http/operation.ts';
import { v1 } from '#shared/edge/http/v1.ts';
import { listenBrainz } from '#shared/edge/listenbrainz/routes.ts';
import { type Signal, signals } from '#shared/schemas/signals.ts';
import { type Table, tables } from '#shared/schemas/tables.ts';
import { facts, planInfra, root, unplannable } from '#test/infra/checker.ts';
import { of } from '#test/infra/planned.ts';
import { reachOf } from '#test/infra/reach.ts';

type Planned = NonNullable<ReturnType<typeof planInfra>['plan']>;

describe.skipIf(unplannable)(`roles of verbs${unplannable ? `: ${unplannable}` : ''}`, () => {
  let plan: Planned;
  beforeAll(() => {
    const planned = planInfra(['project_id=segue-test', 'media_servers=true']);
    if (planned.plan === undefined) throw new Error(planned.output);
    plan = planned.plan;
  }, 120_000);

  const granted = (verb: string, role: RegExp, on: RegExp): string[] =>
    rolesOf(plan)
      .filter((grant) => grant.member.startsWith(`serviceAccount:segue-${verb}@`) && role.test(grant.role))
      .flatMap((grant) => grant.on.match(on)?.[1] ?? [])
      .sort();

  it.each(facts.verbs)('%s is set off by what its entry point registers for', (verb) => {
    const named = (type: string) => of(plan, type).filter(({ after }) => after.name === `segue-${verb}`);
    const triggers = [
      ...granted('push', /run.invoker/, new RegExp(`^function segue-(${verb})$`)).map(() =>
        String(named('google_pubsub_subscription')[0]?.after.topic),
      ),
      ...named('google_cloud_scheduler_job').map(() => 'schedule'),
      ...rolesOf(plan)
        .filter(({ member, on }) => member === 'allUsers' && on === `function segue-${verb}`)
        .map(() => 'http'),
    ];
    expect(triggers).toEqual([reachOf(verb).trigger]);
  });

  it.each(facts.verbs)('%s publishes to the topics it may publish to, and to no other', (verb) => {
    expect(granted(verb, /pubsub.publisher/, /^topic (\w+)$/)).toEqual([...reachOf(verb).publishes].sort());
  });

  it.each(facts.verbs)('%s reads and writes the tables it may, and no other', (verb) => {
    const { reads, writes } = reachOf(verb);
    const whole = granted(verb, /bigquery.data(Editor|Viewer)/, /^(dataset) /).length > 0;
    if (whole) {
      expect(reads.size, `"${verb}" may touch every table`).toBeGreaterThan(0);
      expect(granted(verb, /bigquery.dataEditor/, /^(dataset) /).length > 0, 'may write').toBe(writes.size > 0);
    } else {
      expect(granted(verb, /bigquery.data(Editor|Viewer)/, /^table segue\.(\w+)$/)).toEqual([...reads].sort());
      expect(granted(verb, /bigquery.dataEditor/, /^table segue\.(\w+)$/)).toEqual([...writes].sort());
    }
  });

  it.each(facts.verbs)('%s may use the stores it is wired to, and no other', (verb) => {
    expect({
      Firestore: granted(verb, /datastore/, /^(database) /).length > 0,
      'Pub/Sub': granted(verb, /pubsub.publisher/, /^(topic) /).length > 0,
      BigQuery: granted(verb, /bigquery.jobUser/, /^(project)$/).length > 0,
    }).toEqual(reachOf(verb).stores);
  });

  it.each(facts.verbs)('%s is told what it does not start without, and nothing it does not look at', (verb) => {
    const { variables, required } = reachOf(verb);
    const told = variablesOf(plan, verb);
    expect(told.map(([name]) => name)).toEqual(
      expect.arrayContaining([...required].filter((name) => name !== 'FUNCTION_TARGET')),
    );
    expect(told.filter(([name]) => name.startsWith('SEGUE_') && !variables.has(name))).toEqual([]);
  });

  it.each(Object.entries(signals as Record<string, Signal>))(
    '%s is logged by its verb as it is counted',
    (_, signal) => {
      const fields = [signal.field, ...(signal.by ?? []), ...Object.keys(signal.where ?? {})].filter(
        (name) => name !== undefined,
      );
      const logged = sourceOf(signal.verb).flatMap((text) => callsSaying(text, signal.message));
      expect(logged.length, `functions/${signal.verb} logs "${signal.message}"`).toBeGreaterThan(0);
      const verbose = new Map(variablesOf(plan, signal.verb)).get('SEGUE_LOG') === 'DEBUG';
      for (const call of logged) {
        for (const field of ['verb', ...fields]) expect(call).toMatch(new RegExp(`\\b${field}\\b`));
        if (!verbose) expect(call).not.toContain("'DEBUG'");
      }
    },
  );
});

type Configured = {
  readonly environment_variables?: Readonly<Record<string, unknown>>;
  readonly secret_environment_variables?: readonly { readonly key: string }[];
};

/** The environment variables of a function: from its plan, from secrets, and those whose value is not known yet. */
function variablesOf(plan: Planned, verb: string): [string, unknown][] {
  const service = of(plan, 'google_cloudfunctions2_function').find(({ after }) => after.name === `segue-${verb}`);
  const [known] = (service?.after.service_config ?? []) as Configured[];
  const [later] = (service?.change.after_unknown?.service_config ?? []) as Configured[];
  return [
    ...Object.entries({ ...later?.environment_variables, ...known?.environment_variables }),
    ...(known?.secret_environment_variables ?? []).map(({ key }): [string, unknown] => [key, 'secret']),
  ];
}

const sourceOf = (verb: string): string[] =>
  readdirSync(join(root, 'functions', verb), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => readFileSync(join(root, 'functions', verb, name), 'utf8'));

/** The calls of a log with this message, whole. */
const callsSaying = (text: string, message: string): string[] =>
  text.match(new RegExp(`\\blog\\([^;]*?'${message}'[^;]*;`, 'g')) ?? [];

describe('infra/edge.tf', () => {
  it('splits reads from writes by method, as the route table does', () => {
    const edge = readFileSync(join(root, 'infra/edge.tf'), 'utf8');
    const listed = (name: string) =>
      new Set(JSON.parse(edge.match(new RegExp(`${name} += (\\[.*\\])`))?.[1] ?? '[]') as string[]);
    const [writing, readPosts] = [listed('write_methods'), listed('read_posts')];
    const operations: readonly Operation[] = [...Object.values(v1), ...Object.values(listenBrainz)];
    for (const { verb, method, path } of operations.filter((operation) => operation.verb !== 'local')) {
      const read = !writing.has(method) || readPosts.has(path.replaceAll(/:\w+/g, '*'));
      expect(read ? 'serve' : 'ingest', `${method} ${path}`).toBe(verb);
    }
  });
});

describe('shared/sql', () => {
  const bounded = Object.entries(tables as Record<string, Table>).filter(([, table]) => table.boundsRequired === true);
  const folder = readdirSync(join(root, 'shared/sql'), { recursive: true, encoding: 'utf8' });
  const statements = folder.filter((name) => name.endsWith('.sql'));

  it.each(statements)('%s bounds the partitions of every table that requires it', (name) => {
    const sql = readFileSync(join(root, 'shared/sql', name), 'utf8').replaceAll(/--.*$/gm, '');
    for (const [table, { partition }] of bounded) {
      if (!new RegExp(`\\b(FROM|JOIN) ${table}\\b`).test(sql)) continue;
      expect(sql, `reads ${table}`).toMatch(new RegExp(`\\b${partition}\\s*(>=|>|<=|<|=|BETWEEN)`));
    }
  });
});
